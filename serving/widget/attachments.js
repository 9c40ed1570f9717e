import { h, icon } from "./dom.js";
import { fileSize } from "./files.js";
import { uniqueId } from "./storage.js";

/** The files of the next message: chosen, dropped or pasted; each is sent at once and goes out with the message. */
export class Attachments {
  #controller;
  #changed;
  #entries = []; // {key, file, state: "sending" | "ready" | "failed", stored, problem}
  #shown = "[]";
  #input;
  #list = h("ul", { class: "attachments", hidden: true });
  button;

  constructor(controller, { onChange }) {
    this.#controller = controller;
    this.#changed = () => {
      this.render();
      onChange();
    };
    this.#input = h("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.#chosen() } });
    const choose = () => this.#input.click();
    this.button = h("button", { type: "button", class: "attach", on: { click: choose } }, icon("clip"));
    this.element = h("div", {}, this.#input, this.#list);
  }

  get sending() {
    return this.#entries.some(({ state }) => state === "sending");
  }

  get ready() {
    return this.#entries.filter(({ state }) => state === "ready").map(({ stored }) => stored);
  }

  /** The files that are ready; what was refused stays for the customer to see. */
  take() {
    const taken = this.ready;
    this.#entries = this.#entries.filter(({ state }) => state !== "ready");
    this.#changed();
    return taken;
  }

  /** Puts back what was taken. */
  restore(taken) {
    for (const stored of taken) this.#entries.push({ key: uniqueId(), file: { name: stored.name, size: stored.bytes }, state: "ready", stored, problem: null });
    this.#changed();
  }

  add(files) {
    for (const file of files) this.#send({ key: uniqueId(), file, state: "sending", stored: null, problem: null });
  }

  /** Makes `element` take what is dropped on it, and what is pasted into it. */
  listen(element) {
    element.addEventListener("dragover", (event) => this.#limits && event.preventDefault());
    element.addEventListener("drop", (event) => this.#given(event, event.dataTransfer.files));
    element.addEventListener("paste", (event) => this.#given(event, event.clipboardData.files));
  }

  render() {
    const { strings } = this.#controller;
    this.button.hidden = !this.#limits;
    this.button.setAttribute("aria-label", strings.text("attach"));
    this.#input.accept = this.#limits?.types.join(",") ?? "";
    this.#list.hidden = this.#entries.length === 0;
    this.#list.setAttribute("aria-label", strings.text("attached"));
    const shown = JSON.stringify([strings.locale, this.#entries.map(({ key, state }) => [key, state])]);
    if (shown === this.#shown) return; // the focus stays on a button that stays
    this.#shown = shown;
    this.#list.replaceChildren(...this.#entries.map((entry) => this.#chip(entry)));
  }

  get #limits() {
    return this.#controller.fileLimits;
  }

  #chosen() {
    this.add(this.#input.files);
    this.#input.value = "";
  }

  #given(event, files) {
    if (!this.#limits || files.length === 0) return;
    event.preventDefault();
    this.add(files);
  }

  async #send(entry) {
    this.#entries.push(entry);
    this.#refuse(entry, this.#fault(entry.file));
    this.#changed();
    if (entry.problem) return;
    try {
      entry.stored = await this.#controller.upload(entry.file);
      entry.state = "ready";
    } catch (error) {
      this.#refuse(entry, error.status === 400 ? "file-type" : "file-failed");
    }
    this.#changed();
  }

  #fault(file) {
    if (file.size > this.#limits.max_bytes) return "file-too-large";
    return this.#entries.length > this.#limits.most ? "file-too-many" : null;
  }

  #refuse(entry, problem) {
    if (problem) Object.assign(entry, { state: "failed", problem });
  }

  #chip(entry) {
    const { strings } = this.#controller;
    const { file, state, problem } = entry;
    const limit = { size: fileSize(this.#limits?.max_bytes ?? 0, strings), count: this.#limits?.most ?? 0 };
    const about = { sending: strings.text("sending"), failed: problem && strings.text(problem, limit), ready: fileSize(file.size, strings) };
    const remove = h("button", { type: "button", class: "chip-remove", on: { click: () => this.#remove(entry) } }, icon("close"));
    remove.setAttribute("aria-label", strings.text("remove-file", { name: file.name }));
    const words = h("span", { class: "chip-words" }, h("bdi", {}, file.name), h("span", { class: "chip-about", role: "status" }, about[state]));
    return h("li", { class: `chip ${state}` }, icon(state === "failed" ? "alert" : "file"), words, remove);
  }

  #remove(entry) {
    this.#entries = this.#entries.filter((kept) => kept !== entry);
    this.#changed();
    this.button.focus();
  }
}
