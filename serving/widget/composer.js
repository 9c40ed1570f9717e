import { Attachments } from "./attachments.js";
import { h, icon } from "./dom.js";

const MOST_CHARACTERS = 4000;

/** Where the customer writes. Enter sends, Shift+Enter makes a line; the draft outlives a reload. */
export class Composer {
  #strings;
  #storage;
  #send;
  #attachments;

  constructor(controller, { send }) {
    const { strings, storage } = controller;
    this.#strings = strings;
    this.#storage = storage;
    this.#send = send;
    this.input = h("textarea", { rows: "1", maxlength: String(MOST_CHARACTERS), dir: "auto", enterkeyhint: "send" });
    this.input.value = storage.get("draft", "");
    this.button = h("button", { type: "submit", class: "send" }, icon("send", "flip"));
    this.#attachments = new Attachments(controller, { onChange: () => this.render() });
    const row = h("div", { class: "composer-row" }, this.#attachments.button, this.input, this.button);
    this.element = h("form", { class: "composer" }, this.#attachments.element, row);
    this.#attachments.listen(this.element);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", () => this.#changed());
  }

  render() {
    this.input.placeholder = this.#strings.text("placeholder");
    this.input.setAttribute("aria-label", this.#strings.text("message-label"));
    this.button.setAttribute("aria-label", this.#strings.text("send"));
    this.button.disabled = !this.#sendable;
  }

  get #sendable() {
    const { sending, ready } = this.#attachments;
    return !sending && Boolean(this.input.value.trim() || ready.length);
  }

  /** With the words of another language, or other limits. */
  refresh() {
    this.render();
    this.#attachments.render();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  #key(event) {
    // While an input method composes, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (!this.#sendable) return;
    const text = this.input.value.trim();
    this.input.value = "";
    this.#changed();
    this.#send(text, this.#attachments.take());
    this.input.focus();
  }

  #changed() {
    this.#storage.set("draft", this.input.value || null);
    this.grow();
    this.render();
  }
}
