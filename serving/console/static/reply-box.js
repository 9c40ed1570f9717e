import { h, icon } from "/widget/dom.js";
import { say } from "./words.js";

const KINDS = ["reply", "note"];

/** Where an operator writes: a reply to the customer or a private note. Drafts are kept per conversation. */
export class ReplyBox {
  #state;
  #kind = "reply";
  #id = null;
  #tabs;
  #input = h("textarea", { rows: "2", dir: "auto", maxlength: "4000" });
  #send = h("button", { type: "submit", class: "primary" });

  constructor(state) {
    this.#state = state;
    this.#tabs = KINDS.map((kind) =>
      h("button", { type: "button", data: { kind }, on: { click: () => this.#chosen(kind) } }, kind === "note" ? icon("lock") : null, say(`tab-${kind}`)),
    );
    this.element = h(
      "form",
      { class: "reply-box" },
      h("div", { class: "tabs", role: "group" }, this.#tabs),
      this.#input,
      h("div", { class: "reply-foot" }, this.#send),
    );
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    this.#input.addEventListener("input", () => this.#changed());
  }

  focus() {
    this.#input.focus();
  }

  choose(kind) {
    this.#keepDraft();
    this.#kind = kind;
    this.#restoreDraft();
    this.#state.changed();
  }

  #chosen(kind) {
    this.choose(kind);
    this.focus();
  }

  render(conversation) {
    if (conversation.id !== this.#id) {
      this.#id = conversation.id;
      this.#restoreDraft();
    }
    const { operator } = this.#state;
    const { assignee } = conversation;
    const heldByOther = Boolean(assignee) && assignee.id !== operator.id;
    this.element.hidden = operator.role === "viewer";
    this.element.dataset.kind = this.#kind;
    for (const tab of this.#tabs) tab.setAttribute("aria-pressed", String(tab.dataset.kind === this.#kind));
    this.#input.disabled = this.#kind === "reply" && heldByOther;
    this.#input.placeholder = this.#placeholder(assignee, heldByOther);
    this.#input.setAttribute("aria-label", say(`tab-${this.#kind}`));
    this.#send.textContent = say(this.#kind === "note" ? "add-note" : "send");
    this.#send.disabled = this.#input.disabled || !this.#input.value.trim();
  }

  #placeholder(assignee, heldByOther) {
    if (this.#kind === "note") return say("write-note");
    if (heldByOther) return say("write-held", { name: assignee.name });
    return say(assignee ? "write-reply" : "write-takes-over");
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (!text || this.#input.disabled) return;
    this.#input.value = "";
    this.#changed();
    this.#state.write(this.#kind, text);
  }

  #changed() {
    this.#keepDraft();
    this.#send.disabled = !this.#input.value.trim();
  }

  #keepDraft() {
    if (this.#id) this.#state.storage.set(`draft:${this.#kind}:${this.#id}`, this.#input.value || null);
  }

  #restoreDraft() {
    this.#input.value = this.#state.storage.get(`draft:${this.#kind}:${this.#id}`, "");
  }
}
