import { h, icon } from "/widget/dom.js";
import { languageName, statusName } from "./reading-line.js";
import { say } from "./words.js";

const AFTER_MS = 500;

/** Under the reply: the operator's words as the customer will read them. What is unsure is sent only when it was seen. */
export class ReplyTranslation {
  #state;
  #conversation = null;
  #wanted = "";
  #shown = null; // the answer for `#wanted`
  #timer;
  #text = h("textarea", { rows: "2", dir: "auto", "aria-label": say("translation-preview") });
  #about = h("small", { role: "status" });
  #problem = false;

  constructor(state, { onChange }) {
    this.#state = state;
    this.onChange = onChange;
    this.element = h("div", { class: "reply-translation", hidden: true }, this.#text, this.#about);
  }

  /** Whether the customer reads another language than the operator writes. */
  needed(conversation) {
    const own = (this.#state.operator?.locale ?? document.documentElement.lang).split("-")[0];
    return Boolean(conversation.locale) && conversation.locale.split("-")[0] !== own;
  }

  /** What is unsure, or was not translated at all, waits for a second look. */
  get asks() {
    return Boolean(this.#shown) && !this.#shown.sure && !this.#edited;
  }

  get #edited() {
    return this.#text.value.trim() !== this.#shown?.text.trim();
  }

  update(conversation, text, { reply }) {
    const changed = conversation.id !== this.#conversation?.id;
    this.#conversation = conversation;
    const wanted = reply && this.needed(conversation) ? text.trim() : "";
    if (wanted === this.#wanted && !changed) return;
    this.#wanted = wanted;
    this.#shown = null;
    clearTimeout(this.#timer);
    if (!wanted) this.element.hidden = true;
    else this.#timer = setTimeout(() => this.#ask(), AFTER_MS);
  }

  async #ask() {
    const wanted = this.#wanted;
    const { id } = this.#conversation;
    try {
      const shown = await this.#state.api.preview(id, wanted);
      if (wanted !== this.#wanted || id !== this.#conversation.id) return;
      this.#shown = shown.same_language ? null : shown;
      this.#problem = false;
    } catch {
      this.#problem = true;
    }
    this.#render();
    this.onChange();
  }

  #render() {
    const shown = this.#shown;
    this.element.hidden = !shown && !this.#problem;
    this.element.classList.toggle("unsure", this.#problem || (shown && !shown.sure));
    this.#text.hidden = !shown;
    if (shown) this.#text.value = shown.text;
    const score = shown?.score == null ? "" : ` · ${Math.round(shown.score * 100)} %`;
    const said = this.#problem ? say("translation-failed") : `${languageName(shown?.target ?? "")} · ${statusName(shown?.status ?? "")}${score}`;
    this.#about.replaceChildren(icon(shown?.sure ? "globe" : "alert"), said);
  }

  /** What to send for these words: {text, translation}. Waits for a preview that is still on its way. */
  async forSending(text) {
    if (!this.#wanted) return { text };
    clearTimeout(this.#timer);
    if (!this.#shown || this.#wanted !== text) {
      this.#wanted = text;
      await this.#ask();
      if (!this.#shown) return { text };
      if (!this.#shown.sure) return null; // now it can be seen
    }
    const { original, source, target, status, engine, score } = this.#shown;
    const translation = { original, source, target, status, engine, score, edited: this.#edited, confirmed: true };
    return { text: this.#text.value.trim(), translation };
  }
}
