const TYPING_MOST_S = 20;
const PREVIEW_STALE_MS = 30_000;

/** What the customer sees of one conversation, built from realtime messages in any order, each any number of times.
 *
 * Fires `change`, and `received` (detail: event) for a new message that somebody else wrote.
 */
export class Conversation extends EventTarget {
  #events = new Map(); // seq -> event
  #adopted = new Map(); // event seq -> turn whose preview it replaced
  #previews = new Map(); // turn -> {text, timer}
  #finished = new Set(); // turns whose preview must not come back
  #typing = null;
  #typingTimer;

  constructor() {
    super();
    this.status = "bot";
    this.degraded = false;
    this.operator = null;
  }

  get lastSeq() {
    return this.#events.size ? Math.max(...this.#events.keys()) : 0;
  }

  get events() {
    return [...this.#events.values()].sort((a, b) => a.seq - b.seq);
  }

  get previews() {
    return [...this.#previews].map(([turn, { text }]) => ({ turn, text }));
  }

  get typing() {
    return this.#previews.size ? null : this.#typing;
  }

  /** The element that showed the preview goes on as the event's: nothing flickers. */
  keyOf(event) {
    if (event.payload?.client_id) return `message-${event.payload.client_id}`;
    const turn = this.#adopted.get(event.seq);
    return turn ? `turn-${turn}` : `event-${event.seq}`;
  }

  /** The last resolution, while it lasts: `score` is null until it is rated. Null when there is nothing to rate. */
  get rating() {
    if (this.status !== "resolved") return null;
    const events = this.events;
    const resolution = events.findLast((event) => event.kind === "status" && event.payload.status === "resolved");
    if (!resolution) return null;
    const said = events.filter((event) => event.kind === "rating" && event.payload.resolution === resolution.seq);
    return { score: said[0]?.payload.score ?? null, remarked: said.some((event) => event.text) };
  }

  clear() {
    this.#events.clear();
    this.#endPreviews();
    this.#endTyping();
    this.status = "bot";
    this.operator = null;
    this.#changed();
  }

  receive(message) {
    const handlers = {
      event: () => this.#addEvent(message.event),
      typing: () => this.#setTyping(message),
      preview: () => this.#setPreview(message),
      dropped: () => this.#endPreview(message.turn),
      status: () => (this.status = message.status ?? this.status),
      platform: () => (this.degraded = message.state === "degraded"),
      disconnected: () => this.#lostSight(),
    };
    if (!(message.type in handlers)) return;
    handlers[message.type]();
    this.#changed();
  }

  #addEvent(event) {
    if (this.#events.has(event.seq)) return;
    const newest = event.seq > this.lastSeq;
    this.#events.set(event.seq, event);
    if (event.kind === "message") this.#addMessage(event);
    else if (newest) this.#project(event);
  }

  #addMessage(event) {
    const turn = event.payload?.turn;
    if (turn && this.#previews.has(turn)) {
      this.#adopted.set(event.seq, turn);
      this.#endPreview(turn);
    }
    if (turn) this.#finished.add(turn);
    if (event.author !== "customer") {
      this.#endTyping();
      this.dispatchEvent(new CustomEvent("received", { detail: event }));
    }
    if (event.author === "operator" && event.operator) this.operator = event.operator;
  }

  #project(event) {
    if (event.kind === "status") this.status = event.payload.status;
    if (event.kind === "handback") this.operator = null;
    if (event.kind === "assignment") this.operator = event.payload.operator ?? null;
  }

  #setTyping({ author, on, expires_in_s: expiresInS, operator }) {
    this.#endTyping();
    if (!on || author === "customer") return;
    this.#typing = { author, operator: operator ?? null };
    this.#typingTimer = setTimeout(
      () => {
        this.#endTyping();
        this.#changed();
      },
      Math.min(expiresInS ?? TYPING_MOST_S, TYPING_MOST_S) * 1000,
    );
  }

  #endTyping() {
    clearTimeout(this.#typingTimer);
    this.#typing = null;
  }

  #setPreview({ turn, text }) {
    if (this.#finished.has(turn)) return;
    clearTimeout(this.#previews.get(turn)?.timer);
    const timer = setTimeout(() => {
      this.#previews.delete(turn);
      this.#changed();
    }, PREVIEW_STALE_MS);
    this.#previews.set(turn, { text, timer });
  }

  #endPreview(turn) {
    clearTimeout(this.#previews.get(turn)?.timer);
    this.#previews.delete(turn);
  }

  #endPreviews() {
    for (const { timer } of this.#previews.values()) clearTimeout(timer);
    this.#previews.clear();
  }

  // Without a socket the end of a preview or of typing would not be heard.
  #lostSight() {
    this.#endPreviews();
    this.#endTyping();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
