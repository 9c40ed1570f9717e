import { actionsFor } from "./transcript.js";

/** Single-letter shortcuts, silent while somebody types; they can be switched off in the list of shortcuts. */
export class Keyboard {
  #state;
  #keys;
  #listener = (event) => this.#press(event);

  constructor({ state, list, transcript, dialog, knowledge }) {
    this.#state = state;
    const here = () => (state.view === "knowledge" ? knowledge : list);
    this.#keys = {
      j: () => here().move(1),
      k: () => here().move(-1),
      "/": () => here().focusSearch(),
      t: () => this.#act("take-over"),
      b: () => this.#act("hand-back"),
      e: () => this.#act(state.current?.status === "resolved" ? "reopen" : "resolve"),
      r: () => state.current && transcript.write("reply"),
      n: () => state.current && transcript.write("note"),
      i: () => state.current && transcript.toggleDetails(),
      1: () => state.show("inbox"),
      2: () => state.show("knowledge"),
      3: () => state.show("reviews"),
      4: () => state.show("analytics"),
      m: () => state.current && transcript.openMenu(),
      f: () => document.getElementById("inbox-filter")?.togglePopover(),
      "?": () => dialog.open(),
    };
  }

  start() {
    document.addEventListener("keydown", this.#listener);
  }

  stop() {
    document.removeEventListener("keydown", this.#listener);
  }

  #press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape") return this.#escape(typing);
    if (typing || !this.#state.storage.get("shortcuts", true) || !(event.key in this.#keys)) return;
    event.preventDefault();
    this.#keys[event.key]();
  }

  #escape(typing) {
    if (typing) typing.blur();
    else if (this.#state.view === "knowledge") this.#state.openSource(null);
    else if (this.#state.detailsOpen) this.#state.go({ details: false, turn: null }, { replace: true });
  }

  #act(name) {
    const { current, operator } = this.#state;
    if (current && actionsFor(current, operator).some((action) => action.name === name)) this.#state.act(name);
  }
}
