import { uniqueId } from "/widget/storage.js";

const BUSY_EVERY_MS = 1200;
const IDLE_EVERY_MS = 20_000;
const UPLOADS_AT_A_TIME = 2;

/** The sources, their documents, uploads on their way, and what a question finds. Fires `change`. */
export class Knowledge extends EventTarget {
  #api;
  #timer;
  #watched = false;
  #request = 0;
  #asked = 0;

  constructor(api) {
    super();
    this.#api = api;
    this.state = "loading"; // loading, ready, error
    this.sources = [];
    this.inboxes = [];
    this.suffixes = [];
    this.maxBytes = 0;
    this.uploads = []; // {id, file, name, inboxes, sent: 0..1, state: waiting|sending|failed, problem}
    this.opened = null; // {id, q, documents, next, state}
    this.found = null; // {question, inbox, passages, state}
    this.problem = null; // why the last change was refused
  }

  get(id) {
    return this.sources.find((source) => source.id === id);
  }

  get busy() {
    return this.uploads.some(({ state }) => state !== "failed") || this.sources.some(isBusy);
  }

  /** Keeps what is shown fresh, more often while something is being read. */
  watch(on) {
    if (on === this.#watched) return;
    this.#watched = on;
    clearTimeout(this.#timer);
    if (on) this.load();
  }

  async load() {
    clearTimeout(this.#timer);
    const request = ++this.#request;
    const before = this.opened && this.get(this.opened.id);
    try {
      const { sources, inboxes, suffixes, max_bytes } = await this.#api.knowledge();
      if (request !== this.#request) return;
      Object.assign(this, { sources, inboxes, suffixes, maxBytes: max_bytes, state: "ready" });
      const after = this.opened && this.get(this.opened.id);
      if (after && before && after.ingested_at !== before.ingested_at) this.#documents(null);
    } catch {
      if (request !== this.#request) return;
      if (this.state !== "ready") this.state = "error";
    }
    if (this.#watched) this.#timer = setTimeout(() => this.load(), this.busy ? BUSY_EVERY_MS : IDLE_EVERY_MS);
    this.#changed();
  }

  open(id) {
    if (id === (this.opened?.id ?? null)) return;
    this.problem = null;
    this.opened = id ? { id, q: "", documents: [], next: null, state: "loading" } : null;
    if (id) this.#documents(null);
    this.#changed();
  }

  filterDocuments(q) {
    this.opened = { ...this.opened, q };
    return this.#documents(null);
  }

  moreDocuments() {
    return this.#documents(this.opened.next);
  }

  async #documents(after) {
    const { id, q } = this.opened;
    const stillShown = () => this.opened?.id === id && this.opened.q === q;
    try {
      const page = await this.#api.documents(id, { q, after });
      if (!stillShown()) return;
      const documents = after ? [...this.opened.documents, ...page.documents] : page.documents;
      this.opened = { ...this.opened, documents, next: page.next, state: "ready" };
    } catch (error) {
      if (stillShown()) this.opened = { ...this.opened, state: error.status === 404 ? "missing" : "error" };
    }
    this.#changed();
  }

  /** `inboxes`: ids, or null for every inbox. */
  upload(files, inboxes) {
    const added = [...files].map((file) => this.#upload(file, inboxes));
    this.uploads = [...this.uploads.filter(({ state }) => state !== "failed"), ...added];
    this.#sendNext();
    this.#changed();
  }

  #upload(file, inboxes) {
    return { id: uniqueId(), file, name: file.name, inboxes, sent: 0, state: "waiting", problem: null };
  }

  #sendNext() {
    const sending = this.uploads.filter(({ state }) => state === "sending").length;
    const next = this.uploads.filter(({ state }) => state === "waiting").slice(0, UPLOADS_AT_A_TIME - sending);
    for (const upload of next) this.#send(upload);
  }

  async #send(upload) {
    const progress = (sent) => this.#note(upload, { sent });
    this.#note(upload, { state: "sending" });
    try {
      const { source } = await this.#api.upload(upload.file, { inboxes: upload.inboxes, onProgress: progress });
      this.uploads = this.uploads.filter((one) => one !== upload);
      this.#put(source);
    } catch (error) {
      this.#note(upload, { state: "failed", problem: error });
    }
    this.#sendNext();
    this.load();
  }

  #note(upload, facts) {
    Object.assign(upload, facts);
    this.#changed();
  }

  dismiss(id) {
    this.uploads = this.uploads.filter((upload) => upload.id !== id);
    this.#changed();
  }

  /** Whether it was taken. */
  addAddress(url, inboxes) {
    return this.#change(() => this.#api.addAddress(url, inboxes));
  }

  ingestAgain(id) {
    return this.#change(() => this.#api.ingestAgain(id));
  }

  showIn(id, inboxes) {
    return this.#change(() => this.#api.showIn(id, inboxes));
  }

  remove(id) {
    return this.#change(async () => {
      await this.#api.removeSource(id);
      this.sources = this.sources.filter((source) => source.id !== id);
      return {};
    });
  }

  async #change(act) {
    this.problem = null;
    try {
      const { source } = await act();
      if (source) this.#put(source);
      this.load();
      return true;
    } catch (error) {
      this.problem = error;
      this.#changed();
      return false;
    }
  }

  #put(source) {
    this.sources = [...this.sources.filter(({ id }) => id !== source.id), source].sort((a, b) => a.id.localeCompare(b.id));
    this.#changed();
  }

  async search(question, inbox) {
    const asked = ++this.#asked;
    this.found = { question, inbox, passages: [], state: "loading" };
    this.#changed();
    let result;
    try {
      const { passages } = await this.#api.searchKnowledge(question, inbox);
      result = { passages, state: "ready" };
    } catch (error) {
      result = { passages: [], state: "error", problem: error };
    }
    if (asked !== this.#asked) return;
    this.found = { question, inbox, ...result };
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export function isBusy({ state }) {
  return state === "queued" || state === "running";
}
