import { h } from "/widget/dom.js";
import { say } from "./words.js";

const MOST_SHOWN = 8;

/** Replies that are used again: typing `/` at the beginning of a reply offers them, in the customer's language first. */
export class Canned {
  #state;
  #input;
  #onInsert;
  #replies = null;
  #chosen = 0;
  #list = h("ul", { id: "canned-list", class: "canned", role: "listbox", "aria-label": say("canned-replies"), hidden: true });

  constructor(state, input, onInsert) {
    this.#state = state;
    this.#input = input;
    this.#onInsert = onInsert;
    this.element = this.#list;
    input.addEventListener("input", () => this.#offer());
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  close() {
    this.#list.hidden = true;
    this.#input.removeAttribute("aria-activedescendant");
  }

  /** Whether the key was meant for the list. */
  press(event) {
    if (this.#list.hidden) return false;
    const keys = { ArrowDown: () => this.#move(1), ArrowUp: () => this.#move(-1), Enter: () => this.#take(), Tab: () => this.#take(), Escape: () => this.close() };
    if (!(event.key in keys)) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  }

  get #typed() {
    return /^\/([\w-]*)$/u.exec(this.#input.value)?.[1];
  }

  async #offer() {
    if (this.#typed === undefined) return this.close();
    this.#replies ??= (await this.#state.api.read("canned").catch(() => ({ replies: [] }))).replies;
    const typed = this.#typed;
    if (typed === undefined) return this.close(); // what stands there now, and not when they were asked for
    const found = this.#fitting(typed);
    this.#chosen = 0;
    this.#list.replaceChildren(...found.map((reply, index) => this.#option(reply, index)));
    this.#list.hidden = found.length === 0;
    this.#mark();
  }

  /** One of each shortcut: the customer's language, else English, else any. */
  #fitting(typed) {
    const locale = (this.#state.current?.locale ?? "").split("-")[0];
    const rank = (reply) => (reply.locale.split("-")[0] === locale ? 0 : reply.locale.startsWith("en") ? 1 : 2);
    const best = new Map();
    for (const reply of this.#replies.filter(({ shortcut }) => shortcut.startsWith(typed))) {
      const known = best.get(reply.shortcut);
      if (!known || rank(reply) < rank(known)) best.set(reply.shortcut, reply);
    }
    return [...best.values()].slice(0, MOST_SHOWN);
  }

  #option(reply, index) {
    const element = h("li", { id: `canned-${index}`, role: "option" }, h("strong", {}, `/${reply.shortcut}`), h("span", { dir: "auto" }, reply.text));
    element.reply = reply;
    element.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#chosen = index;
      this.#take();
    });
    return element;
  }

  #move(step) {
    const count = this.#list.children.length;
    this.#chosen = (this.#chosen + step + count) % count;
    this.#mark();
  }

  #mark() {
    [...this.#list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === this.#chosen)));
    if (!this.#list.hidden) this.#input.setAttribute("aria-activedescendant", `canned-${this.#chosen}`);
  }

  #take() {
    const { reply } = this.#list.children[this.#chosen];
    this.close();
    this.#onInsert(reply.text);
  }

  forget() {
    this.#replies = null;
  }
}
