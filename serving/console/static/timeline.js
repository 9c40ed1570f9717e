import { Readings } from "./readings.js";

const PAGE_MAY_BE_FULL = 100;

/** One conversation's events, of every kind. Fires `change`. */
export class Timeline extends EventTarget {
  #api;
  #events = new Map();
  #typing = null;
  #timer;

  constructor(api, id) {
    super();
    this.#api = api;
    this.id = id;
    this.state = "loading"; // loading, ready, error, missing
    this.readings = new Readings(api, id);
    this.earlier = false; // there are older events than those that are here
    this.pending = []; // replies and notes on their way: {client_id, kind, text, at, error}
  }

  get events() {
    return [...this.#events.values()].sort((a, b) => a.seq - b.seq);
  }

  get lastSeq() {
    return this.#events.size ? Math.max(...this.#events.keys()) : 0;
  }

  get typing() {
    return this.#typing;
  }

  turn(turn) {
    return this.events.find((event) => event.kind === "turn" && event.payload.turn === turn);
  }

  async load() {
    try {
      if (this.#events.size) await this.#catchUp();
      else await this.#latest();
      this.state = "ready";
    } catch (error) {
      if (this.state !== "ready") this.state = error.status === 404 ? "missing" : "error";
    }
    this.#changed();
  }

  async #latest() {
    const { events, earlier } = await this.#api.events(this.id);
    this.earlier = earlier;
    this.add(events);
  }

  async #catchUp() {
    let page;
    do {
      page = (await this.#api.events(this.id, { after: this.lastSeq })).events;
      this.add(page);
    } while (page.length >= PAGE_MAY_BE_FULL);
  }

  async loadEarlier() {
    const { events, earlier } = await this.#api.events(this.id, { before: Math.min(...this.#events.keys()) });
    this.earlier = earlier;
    this.add(events);
  }

  /** Reads on towards the beginning until the turn is there. */
  async reach(turn) {
    while (this.earlier && !this.turn(turn)) await this.loadEarlier();
  }

  add(events) {
    for (const event of events) {
      this.#events.set(event.seq, event);
      if (event.kind === "message" && event.author === this.#typing) this.#typing = null;
      this.pending = this.pending.filter(({ client_id }) => client_id !== event.payload?.client_id);
    }
    this.#changed();
  }

  receive(message) {
    if (message.type === "event") this.add([message.event]);
    else if (message.type === "typing") this.#setTyping(message);
    this.#changed();
  }

  expect(entry) {
    this.pending = [...this.pending.filter(({ client_id }) => client_id !== entry.client_id), entry];
    this.#changed();
  }

  forget(clientId) {
    this.pending = this.pending.filter(({ client_id }) => client_id !== clientId);
    this.#changed();
  }

  #setTyping({ author, on, expires_in_s: seconds }) {
    clearTimeout(this.#timer);
    this.#typing = on ? author : null;
    if (!on) return;
    this.#timer = setTimeout(() => {
      this.#typing = null;
      this.#changed();
    }, seconds * 1000);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
    if (this.state === "ready") this.#read();
  }

  async #read() {
    if (await this.readings.follow(this.lastSeq)) this.dispatchEvent(new Event("change"));
  }
}
