/** The messages of one conversation in the operator's language, by their seq; asked for as they come. */
export class Readings {
  #api;
  #id;
  #known = new Map();
  #asked = 0;
  #busy = false;

  constructor(api, id) {
    this.#api = api;
    this.#id = id;
  }

  get(seq) {
    return this.#known.get(seq) ?? null;
  }

  /** Reads what came after the last time; tells whether there is anything new to show. */
  async follow(lastSeq) {
    if (this.#busy || lastSeq <= this.#asked) return false;
    this.#busy = true;
    const after = this.#asked;
    this.#asked = lastSeq;
    try {
      const { translations } = await this.#api.translations(this.#id, after);
      for (const one of translations) this.#known.set(one.seq, one);
      return translations.length > 0;
    } catch {
      return false; // the words stay as they were written
    } finally {
      this.#busy = false;
    }
  }
}
