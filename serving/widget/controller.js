import { Backoff } from "./backoff.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { storageOf } from "./storage.js";

/** The widget without its looks: session, connection, outbox and conversation, wired together. Fires `change`. */
export class Controller extends EventTarget {
  #retry = new Backoff({ firstMs: 1_000 });
  #flushTimer;
  #beginning = null;
  #conversationId = null;

  constructor({ origin, inbox, locale, identity, strings, config = {} }) {
    super();
    this.storage = storageOf({ origin, inbox });
    this.strings = strings;
    this.session = new Session({ origin, inbox, locale, identity, storage: this.storage });
    this.outbox = new Outbox(this.storage);
    this.conversation = new Conversation();
    this.connection = new Connection(this.session, () => this.conversation.lastSeq);
    this.config = config;
    this.questions = []; // what the inbox asks before the first message
    this.fileLimits = null; // {max_bytes, most, types}; null while the inbox takes no files
    this.problem = null; // null, "unavailable", "wrong-inbox", "sign-in-first"
    this.notice = null;
    this.unread = 0;
    this.#wire();
  }

  #wire() {
    const changed = () => this.dispatchEvent(new Event("change"));
    this.conversation.addEventListener("change", changed);
    this.conversation.addEventListener("received", ({ detail }) => this.#received(detail));
    this.outbox.addEventListener("change", changed);
    this.outbox.addEventListener("sent", ({ detail }) => this.conversation.receive({ type: "event", event: detail }));
    this.connection.addEventListener("message", ({ detail }) => this.#receive(detail));
    this.connection.addEventListener("state", () => {
      if (this.online) this.#flush();
      changed();
    });
    this.connection.addEventListener("expired", () => this.#renew());
  }

  get online() {
    return this.connection.state === "live" || this.connection.state === "polling";
  }

  /** Nothing is asked of the platform for a visitor who never opened the chat. */
  get worthResuming() {
    return this.session.known || this.outbox.entries.length > 0;
  }

  begin() {
    this.#beginning ??= this.#openSession();
    return this.#beginning;
  }

  async #openSession() {
    for (;;) {
      try {
        const details = await this.session.open();
        this.#opened(details);
        return;
      } catch (error) {
        this.problem = problemOf(error);
        this.dispatchEvent(new Event("change"));
        if (!error.temporary) return;
        await new Promise((resolve) => setTimeout(resolve, this.#retry.next()));
      }
    }
  }

  #opened(details) {
    this.#retry.reset();
    this.problem = null;
    this.config = details.config ?? this.config;
    this.strings.localize(details);
    if (this.session.renewed) this.#startedOver();
    else if (this.#conversationId && this.#conversationId !== details.conversation) this.#forgetConversation();
    this.#conversationId = details.conversation;
    this.questions = details.questions ?? [];
    this.fileLimits = details.files ?? null;
    this.conversation.status = details.status ?? "bot";
    this.dispatchEvent(new Event("change"));
    this.connection.start();
  }

  #startedOver() {
    this.#forgetConversation();
    this.notice = "session-expired";
  }

  #forgetConversation() {
    this.conversation.clear();
    this.storage.set("read", 0);
    this.unread = 0;
  }

  /** The page's customer has signed in: `identity` is what the shop's server signed for them. */
  identify(identity) {
    this.#restart(() => (this.session.identity = identity));
  }

  /** The page's customer has signed out: nothing of theirs stays in this browser. */
  signOut() {
    this.outbox.clear();
    this.storage.set("draft", null);
    this.#forgetConversation();
    this.#restart(() => {
      this.session.identity = null;
      this.session.forget();
    });
  }

  /** The language that the customer picked; it stays in this browser and travels with the session. */
  speak(locale) {
    this.storage.set("locale", locale);
    this.#restart(() => (this.session.locale = locale));
  }

  // One session after the other: an answer that is still on its way must not bring the old one back.
  #restart(change) {
    if (!this.#beginning) return change();
    this.connection.stop();
    this.#beginning = this.#beginning.then(() => {
      this.connection.stop();
      change();
      return this.#openSession();
    });
  }

  async introduce(answers) {
    await this.session.introduce(answers);
    this.questions = [];
    // The socket speaks for the token that it began with.
    this.connection.stop();
    this.connection.start();
    this.dispatchEvent(new Event("change"));
  }

  // The connection found the token expired: open() learns it too and begins anew.
  #renew() {
    this.#beginning = null;
    this.begin();
  }

  say(text, shown = null, files = []) {
    this.outbox.add(text, { shown, files });
    this.begin();
    this.#flush();
  }

  retry(clientId) {
    this.outbox.retry(clientId);
    this.#flush();
  }

  /** Throws ApiError. Returns {id, name, mime, bytes}, for `say`. */
  async upload(file) {
    await this.begin();
    return this.session.upload(file);
  }

  /** Throws ApiError: a rating is not queued, the customer is asked again. */
  async rate(score, remark) {
    const event = await this.session.rate({ score, remark });
    this.conversation.receive({ type: "event", event });
  }

  async #flush() {
    clearTimeout(this.#flushTimer);
    if (!this.online || this.questions.length || this.outbox.entries.length === 0) return;
    const done = await this.outbox.flush((entry) => this.connection.send(entry));
    if (done) this.#retry.reset();
    else this.#flushTimer = setTimeout(() => this.#flush(), this.#retry.next());
  }

  #receive(message) {
    // An echo of ours says that it is stored, even when its acknowledgement was lost.
    if (message.type === "event") this.outbox.remove(message.event.payload?.client_id);
    this.conversation.receive(message);
  }

  #received(event) {
    if (event.seq > this.storage.get("read", 0)) this.unread += 1;
  }

  markRead() {
    this.unread = 0;
    const read = this.conversation.lastSeq;
    if (read > this.storage.get("read", 0)) this.storage.set("read", read);
  }
}

function problemOf(error) {
  if (error.temporary) return "unavailable";
  return error.code === "identity_required" || error.code === "unauthorized" ? "sign-in-first" : "wrong-inbox";
}
