import { uniqueId, Storage } from "/widget/storage.js";
import { Api } from "./api.js";
import { Conversations } from "./conversations.js";
import { Knowledge } from "./knowledge.js";
import { Live } from "./live.js";
import { readFilter, sameFilter } from "./filter-fields.js";
import { Outgoing } from "./outgoing.js";
import { Reviews } from "./reviews.js";
import { readRoute, writeRoute } from "./route.js";
import { Timeline } from "./timeline.js";
import { loadWords, say, spoken } from "./words.js";

/** Everything the console knows and can do. Fires `change`; the views render what they find here. */
export class State extends EventTarget {
  #chosenLocale;

  constructor() {
    super();
    this.api = new Api({ onExpired: () => this.#signedOut("expired") });
    this.conversations = new Conversations(this.api);
    this.knowledge = new Knowledge(this.api);
    this.live = new Live();
    this.storage = new Storage("parley-console:");
    this.operator = undefined; // undefined: not yet known, null: signed out
    this.view = "inbox"; // inbox, knowledge, translations, or one of pages.js
    this.query = ""; // of a page
    this.reviews = new Reviews(this.api);
    this.outgoing = new Outgoing();
    this.timeline = null;
    this.turn = null;
    this.detailsOpen = false;
    this.connection = "connecting"; // connecting, live, lost
    this.degraded = false;
    this.message = null; // a sentence about the last action that failed, or why one has to sign in
    this.#wire();
  }

  #wire() {
    this.conversations.addEventListener("change", () => this.changed());
    this.knowledge.addEventListener("change", () => this.changed());
    this.reviews.addEventListener("change", () => this.changed());
    this.live.addEventListener("up", () => this.#up());
    this.live.addEventListener("down", () => this.#become("lost"));
    this.live.addEventListener("signed-out", () => this.#signedOut("expired"));
    this.live.addEventListener("message", ({ detail }) => this.#receive(detail));
    addEventListener("popstate", () => this.#follow());
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  async start() {
    try {
      await this.#signedIn(await this.api.me());
    } catch (error) {
      this.#signedOut(error.status === 401 ? null : "unreachable");
    }
  }

  /** Throws ApiError. */
  async signIn(email, password) {
    await this.#signedIn(await this.api.login(email, password, this.#chosenLocale));
  }

  /** Throws ApiError. */
  async accept(invitation) {
    const operator = await this.api.accept(invitation);
    history.replaceState(null, "", "/console");
    await this.#signedIn(operator);
  }

  async signOut() {
    await this.api.logout().catch(() => {});
    this.#signedOut(null);
  }

  /** The operator's choice of a language; on the sign-in page it is kept until somebody signs in. */
  async speak(locale) {
    try {
      if (this.operator) this.operator = await this.api.choose({ locale });
      else this.#chosenLocale = locale;
      await this.#load(locale);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #load(locale) {
    await loadWords(locale);
    this.message = null;
    this.dispatchEvent(new Event("language"));
  }

  async #signedIn(operator) {
    if (operator.locale && operator.locale !== spoken().locale) await this.#load(operator.locale);
    this.operator = operator;
    this.message = null;
    this.live.start();
    this.#follow();
    this.conversations.load(this.conversations.filter);
  }

  #signedOut(reason) {
    this.live.stop();
    this.knowledge.watch(false);
    this.operator = null;
    this.message = reason && say(reason);
    this.changed();
  }

  // Where we are is in the address; going back and forward follows it.
  #follow() {
    const { view, source, id, turn, details, filter, query } = readRoute(location);
    this.view = view;
    this.knowledge.watch(view === "knowledge");
    this.knowledge.open(source);
    if (id !== this.timeline?.id) this.#openTimeline(id);
    this.turn = turn;
    this.detailsOpen = details || Boolean(turn);
    this.query = query;
    if (view === "inbox" && !sameFilter(filter, this.conversations.filter)) this.conversations.load(filter);
    this.changed();
  }

  go(change, { replace = false } = {}) {
    const here = { ...readRoute(location), ...change };
    const address = writeRoute(here);
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.#follow();
  }

  open(id) {
    this.go({ view: "inbox", id, turn: null, details: false });
  }

  /** "inbox", "knowledge" or one of pages.js. */
  show(view) {
    this.go({ view, source: null, id: null, turn: null, details: false, query: "" });
  }

  /** `query`: as writeFilter makes it. */
  openView(query) {
    this.go({ view: "inbox", filter: readFilter(new URLSearchParams(query)) });
  }

  openSource(source) {
    this.go({ view: "knowledge", source });
  }

  filterBy(filter) {
    this.go({ filter: { ...this.conversations.filter, ...filter } }, { replace: true });
  }

  #openTimeline(id) {
    this.message = null;
    this.timeline = id ? new Timeline(this.api, id) : null;
    this.reviews.open(id);
    if (!id) return;
    this.timeline.addEventListener("change", () => {
      this.#markSeen();
      this.changed();
    });
    this.timeline.load();
    if (!this.conversations.get(id)) this.api.conversation(id).then((one) => this.conversations.put(one), () => {});
  }

  get current() {
    return this.timeline && this.conversations.get(this.timeline.id);
  }

  isUnread(conversation) {
    return conversation.last_seq > this.storage.get(`seen:${conversation.id}`, 0);
  }

  #markSeen() {
    const { id, lastSeq } = this.timeline;
    if (document.visibilityState === "visible" && lastSeq > this.storage.get(`seen:${id}`, 0)) {
      this.storage.set(`seen:${id}`, lastSeq);
    }
  }

  #up() {
    const again = this.connection === "lost";
    this.#become("live");
    if (!again) return;
    this.conversations.load();
    this.timeline?.load();
  }

  #become(connection) {
    this.connection = connection;
    this.changed();
  }

  #receive(message) {
    if (message.type === "platform") {
      this.degraded = message.state === "degraded";
      if (!this.degraded) this.#up();
      return this.changed();
    }
    if (message.conversation === this.timeline?.id) this.timeline.receive(message);
    if (message.type === "event" && message.event.kind === "review") this.reviews.heard(message.conversation);
    if (message.type === "event") this.conversations.apply(message.conversation, message.event);
  }

