import { requestJson } from "/widget/http.js";

const BASE = "/console/api";

/** The console's HTTP API. `onExpired` is called when the sign-in has run out. */
export class Api {
  #csrf = null;

  constructor({ onExpired }) {
    this.onExpired = onExpired;
  }

  async login(email, password) {
    return this.#signedIn(await this.#call("login", { method: "POST", body: { email, password } }));
  }

  async me() {
    return this.#signedIn(await this.#call("me"));
  }

  #signedIn({ operator, csrf }) {
    this.#csrf = csrf;
    return operator;
  }

  async logout() {
    await this.#change("logout");
    this.#csrf = null;
  }

  conversations({ status, q, before, limit = 50 }) {
    const given = Object.entries({ status, q, before, limit }).filter(([, value]) => value);
    return this.#guarded(`conversations?${new URLSearchParams(given)}`);
  }

  conversation(id) {
    return this.#guarded(`conversations/${encodeURIComponent(id)}`);
  }

  events(id, after) {
    return this.#guarded(`conversations/${encodeURIComponent(id)}/events?after=${after}`);
  }

  /** `action`: take-over, hand-back, resolve, reopen, reply, note. */
  act(id, action, body = {}) {
    return this.#change(`conversations/${encodeURIComponent(id)}/${action}`, body);
  }

  #change(path, body = {}) {
    return this.#guarded(path, { method: "POST", body, headers: { "X-Parley-CSRF": this.#csrf ?? "" } });
  }

  async #guarded(path, options) {
    try {
      return await this.#call(path, options);
    } catch (error) {
      if (error.status === 401) this.onExpired();
      throw error;
    }
  }

  #call(path, options) {
    return requestJson(`${BASE}/${path}`, { credentials: "same-origin", ...options });
  }
}
