import { h, icon } from "./dom.js";

/** The globe in the header: the browser's own list of the languages, each in its own words. */
export class LanguageChoice {
  #strings;
  #select;

  constructor(controller) {
    this.#strings = controller.strings;
    this.#select = h("select", { on: { change: () => controller.speak(this.#select.value) } });
    this.element = h("label", { class: "icon-button language" }, icon("globe"), this.#select);
  }

  render() {
    const { languages, locale } = this.#strings;
    this.element.hidden = languages.length < 2;
    this.#select.setAttribute("aria-label", this.#strings.text("language"));
    if (this.#select.options.length !== languages.length) {
      this.#select.replaceChildren(...languages.map(({ locale: value, name }) => h("option", { value, lang: value }, name)));
    }
    this.#select.value = locale;
  }
}
