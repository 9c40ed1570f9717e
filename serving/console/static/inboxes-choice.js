import { h, reconcile } from "/widget/dom.js";
import { uniqueId } from "/widget/storage.js";
import { say } from "./words.js";

/** Who may be shown what a source says: every inbox, or those that are ticked. */
export class InboxesChoice {
  #every;
  #some;
  #boxes = h("div", { class: "boxes" });
  #onChange;

  constructor({ onChange = () => {} } = {}) {
    this.#onChange = onChange;
    const name = uniqueId();
    this.#every = h("input", { type: "radio", name, checked: true });
    this.#some = h("input", { type: "radio", name });
    for (const radio of [this.#every, this.#some]) radio.addEventListener("change", () => this.#changed());
    this.element = h(
      "fieldset",
      { class: "choice" },
      h("legend", {}, say("shown-in")),
      h("label", {}, this.#every, say("every-inbox")),
      h("label", {}, this.#some, say("some-inboxes")),
      this.#boxes,
    );
  }

  /** Ids, or null for every inbox. */
  get value() {
    if (this.#every.checked) return null;
    return [...this.#boxes.querySelectorAll("input:checked")].map((box) => box.value);
  }

  set value(inboxes) {
    this.#every.checked = inboxes === null;
    this.#some.checked = inboxes !== null;
    for (const box of this.#boxes.querySelectorAll("input")) box.checked = inboxes?.includes(box.value) ?? false;
    this.#boxes.hidden = inboxes === null;
  }

  set disabled(disabled) {
    this.element.disabled = disabled;
  }

  offer(inboxes) {
    reconcile(this.#boxes, inboxes.map((inbox) => ({ key: inbox.id, ...inbox })), {
      create: ({ id, name }) => h("label", {}, h("input", { type: "checkbox", value: id, on: { change: () => this.#changed() } }), name),
      update: () => {},
    });
    this.#boxes.hidden = this.#every.checked;
  }

  #changed() {
    this.#boxes.hidden = this.#every.checked;
    this.#onChange(this.value);
  }
}
