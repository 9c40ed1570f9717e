import { h, icon } from "/widget/dom.js";
import { externalLink, safeUrl } from "/widget/text.js";
import { say } from "./words.js";

/** Asks for a drafted reply and shows what it stands on. It fills the box; sending stays with the operator. */
export class Draft {
  #state;
  #fill;
  #id = null;
  #asking = false;

  constructor(state, fill) {
    this.#state = state;
    this.#fill = fill;
    this.button = h("button", { type: "button", class: "secondary", on: { click: () => this.#ask() } }, icon("spark"), say("draft-reply"));
    this.notes = h("div", { class: "draft-notes", role: "status" });
  }

  render(conversation, { offered }) {
    if (conversation.id !== this.#id) {
      this.#id = conversation.id;
      this.clear();
    }
    this.button.hidden = !offered;
    this.button.disabled = this.#asking;
  }

  clear() {
    this.notes.replaceChildren();
  }

  async #ask() {
    const id = this.#id;
    this.#asking = this.button.disabled = true;
    this.notes.replaceChildren(say("drafting"));
    try {
      const draft = await this.#state.api.draft(id);
      if (id === this.#id) this.#show(draft);
    } catch (error) {
      if (id === this.#id) this.notes.replaceChildren(say("draft-failed", { reason: error.message }));
    } finally {
      this.#asking = this.button.disabled = false;
    }
  }

  #show({ text, earlier, sources, nearest, style }) {
    if (text) this.#fill(text);
    const heading = text ? say(style === "composed" ? "draft-written" : "draft-quoted") : say("draft-nothing");
    const question = earlier ? [h("p", { dir: "auto" }, say("draft-earlier", { question: earlier }))] : [];
    this.notes.replaceChildren(...question, heading, h("ul", {}, (text ? sources : nearest).map(place)));
  }
}

function place({ title, heading, url }) {
  const name = heading ? `${title}, ${heading}` : title;
  const href = safeUrl(url);
  return h("li", { dir: "auto" }, href ? externalLink(href, name) : name);
}
