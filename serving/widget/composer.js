import { h, icon } from "./dom.js";

const MOST_CHARACTERS = 4000;

/** Where the customer writes. Enter sends, Shift+Enter makes a line; the draft outlives a reload. */
export class Composer {
  #strings;
  #storage;
  #send;

  constructor({ strings, storage, send }) {
    this.#strings = strings;
    this.#storage = storage;
    this.#send = send;
    this.input = h("textarea", { rows: "1", maxlength: String(MOST_CHARACTERS), dir: "auto", enterkeyhint: "send" });
    this.input.value = storage.get("draft", "");
    this.button = h("button", { type: "submit", class: "send" }, icon("send", "flip"));
    this.element = h("form", { class: "composer" }, this.input, this.button);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", () => this.#changed());
  }

  render() {
    this.input.placeholder = this.#strings.text("placeholder");
    this.input.setAttribute("aria-label", this.#strings.text("message-label"));
    this.button.setAttribute("aria-label", this.#strings.text("send"));
    this.button.disabled = !this.input.value.trim();
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
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.#changed();
    this.#send(text);
    this.input.focus();
  }

  #changed() {
    this.#storage.set("draft", this.input.value || null);
    this.grow();
    this.render();
  }
}
