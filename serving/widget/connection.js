import { Backoff } from "./backoff.js";
import { LiveSocket } from "./socket.js";

const POLL_AFTER_MS = 1_500; // how long a socket may be away before HTTP takes over
const POLL_EAGER_MS = 1_000;
const POLL_IDLE_MS = 3_000;
const POLL_HIDDEN_MS = 15_000;
const EAGER_FOR_MS = 30_000;
const OVERLAP = 20; // events published out of order just before a break are asked for again
const PAGE_MAY_BE_FULL = 100;
const BAD_TOKEN = 4401;
const BUSY = 1013;

/** Keeps the customer connected: a socket when it can be had, polling whenever it cannot.
 *
 * Fires `message` (detail: a realtime message), `state` and `expired`. `state`: connecting, live, polling, offline.
 */
export class Connection extends EventTarget {
  #session;
  #lastSeq;
  #socket = null;
  #socketTimer;
  #pollTimer;
  #polling = false;
  #retry = new Backoff();
  #pollRetry = new Backoff({ firstMs: 1_000 });
  #eagerUntil = 0;
  #running = false;

  /** `lastSeq()`: the newest event that is already shown. */
  constructor(session, lastSeq) {
    super();
    this.#session = session;
    this.#lastSeq = lastSeq;
    this.state = "connecting";
    addEventListener("online", () => this.#wake());
    // A socket does not notice that the network has gone: nothing is to be sent into it.
    addEventListener("offline", () => this.#socket?.close());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#become("connecting");
    this.#openSocket();
    this.#pollSoon(POLL_AFTER_MS);
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#socketTimer);
    clearTimeout(this.#pollTimer);
    this.#socket?.close();
    this.#socket = null;
    // What is said from now on waits for the next start: it may be somebody else's session.
    this.#become("connecting");
  }

  /** Sends by the socket while it lives, else by HTTP; a repeated `client_id` changes nothing. */
  async send({ text, client_id, files = [] }) {
    const message = { text, client_id, files: files.map(({ id }) => id) };
    this.#eagerUntil = Date.now() + EAGER_FOR_MS;
    if (this.#socket?.ready) return this.#socket.send(message);
    const event = await this.#session.post(message);
    if (!this.#socket?.ready) this.#pollSoon(POLL_EAGER_MS);
    return event;
  }

  async catchUp() {
    let before, page;
    do {
      before = this.#lastSeq();
      page = await this.#session.events(this.#after());
      for (const event of page.events) this.#tell({ type: "event", event });
    } while (page.events.length >= PAGE_MAY_BE_FULL && this.#lastSeq() > before);
    this.#tell({ type: "status", status: page.status });
  }

  #after() {
    return Math.max(0, this.#lastSeq() - OVERLAP);
  }

  #openSocket() {
    clearTimeout(this.#socketTimer);
    if (!this.#running || this.#socket) return;
    const socket = new LiveSocket({
      url: this.#session.socketUrl,
      token: this.#session.token,
      after: this.#after(),
      handlers: {
        onReady: (frame) => this.#live(frame),
        onMessage: (frame) => this.#receive(frame),
        onClose: (code) => this.#lost(socket, code),
      },
    });
    this.#socket = socket;
  }

  #live(frame) {
    this.#retry.reset();
    this.#pollRetry.reset();
    clearTimeout(this.#pollTimer);
    this.#become("live");
    this.#tell({ type: "status", status: frame.status });
  }

  #receive(frame) {
    this.#tell(frame);
    // What was published while Redis was away reached no socket.
    if (frame.type === "platform" && frame.state === "ok") this.catchUp().catch(() => {});
  }

  #lost(socket, code) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (!this.#running) return;
    if (code === BAD_TOKEN) return this.#expire();
    if (code === BUSY) this.#tell({ type: "platform", state: "degraded" });
    this.#tell({ type: "disconnected" });
    this.#socketTimer = setTimeout(() => this.#openSocket(), this.#retry.next());
    if (this.state === "live") this.#become("connecting");
    this.#pollSoon(POLL_AFTER_MS);
  }

  #pollSoon(delayMs) {
    clearTimeout(this.#pollTimer);
    if (this.#running) this.#pollTimer = setTimeout(() => this.#poll(), delayMs);
  }

  async #poll() {
    if (this.#polling || !this.#running || this.#socket?.ready) return;
    this.#polling = true;
    let delay;
    try {
      await this.catchUp();
      this.#pollRetry.reset();
      if (!this.#socket?.ready) this.#become("polling");
      delay = this.#pollDelay();
    } catch (error) {
      if (error.status === 401) return this.#expire();
      if (!this.#socket?.ready) this.#become("offline");
      delay = Math.max(this.#pollRetry.next(), (error.retryAfterS ?? 0) * 1000);
    } finally {
      this.#polling = false;
    }
    if (!this.#socket?.ready) this.#pollSoon(delay);
  }

  #pollDelay() {
    if (document.visibilityState === "hidden") return POLL_HIDDEN_MS;
    return Date.now() < this.#eagerUntil ? POLL_EAGER_MS : POLL_IDLE_MS;
  }

  #wake() {
    if (!this.#running) return;
    this.#retry.reset();
    if (this.#socket?.ready) this.catchUp().catch(() => {});
    else {
      this.#openSocket();
      this.#pollSoon(0);
    }
  }

  #expire() {
    this.stop();
    this.dispatchEvent(new Event("expired"));
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  #tell(message) {
    if (this.#running) this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }
}
