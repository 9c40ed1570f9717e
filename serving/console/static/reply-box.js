import { Attachments } from "/widget/attachments.js";
import { h, icon } from "/widget/dom.js";
import { ReplyTranslation } from "./reply-translation.js";
import { Draft } from "./draft.js";
import { Canned } from "./canned.js";
import { say, spoken } from "./words.js";

const KINDS = ["reply", "note"];

/** Where an operator writes: a reply to the customer or a private note. Drafts are kept per conversation. */
export class ReplyBox {
  #state;
  #kind = "reply";
  #id = null;
  #tabs;
  #input = h("textarea", { rows: "2", dir: "auto", maxlength: "4000" });
  #translation;
  #conversation = null;
  #canned;
  #send = h("button", { type: "submit", class: "primary" });
  #draft;
  #files = new Map(); // conversation -> what goes out with its reply
  #chips = h("div", {});
  #clip = h("span", { class: "clip" });

  constructor(state) {
    this.#state = state;
    this.#translation = new ReplyTranslation(state, { onChange: () => this.#label() });
    this.#draft = new Draft(state, (text) => this.#fill(text));
    this.#tabs = KINDS.map((kind) =>
      h("button", { type: "button", data: { kind }, on: { click: () => this.#chosen(kind) } }, kind === "note" ? icon("lock") : null, say(`tab-${kind}`)),
    );
    this.#canned = new Canned(state, this.#input, (text) => this.putBack(text));
    this.element = h(
      "form",
      { class: "reply-box" },
      h("div", { class: "tabs", role: "group" }, this.#tabs),
      this.#input,
      this.#canned.element,
      this.#translation.element,
      this.#chips,
      this.#draft.notes,
      h("div", { class: "reply-foot" }, this.#clip, this.#draft.button, this.#send),
    );
    for (const [given, taken] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
      this.element.addEventListener(given, (event) => this.#given(event, event[taken].files));
    }
    this.element.addEventListener("dragover", (event) => this.#kind === "reply" && event.preventDefault());
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.#input.addEventListener("keydown", (event) => {
      if (this.#canned.press(event)) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    this.#input.addEventListener("input", () => this.#changed());
  }

  /** Makes `text` the reply that is being written. */
  putBack(text, files = []) {
    this.choose("reply");
    this.#input.value = text;
    if (files.length) this.#attachments.restore(files);
    this.#changed();
    this.focus();
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
      this.#conversation = conversation;
      this.#restoreDraft();
      this.#showFiles();
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
    this.#conversation = conversation;
    this.#translate();
    this.#label();
    this.#clip.hidden = this.#chips.hidden = this.#kind === "note" || this.#input.disabled;
    this.#attachments.render();
    this.#send.disabled = !this.#sendable;
    this.#draft.render(conversation, { offered: this.#kind === "reply" && !heldByOther });
  }

  #placeholder(assignee, heldByOther) {
    if (this.#kind === "note") return say("write-note");
    if (heldByOther) return say("write-held", { name: assignee.name });
    return say(assignee ? "write-reply" : "write-takes-over");
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    const kind = this.#kind;
    if (!this.#sendable) return;
    const sent = kind === "reply" && text ? await this.#translation.forSending(text) : { text };
    if (!sent || this.#input.value.trim() !== text) return; // to be looked at first
    const files = kind === "reply" ? this.#attachments.take() : [];
    this.#input.value = "";
    this.#draft.clear();
    this.#changed();
    this.#state.write(kind, sent.text, { translation: sent.translation, files });
  }

  get #sendable() {
    const { ready, sending } = this.#attachments;
    if (this.#kind === "note") return Boolean(this.#input.value.trim());
    return !this.#input.disabled && !sending && Boolean(this.#input.value.trim() || ready.length);
  }

  get #attachments() {
    const { id, inbox } = this.#conversation;
    if (!this.#files.has(id)) this.#files.set(id, this.#newAttachments(inbox));
    return this.#files.get(id);
  }

  #newAttachments(inbox) {
    const { api } = this.#state;
    const strings = { ...spoken(), text: say };
    const controller = { strings, fileLimits: api.fileLimits, upload: (file) => api.attach(file, inbox) };
    return new Attachments(controller, { onChange: () => this.#changed() });
  }

  #showFiles() {
    this.#chips.replaceChildren(this.#attachments.element);
    this.#clip.replaceChildren(this.#attachments.button);
  }

  #given(event, files) {
    if (!files.length || this.#kind === "note" || this.#input.disabled) return;
    event.preventDefault();
    this.#attachments.add(files);
  }

  #translate() {
    if (this.#conversation) this.#translation.update(this.#conversation, this.#input.value, { reply: this.#kind === "reply" });
  }

  #label() {
    this.#send.textContent = say(this.#kind === "note" ? "add-note" : this.#translation.asks ? "send-anyway" : "send");
  }

  #fill(text) {
    const begun = this.#input.value.trim();
    this.#input.value = begun ? `${begun}\n\n${text}` : text;
    this.#changed();
    this.focus();
  }

  #changed() {
    this.#keepDraft();
    this.#translate();
    this.#send.disabled = !this.#sendable;
  }

  #keepDraft() {
    if (this.#id) this.#state.storage.set(`draft:${this.#kind}:${this.#id}`, this.#input.value || null);
  }

  #restoreDraft() {
    this.#input.value = this.#state.storage.get(`draft:${this.#kind}:${this.#id}`, "");
  }
}
