import { h, icon } from "./dom.js";

const SCORES = [1, 2, 3, 4, 5];
const MOST_CHARACTERS = 2000;

/** Asks, once for each resolution, how it went: one tap is the rating, a remark may follow it. */
export class Rating {
  #controller;
  #chosen = null; // the score on its way or refused
  #problem = false;
  #remarked = false;
  #title = h("legend");
  #stars = SCORES.map((score) => this.#star(score));
  #status = h("p", { class: "rating-status", role: "status" });
  #again = h("button", { type: "button", class: "text-button", on: { click: () => this.#send(this.#chosen) } });
  #remark = h("textarea", { rows: "2", maxlength: String(MOST_CHARACTERS), dir: "auto" });
  #submit = h("button", { type: "submit", class: "small-button" });
  #form = h("form", { class: "rating-remark", on: { submit: (event) => this.#sendRemark(event) } }, this.#remark, this.#submit);

  constructor(controller) {
    this.#controller = controller;
    const question = h("fieldset", {}, this.#title, h("div", { class: "stars" }, this.#stars));
    this.element = h("section", { class: "rating", hidden: true }, question, this.#status, this.#again, this.#form);
  }

  render() {
    const { conversation, strings } = this.#controller;
    const rating = conversation.rating;
    this.element.hidden = !rating;
    if (!rating) return this.#reset();
    const score = rating.score ?? this.#chosen;
    this.#title.textContent = strings.text("rating-title");
    this.#stars.forEach((star, index) => this.#renderStar(star, SCORES[index], score, rating));
    this.#status.textContent = this.#statusText(rating);
    this.#again.hidden = !this.#problem;
    this.#again.textContent = strings.text("retry");
    this.#form.hidden = rating.score === null || rating.remarked || this.#remarked;
    this.#remark.setAttribute("aria-label", strings.text("rating-remark"));
    this.#remark.placeholder = strings.text("rating-remark");
    this.#submit.textContent = strings.text("rating-send");
  }

  #reset() {
    this.#chosen = null;
    this.#problem = false;
    this.#remarked = false;
    this.#remark.value = "";
  }

  #star(score) {
    return h("button", { type: "button", class: "star", on: { click: () => this.#choose(score) } }, icon("star"));
  }

  #choose(score) {
    if (this.#controller.conversation.rating?.score === null) this.#send(score);
  }

  #renderStar(star, value, score, rating) {
    star.setAttribute("aria-label", this.#controller.strings.text(`rating-${value}`));
    star.setAttribute("aria-pressed", String(value === score));
    star.classList.toggle("filled", score !== null && value <= score);
    // Disabled for good it would throw the keyboard's focus away.
    star.setAttribute("aria-disabled", String(rating.score !== null));
  }

  #statusText({ score }) {
    const { strings } = this.#controller;
    if (this.#problem) return strings.text("rating-failed");
    return score === null ? "" : strings.text("rating-thanks");
  }

  async #send(score, remark = null) {
    this.#chosen = score;
    this.#problem = false;
    this.render();
    try {
      await this.#controller.rate(score, remark);
      return true;
    } catch {
      this.#problem = remark === null && this.#controller.conversation.rating?.score === null;
      return false;
    } finally {
      this.render();
    }
  }

  async #sendRemark(event) {
    event.preventDefault();
    const remark = this.#remark.value.trim();
    const { score } = this.#controller.conversation.rating;
    if (!remark) return;
    this.#submit.disabled = true;
    this.#remarked = await this.#send(score, remark);
    this.#submit.disabled = false;
    this.render();
  }
}
