import { h } from "/widget/dom.js";
import { languageChoice } from "./language-choice.js";
import { reasonOf } from "./state.js";
import { say } from "./words.js";

/** Behind an invitation's link: a name and a password, and the account is there. */
export class InvitationPage {
  #state;
  #lead = h("p", { class: "lead", role: "status" }, say("invitation-loading"));
  #name = h("input", { id: "new-name", name: "name", autocomplete: "name", required: true, maxlength: "200" });
  #password = h("input", { id: "new-password", type: "password", autocomplete: "new-password", required: true, minlength: "10" });
  #problem = h("p", { class: "problem", role: "alert" });
  #fields;

  constructor(state) {
    this.#state = state;
    this.#fields = h(
      "div",
      { class: "sign-in-fields", hidden: true },
      h("label", { for: "new-name" }, say("name")),
      this.#name,
      h("label", { for: "new-password" }, say("password")),
      this.#password,
      h("p", { class: "hint" }, say("password-hint")),
      h("button", { type: "submit", class: "primary" }, say("accept-invitation")),
    );
    const form = h(
      "form",
      { class: "sign-in-card", on: { submit: (event) => this.#submit(event) } },
      h("img", { src: "/console/icon.svg", alt: "", width: "48", height: "48" }),
      h("h1", {}, say("invitation-title")),
      this.#lead,
      this.#fields,
      this.#problem,
      languageChoice(state),
    );
    this.element = h("main", { class: "sign-in" }, form);
    this.#look();
  }

  render() {}

  get #token() {
    return location.hash.slice(1);
  }

  async #look() {
    try {
      const { email, name, role } = await this.#state.api.open("invitation", { token: this.#token });
      this.#lead.textContent = say("invitation-lead", { email, role: say(`role-${role}`) });
      this.#name.value = name;
      this.#fields.hidden = false;
      this.#password.focus();
    } catch (error) {
      this.#lead.textContent = say("invitation-over");
      this.#problem.textContent = error.status === 401 ? "" : reasonOf(error);
    }
  }

  async #submit(event) {
    event.preventDefault();
    this.#problem.textContent = "";
    try {
      await this.#state.accept({ token: this.#token, name: this.#name.value, password: this.#password.value });
    } catch (error) {
      this.#problem.textContent = reasonOf(error);
    }
  }
}
