import { requestJson } from "/widget/http.js";
import { sendFile } from "./send-file.js";

const BASE = "/console/api";

/** The console's HTTP API. `onExpired` is called when the sign-in has run out. */
export class Api {
  #csrf = null;
  fileLimits = null; // {max_bytes, most, types}

  constructor({ onExpired }) {
    this.onExpired = onExpired;
  }

  /** `locale`: undefined unless it was chosen on the sign-in page. */
  async login(email, password, locale) {
    return this.#signedIn(await this.#call("login", { method: "POST", body: { email, password, locale } }));
  }

  /** The operator's own preferences: {locale}. */
  async choose(preferences) {
    return this.#signedIn(await this.#change("me", preferences));
  }

  async me() {
    return this.#signedIn(await this.#call("me"));
  }

  #signedIn({ operator, csrf, files }) {
    this.#csrf = csrf;
    this.fileLimits = files;
    return operator;
  }

  async logout() {
    await this.#change("logout");
    this.#csrf = null;
  }

  conversations({ before, limit = 50, ...filter }) {
    const given = Object.entries({ ...filter, before, limit }).filter(([, value]) => value);
    return this.#guarded(`conversations?${new URLSearchParams(given)}`);
  }

  read(path, query = {}) {
    const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== "")).toString();
    return this.#guarded(path + (given && `?${given}`));
  }

  change(path, body = {}, options = {}) {
    return this.#change(path, body, options);
  }

  /** For an account that was just made. */
  async accept(body) {
    return this.#signedIn(await this.#call("invitation/accept", { method: "POST", body }));
  }

  /** What needs nobody to be signed in. */
  open(path, body) {
    return this.#call(path, body ? { method: "POST", body } : {});
  }

  conversation(id) {
    return this.#guarded(`conversations/${encodeURIComponent(id)}`);
  }

  /** `after` a seq, or the page just `before` one, or the latest. */
  events(id, { after, before } = {}) {
    const query = after !== undefined ? `?after=${after}` : before ? `?before=${before}` : "";
    return this.#guarded(`conversations/${encodeURIComponent(id)}/events${query}`);
  }

  /** `action`: take-over, hand-back, resolve, reopen, reply, note. */
  act(id, action, body = {}, options = {}) {
    return this.#change(`conversations/${encodeURIComponent(id)}/${action}`, body, options);
  }

  /** The messages after `after` in the operator's own language. */
  translations(id, after) {
    return this.#guarded(`conversations/${encodeURIComponent(id)}/translations?after=${after}`, { timeoutMs: 60_000 });
  }

  preview(id, text) {
    return this.#change(`conversations/${encodeURIComponent(id)}/preview`, { text }, { timeoutMs: 60_000 });
  }

  /** `path` below `translation`, such as `segments?status=machine`. */
  translation(path = "") {
    return this.#guarded(path ? `translation/${path}` : "translation");
  }

  changeTranslation(path, body) {
    return this.#change(`translation/${path}`, body, { timeoutMs: 60_000 });
  }

  importSegments(file, query) {
    const headers = { "X-Parley-CSRF": this.#csrf ?? "" };
    return this.#watched(sendFile(`${BASE}/translation/import?${new URLSearchParams(query)}`, file, { headers, onProgress: () => {} }));
  }

  /** A reply for the operator to look over: {text, sources, nearest, style, model}. */
  draft(id) {
    return this.#change(`conversations/${encodeURIComponent(id)}/draft`, {}, { timeoutMs: 60_000 });
  }

  /** A file for a reply: {id, name, mime, bytes}. */
  async attach(file, inbox) {
    const headers = { "X-Parley-CSRF": this.#csrf ?? "" };
    const query = new URLSearchParams({ name: file.name, inbox });
    const { file: stored } = await this.#watched(sendFile(`${BASE}/media?${query}`, file, { headers, onProgress: () => {} }));
    return stored;
  }

  knowledge() {
    return this.#guarded("knowledge");
  }

  documents(source, { q, after }) {
    const given = Object.entries({ q, after }).filter(([, value]) => value);
    return this.#guarded(`knowledge/${encodeURIComponent(source)}/documents?${new URLSearchParams(given)}`);
  }

  searchKnowledge(q, inbox) {
    return this.#guarded(`knowledge/search?${new URLSearchParams({ q, inbox })}`);
  }

  addAddress(url, inboxes) {
    return this.#change("knowledge/addresses", { url, inboxes });
  }

  ingestAgain(source) {
    return this.#change(`knowledge/${encodeURIComponent(source)}/ingest`);
  }

  showIn(source, inboxes) {
    return this.#change(`knowledge/${encodeURIComponent(source)}/inboxes`, { inboxes });
  }

  removeSource(source) {
    return this.#change(`knowledge/${encodeURIComponent(source)}/remove`);
  }

  /** `inboxes`: ids, or null for every inbox; `onProgress` is told the share that has been sent. */
  async upload(file, { inboxes, onProgress }) {
    const query = new URLSearchParams([["name", file.name], ...(inboxes ?? []).map((id) => ["inbox", id])]);
    // None chosen is nobody, and not everybody.
    if (inboxes) query.set("restricted", "true");
    const headers = { "X-Parley-CSRF": this.#csrf ?? "" };
    return this.#watched(sendFile(`${BASE}/knowledge/files?${query}`, file, { headers, onProgress }));
  }

  inboxes() {
    return this.#guarded("inboxes");
  }

  addInbox(body) {
    return this.#change("inboxes", body);
  }

  changeInbox(id, body) {
    return this.#change(`inboxes/${encodeURIComponent(id)}`, body);
  }

  checkInbox(id) {
    return this.#change(`inboxes/${encodeURIComponent(id)}/check`);
  }

  removeInbox(id) {
    return this.#change(`inboxes/${encodeURIComponent(id)}/remove`);
  }

  keys(inbox) {
    return this.#guarded(`inboxes/${encodeURIComponent(inbox)}/keys`);
  }

  makeKey(inbox, name) {
    return this.#change(`inboxes/${encodeURIComponent(inbox)}/keys`, { name });
  }

  revokeKey(inbox, key) {
    return this.#change(`inboxes/${encodeURIComponent(inbox)}/keys/${encodeURIComponent(key)}/revoke`);
  }

  #change(path, body = {}, options = {}) {
    return this.#guarded(path, { ...options, method: "POST", body, headers: { "X-Parley-CSRF": this.#csrf ?? "" } });
  }

  #guarded(path, options) {
    return this.#watched(this.#call(path, options));
  }

  async #watched(answer) {
    try {
      return await answer;
    } catch (error) {
      if (error.status === 401) this.onExpired();
      throw error;
    }
  }

  #call(path, options) {
    return requestJson(`${BASE}/${path}`, { credentials: "same-origin", ...options });
  }
}
