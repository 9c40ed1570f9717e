/** What was said about the turns of the open conversation. Fires `change`. */
export class Reviews extends EventTarget {
  #api;
  #id = null;
  #byTurn = new Map();
  #intents = null;

  constructor(api) {
    super();
    this.#api = api;
  }

  of(turn) {
    return this.#byTurn.get(turn);
  }

  open(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#byTurn = new Map();
    if (id) this.#load();
  }

  heard(id) {
    if (id === this.#id) this.#load();
  }

  async #load() {
    const id = this.#id;
    const { reviews } = await this.#api.read(`conversations/${encodeURIComponent(id)}/reviews`).catch(() => ({ reviews: [] }));
    if (id !== this.#id) return;
    this.#byTurn = new Map(reviews.map((review) => [review.turn, review]));
    this.dispatchEvent(new Event("change"));
  }

  async intents() {
    this.#intents ??= (await this.#api.read("intents")).intents;
    return this.#intents;
  }

  /** Throws ApiError. */
  async judge(judgement) {
    const { review } = await this.#api.act(this.#id, "reviews", judgement);
    this.#byTurn.set(review.turn, review);
    this.dispatchEvent(new Event("change"));
  }

  async withdraw(turn) {
    await this.#api.act(this.#id, "reviews/withdraw", { turn });
    this.#byTurn.delete(turn);
    this.dispatchEvent(new Event("change"));
  }

  /** A question and its answer for the documents. */
  keepPair(pair) {
    return this.#api.change("pairs", { ...pair, conversation: this.#id });
  }
}
