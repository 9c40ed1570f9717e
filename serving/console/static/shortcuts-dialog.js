import { h } from "/widget/dom.js";
import { say } from "./words.js";

const SHORTCUTS = [
  ["j", "key-next"],
  ["k", "key-previous"],
  ["Enter", "key-open"],
  ["/", "key-search"],
  ["t", "key-take-over"],
  ["r", "key-reply"],
  ["n", "key-note"],
  ["b", "key-hand-back"],
  ["e", "key-resolve"],
  ["i", "key-details"],
  ["Esc", "key-escape"],
  ["1", "key-inbox"],
  ["2", "key-knowledge"],
  ["3", "key-reviews"],
  ["4", "key-analytics"],
  ["f", "key-filter"],
  ["m", "key-more"],
  ["?", "key-help"],
];

export class ShortcutsDialog {
  constructor(state) {
    const toggle = h("input", { type: "checkbox", id: "shortcuts-on" });
    toggle.checked = state.storage.get("shortcuts", true);
    toggle.addEventListener("change", () => state.storage.set("shortcuts", toggle.checked));
    const close = h("button", { type: "button", class: "primary", on: { click: () => this.element.close() } }, say("close"));
    this.element = h(
      "dialog",
      { class: "shortcuts", "aria-labelledby": "shortcuts-title" },
      h("h2", { id: "shortcuts-title" }, say("shortcuts")),
      h("dl", {}, ...SHORTCUTS.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, say(what))])),
      h("label", { for: "shortcuts-on", class: "toggle" }, toggle, say("shortcuts-on")),
      close,
    );
  }

  open() {
    if (!this.element.open) this.element.showModal();
  }
}