  /** take-over, hand-back, resolve, reopen, assign, snooze of the current conversation. */
  async act(action, body = {}) {
    const { id } = this.timeline;
    this.message = null;
    try {
      this.#done(id, await this.api.act(id, action, body));
    } catch (error) {
      this.#failed(error);
      this.api.conversation(id).then((one) => this.conversations.put(one), () => {});
    }
  }

  /** The language that the bot answers in; null: it decides again. */
  async speakWith(locale) {
    const { id } = this.timeline;
    this.message = null;
    try {
      const { event } = await this.api.act(id, "locale", { locale });
      if (this.timeline?.id === id) this.timeline.add([event]);
      await this.conversations.apply(id, event);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Shows the words at once and sends them; `kind` is "reply" or "note". `translation`: what the operator wrote. */
  async write(kind, text, { translation = null, files = [] } = {}) {
    const entry = { client_id: uniqueId(), kind, text, translation, files, at: new Date().toISOString(), error: null, held: kind === "reply" };
    if (!entry.held) return this.#send(this.timeline, entry);
    const timeline = this.timeline;
    timeline.expect(entry);
    this.outgoing.hold(entry, (held, options) => this.#send(timeline, { ...held, held: false }, options));
  }

  /** A reply that had not left yet, and is not sent any more. */
  takeBack({ client_id: id }) {
    const entry = this.outgoing.takeBack(id);
    if (entry) this.timeline.forget(id);
    return entry;
  }

  retry(entry) {
    return this.#send(this.timeline, { ...entry, error: null });
  }

  async #send(timeline, entry, options = {}) {
    timeline.expect(entry);
    const body = { text: entry.text, client_id: entry.client_id };
    if (entry.translation) body.translation = entry.translation;
    if (entry.files?.length) body.files = entry.files.map(({ id }) => id);
    try {
      this.#done(timeline.id, await this.api.act(timeline.id, entry.kind, body, options));
      timeline.forget(entry.client_id);
    } catch (error) {
      timeline.expect({ ...entry, error: reasonOf(error) });
    }
  }

  #done(id, { conversation, events }) {
    if (this.timeline?.id === id) this.timeline.add(events);
    this.conversations.put(conversation);
  }

  #failed(error) {
    this.message = error.status === 409 ? error.message : say("failed", { reason: reasonOf(error) });
    this.changed();
  }
}

export function reasonOf(error) {
  return error.status === 0 ? say("unreachable") : error.message;
}
