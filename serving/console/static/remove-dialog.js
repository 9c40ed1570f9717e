import { h } from "/widget/dom.js";
import { say } from "./words.js";

/** Asks before a source is withdrawn: `element.ask(source)`. */
export class RemoveDialog {
  #id = null;
  #words = h("p", {});

  constructor({ onConfirm }) {
    const close = () => this.element.close();
    const confirm = () => {
      close();
      onConfirm(this.#id);
    };
    this.element = h(
      "dialog",
      { class: "shortcuts", "aria-labelledby": "remove-title" },
      h("h2", { id: "remove-title" }, say("remove-source")),
      this.#words,
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "secondary", autofocus: true, on: { click: close } }, say("keep")),
        h("button", { type: "button", class: "primary danger", on: { click: confirm } }, say("remove")),
      ),
    );
    this.element.ask = (source) => this.#ask(source);
  }

  #ask({ id, documents }) {
    this.#id = id;
    this.#words.textContent = say("remove-hint", { id, documents });
    this.element.showModal();
  }
}
