import { ApiError, requestJson } from "./http.js";

/** This browser's session in one inbox: the token, and the calls that it allows. */
export class Session {
  #token;

  constructor({ origin, inbox, locale, storage }) {
    this.base = `${origin}/api/widget/${encodeURIComponent(inbox)}`;
    this.locale = locale;
    this.storage = storage;
    this.#token = storage.get("token");
    this.details = null;
    this.renewed = false;
  }

  get known() {
    return Boolean(this.#token);
  }

  get token() {
    return this.#token;
  }

  /** Resumes, or begins anew when the token has expired; `renewed` tells which. Throws ApiError. */
  async open() {
    this.renewed = false;
    try {
      this.details = await this.#request("session", { method: "POST", body: this.#greeting() });
    } catch (error) {
      if (error.status !== 401 || !this.#token) throw error;
      this.forget();
      this.renewed = true;
      this.details = await this.#request("session", { method: "POST", body: this.#greeting() });
    }
    this.#token = this.details.token;
    this.storage.set("token", this.#token);
    return this.details;
  }

  forget() {
    this.#token = null;
    this.storage.set("token", null);
  }

  events(after) {
    return this.#request(`events?after=${after}`);
  }

  async post({ text, client_id }) {
    const answer = await this.#request("messages", { method: "POST", body: { text, client_id } });
    if (!answer?.event) throw new ApiError(502, { message: "no event in the answer" });
    return answer.event;
  }

  async rate(rating) {
    return (await this.#request("rating", { method: "POST", body: rating })).event;
  }

  get socketUrl() {
    return `${this.base.replace(/^http/, "ws")}/socket`;
  }

  #greeting() {
    return { ...(this.#token && { token: this.#token }), ...(this.locale && { locale: this.locale }) };
  }

  #request(path, options = {}) {
    const headers = this.#token && path !== "session" ? { Authorization: `Bearer ${this.#token}` } : {};
    return requestJson(`${this.base}/${path}`, { ...options, headers, credentials: "omit" });
  }
}
