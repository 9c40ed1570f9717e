import { uniqueId } from "./storage.js";

const MOST_KEPT = 50;

/** Messages on their way out, in order, kept in localStorage until the platform has them. Fires `change`. */
export class Outbox extends EventTarget {
  #storage;
  #flushing = false;

  constructor(storage) {
    super();
    this.#storage = storage;
    this.entries = storage.get("outbox", []);
  }

  /** States: sending, queued (no connection), failed (refused). */
  add(text, { shown = null, files = [] } = {}) {
    const entry = { client_id: uniqueId(), text, shown, files, at: new Date().toISOString(), state: "sending", error: null };
    this.#keep([...this.entries, entry].slice(-MOST_KEPT));
    return entry;
  }

  retry(clientId) {
    this.#change(clientId, { state: "sending", error: null });
  }

  remove(clientId) {
    if (this.entries.some((entry) => entry.client_id === clientId)) {
      this.#keep(this.entries.filter((entry) => entry.client_id !== clientId));
    }
  }

  clear() {
    this.#keep([]);
  }

  /** Sends what waits, oldest first; `send(entry)` throws ApiError. Returns whether everything went out. */
  async flush(send) {
    if (this.#flushing) return true;
    this.#flushing = true;
    try {
      for (let entry = this.#next(); entry; entry = this.#next()) {
        if (!(await this.#attempt(entry, send))) return false;
      }
      return true;
    } finally {
      this.#flushing = false;
    }
  }

  #next() {
    return this.entries.find((entry) => entry.state !== "failed");
  }

  async #attempt(entry, send) {
    this.#change(entry.client_id, { state: "sending" });
    try {
      const event = await send(entry);
      this.remove(entry.client_id);
      this.dispatchEvent(new CustomEvent("sent", { detail: event }));
      return true;
    } catch (error) {
      const waits = error.temporary || error.status === 401;
      this.#change(entry.client_id, waits ? { state: "queued" } : { state: "failed", error: error.code ?? "unknown" });
      return !waits;
    }
  }

  #change(clientId, values) {
    this.#keep(this.entries.map((entry) => (entry.client_id === clientId ? { ...entry, ...values } : entry)));
  }

  #keep(entries) {
    this.entries = entries;
    this.#storage.set("outbox", entries.length ? entries : null);
    this.dispatchEvent(new Event("change"));
  }
}
