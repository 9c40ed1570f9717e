// A reply waits a few seconds before it leaves, so that it can be taken back.

const UNDO_MS = 5000;

export class Outgoing {
  #waiting = new Map(); // client_id -> {entry, timer, send}

  constructor() {
    // A page that goes away sends what still waits: nothing that somebody wrote is lost.
    addEventListener("pagehide", () => {
      for (const id of [...this.#waiting.keys()]) this.#leave(id, { keepalive: true });
    });
  }

  /** Calls `send(entry, options)` when the time to take it back is over. */
  hold(entry, send) {
    const timer = setTimeout(() => this.#leave(entry.client_id), UNDO_MS);
    this.#waiting.set(entry.client_id, { entry, timer, send });
  }

  /** The entry, when it had not left yet. */
  takeBack(clientId) {
    const held = this.#waiting.get(clientId);
    if (!held) return null;
    clearTimeout(held.timer);
    this.#waiting.delete(clientId);
    return held.entry;
  }

  #leave(clientId, options = {}) {
    const held = this.#waiting.get(clientId);
    if (!held) return;
    clearTimeout(held.timer);
    this.#waiting.delete(clientId);
    held.send(held.entry, options);
  }
}
