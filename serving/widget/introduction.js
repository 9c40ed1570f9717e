import { h } from "./dom.js";

const INPUTS = {
  name: { autocomplete: "name" },
  email: { type: "email", autocomplete: "email", inputmode: "email", dir: "ltr" },
  phone: { type: "tel", autocomplete: "tel", inputmode: "tel", dir: "ltr" },
};
const MOST_CHARACTERS = "200";

/** What the inbox asks before the first message. It stands in the composer's place until it is answered. */
export class Introduction {
  #controller;
  #onDone;
  #shown = "";
  #title = h("p", { class: "introduction-title", id: "introduction" });
  #fields = h("div");
  #problem = h("p", { class: "field-problem", role: "alert" });
  #start = h("button", { type: "submit", class: "small-button" });

  constructor(controller, { onDone }) {
    this.#controller = controller;
    this.#onDone = onDone;
    const parts = [this.#title, this.#fields, this.#problem, this.#start];
    const submit = (event) => this.#submit(event);
    this.element = h("form", { class: "introduction", "aria-labelledby": "introduction", hidden: true, on: { submit } }, parts);
  }

  get firstField() {
    return this.#fields.querySelector("input");
  }

  render() {
    const { questions, strings } = this.#controller;
    this.element.hidden = questions.length === 0;
    this.#title.textContent = strings.text("prechat-title");
    this.#start.textContent = strings.text("prechat-start");
    const asked = JSON.stringify([questions, strings.locale]);
    if (asked === this.#shown) return;
    this.#shown = asked;
    this.#fields.replaceChildren(...questions.map((question) => this.#field(question)));
  }

  #field({ key, label, required }) {
    const { strings } = this.#controller;
    const words = label ?? strings.text(`prechat-${key}`);
    const input = h("input", { type: "text", name: key, required, maxlength: MOST_CHARACTERS, dir: "auto", ...INPUTS[key] });
    return h("label", { class: "field" }, h("span", {}, required ? words : strings.text("prechat-optional", { question: words })), input);
  }

  async #submit(event) {
    event.preventDefault();
    const answers = Object.fromEntries(new FormData(this.element));
    this.#problem.textContent = "";
    this.#start.disabled = true;
    try {
      await this.#controller.introduce(answers);
      this.#onDone();
    } catch (error) {
      this.#problem.textContent = this.#controller.strings.text(error.temporary ? "prechat-failed" : "prechat-refused");
    } finally {
      this.#start.disabled = false;
    }
  }
}
