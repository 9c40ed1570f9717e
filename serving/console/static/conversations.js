import { emptyFilter, needsServer, sameFilter } from "./filter-fields.js";

const LOOK_AGAIN_AFTER_MS = 1500;

/** The inbox as loaded so far, kept up to date by events. Fires `change`. */
export class Conversations extends EventTarget {
  #api;
  #byId = new Map();
  #request = 0;
  #found = null; // ids that the filter found, where the status alone cannot tell
  #timer;

  constructor(api) {
    super();
    this.#api = api;
    this.filter = emptyFilter();
    this.next = null;
    this.state = "loading"; // loading, ready, error
  }

  get(id) {
    return this.#byId.get(id);
  }

  /** What the filter shows, newest first; `keep` stays though it no longer matches. */
  shown(keep) {
    const { status } = this.filter;
    return [...this.#byId.values()]
      .filter((one) => one.id === keep || ((!status || one.status === status) && (!this.#found || this.#found.has(one.id))))
      .sort((a, b) => b.last_event_at.localeCompare(a.last_event_at));
  }

  get waiting() {
    return [...this.#byId.values()].filter((one) => one.status === "open" && one.waiting_since).length;
  }

  async load(filter = this.filter) {
    const changed = !sameFilter(filter, this.filter);
    this.filter = filter;
    if (changed || this.state === "error") this.#become("loading");
    await this.#fetch(null);
  }

  more() {
    return this.#fetch(this.next);
  }

  async #fetch(before) {
    const request = ++this.#request;
    try {
      const page = await this.#api.conversations({ ...this.filter, before });
      if (request !== this.#request) return;
      for (const conversation of page.conversations) this.#byId.set(conversation.id, conversation);
      const ids = page.conversations.map(({ id }) => id);
      this.#found = needsServer(this.filter) ? new Set([...((before && this.#found) || []), ...ids]) : null;
      this.next = page.next;
      this.#become("ready");
    } catch {
      if (request === this.#request) this.#become("error");
    }
  }

  put(conversation) {
    this.#byId.set(conversation.id, { ...this.#byId.get(conversation.id), ...conversation });
    this.dispatchEvent(new Event("change"));
  }

  /** Applies an event as the platform's own projection does; an unknown conversation is asked for. */
  async apply(id, event) {
    const known = this.#byId.get(id);
    if (this.#found && !this.#found.has(id)) this.#lookAgain();
    if (!known) return this.#learn(id);
    if (event.seq <= known.last_seq) return;
    this.put({ id, last_seq: event.seq, ...projected(known, event) });
  }

  /** Something happened elsewhere: it may fit the filter now. */
  #lookAgain() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(null), LOOK_AGAIN_AFTER_MS);
  }

  async #learn(id) {
    try {
      this.put(await this.#api.conversation(id));
    } catch {
      // It appears with its next event, or when the list is loaded again.
    }
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/** As the server has it (conversations/timeline.py). */
function preview(text, { files, cards }) {
  return text || [...(files ?? []).map(({ name }) => name), ...(cards ?? []).map(({ title }) => title)].join(", ");
}

function projected({ waiting_since }, { kind, author, text, at, payload }) {
  if (kind === "message") {
    const waiting = author === "customer" ? (waiting_since ?? at) : null;
    return { last_event_at: at, last_text: preview(text, payload), waiting_since: waiting };
  }
  if (kind === "status") {
    const waiting = payload.status === "open" ? (waiting_since ?? at) : waiting_since;
    return { status: payload.status, last_event_at: at, waiting_since: waiting };
  }
  if (kind === "assignment") return { assignee: payload.operator ?? null };
  if (kind === "review") return { reviewed: payload.verdict !== null };
  if (kind === "rating") return { rating: payload.score };
  if (kind === "locale") return { locale: payload.locale, locale_reason: payload.reason };
  return {};
}
