/** Named values under one prefix in localStorage; in memory where a browser refuses it (private windows, sandboxes). */
export class Storage {
  #memory = new Map();

  constructor(prefix) {
    this.prefix = prefix;
  }

  get(name, fallback = null) {
    try {
      const stored = localStorage.getItem(this.prefix + name);
      return stored === null ? fallback : JSON.parse(stored);
    } catch {
      return this.#memory.get(name) ?? fallback;
    }
  }

  set(name, value) {
    this.#memory.set(name, value);
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Full or forbidden: the memory above lasts as long as the page.
    }
  }
}

/** What this browser keeps of one inbox. */
export function storageOf({ origin, inbox }) {
  return new Storage(`parley:${origin}:${inbox}:`);
}

export function uniqueId() {
  // `randomUUID` exists only on https and localhost.
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
