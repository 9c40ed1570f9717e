/** Exponential back-off with jitter, so that a thousand widgets do not come back in the same second. */
export class Backoff {
  constructor({ firstMs = 500, mostMs = 30_000 } = {}) {
    this.firstMs = firstMs;
    this.mostMs = mostMs;
    this.attempts = 0;
  }

  next() {
    const ceiling = Math.min(this.mostMs, this.firstMs * 2 ** this.attempts);
    this.attempts += 1;
    return ceiling * (0.5 + Math.random() / 2);
  }

  reset() {
    this.attempts = 0;
  }
}
