import { ApiError, requestJson } from "./http.js";

const UPLOAD_TIMEOUT_MS = 120_000;

/** This browser's session in one inbox: the token, and the calls that it allows. */
export class Session {
  #token;

  constructor({ origin, inbox, locale, identity = null, storage }) {
    this.base = `${origin}/api/widget/${encodeURIComponent(inbox)}`;
    this.locale = locale;
    this.identity = identity;
    this.storage = storage;
    this.#token = storage.get("token");
    this.details = null;
    this.renewed = false;
  }

  get known() {
    return Boolean(this.#token);
  }

  /** In the widget's menu; else it is the page's. */
  get languageChosen() {
    return this.locale === this.storage.get("locale");
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
    this.#keep(this.details);
    return this.details;
  }

  #keep({ token }) {
    this.#token = token;
    this.storage.set("token", token);
  }

  forget() {
    this.#token = null;
    this.storage.set("token", null);
  }

  events(after) {
    return this.#request(`events?after=${after}`);
  }

  async post(message) {
    const answer = await this.#request("messages", { method: "POST", body: message });
    if (!answer?.event) throw new ApiError(502, { message: "no event in the answer" });
    return answer.event;
  }

  /** The answers to the inbox's questions go into the token. */
  async introduce(answers) {
    this.#keep(await this.#request("introduction", { method: "POST", body: { answers } }));
  }

  async upload(file) {
    const path = `${this.#filesBase}?name=${encodeURIComponent(file.name)}`;
    return (await this.#ask(path, { method: "POST", raw: file, timeoutMs: UPLOAD_TIMEOUT_MS })).file;
  }

  async fileAddress(id) {
    const { path } = await this.#ask(`${this.#filesBase}/${id}`);
    return new URL(path, this.base).href;
  }

  async rate(rating) {
    return (await this.#request("rating", { method: "POST", body: rating })).event;
  }

  get socketUrl() {
    return `${this.base.replace(/^http/, "ws")}/socket`;
  }

  #greeting() {
    const { locale, identity, languageChosen } = this;
    const greeting = { token: this.#token, locale, locale_chosen: languageChosen, identity };
    return Object.fromEntries(Object.entries(greeting).filter(([, value]) => value));
  }

  get #filesBase() {
    return this.base.replace("/api/widget/", "/api/widget-files/");
  }

  #request(path, options = {}) {
    return this.#ask(`${this.base}/${path}`, { ...options, known: path !== "session" });
  }

  #ask(url, { known = true, ...options } = {}) {
    const headers = this.#token && known ? { Authorization: `Bearer ${this.#token}` } : {};
    return requestJson(url, { ...options, headers, credentials: "omit" });
  }
}
