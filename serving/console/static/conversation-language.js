import { h } from "/widget/dom.js";
import { may } from "./pages.js";
import { languageName } from "./reading-line.js";
import { say } from "./words.js";

const CHOSEN_HERE = "operator"; // serving/translation/language.py

/** The language of one conversation: read by everybody, chosen by those who may write to the customer. */
export class ConversationLanguage {
  #state;
  #languages = null;
  #shown = null;
  #asked = false;
  element = h("span", { class: "conversation-language" });

  constructor(state) {
    this.#state = state;
  }

  render({ id, locale, locale_reason: reason }) {
    this.#load();
    const signature = JSON.stringify([id, locale, reason, this.#languages]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    const known = locale ? languageName(locale) : say("unknown");
    if (!this.#languages || !may(this.#state.operator, "agent")) return this.element.replaceChildren(known);
    const hadFocus = this.element.contains(document.activeElement);
    const select = this.#select(locale, reason === CHOSEN_HERE, known);
    this.element.replaceChildren(select);
    if (hadFocus) select.focus();
  }

  #select(locale, chosen, known) {
    const automatic = chosen ? say("language-automatic") : say("language-automatic-now", { language: known });
    const names = [...new Set([...this.#languages, ...(chosen ? [locale] : [])])];
    const options = [["", automatic], ...names.map((one) => [one, languageName(one)])];
    const select = h(
      "select",
      { "aria-label": say("conversation-language") },
      options.map(([value, words]) => h("option", { value, selected: value === (chosen ? locale : "") }, words)),
    );
    select.addEventListener("change", () => this.#state.speakWith(select.value || null));
    return select;
  }

  async #load() {
    if (this.#languages || this.#asked) return;
    this.#asked = true;
    const { languages } = await this.#state.api.read("choices").catch(() => ({ languages: null }));
    this.#languages = languages;
    if (languages) this.#state.changed();
  }
}
