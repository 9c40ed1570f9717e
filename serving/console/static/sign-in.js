import { h } from "/widget/dom.js";
import { languageChoice } from "./language-choice.js";
import { say } from "./words.js";

/** The sign-in page. */
export class SignIn {
  #state;
  #email = h("input", { id: "email", type: "email", name: "email", autocomplete: "username", required: true });
  #password = h("input", { id: "password", type: "password", name: "password", autocomplete: "current-password", required: true });
  #problem = h("p", { class: "problem", role: "alert" });
  #provider = h("p", { class: "provider", hidden: true });
  #button = h("button", { type: "submit", class: "primary" }, say("sign-in"));

  constructor(state) {
    this.#state = state;
    const form = h(
      "form",
      { class: "sign-in-card", on: { submit: (event) => this.#submit(event) } },
      h("img", { src: "/console/icon.svg", alt: "", width: "48", height: "48" }),
      h("h1", {}, say("sign-in-title")),
      h("p", { class: "lead" }, say("sign-in-lead")),
      h("label", { for: "email" }, say("email")),
      this.#email,
      h("label", { for: "password" }, say("password")),
      this.#password,
      this.#problem,
      this.#button,
      this.#provider,
      languageChoice(state),
    );
    this.element = h("main", { class: "sign-in" }, form);
    this.#offerProvider();
  }

  /** Somebody else's sign-in, where one is configured; what became of it stands in the address. */
  async #offerProvider() {
    const problem = new URLSearchParams(location.search).get("sign-in");
    if (problem) this.#problem.textContent = say(problem === "away" ? "provider-away" : "provider-refused");
    const { provider } = await this.#state.api.open("sign-in").catch(() => ({ provider: null }));
    if (!provider) return;
    this.#provider.hidden = false;
    this.#provider.replaceChildren(h("a", { class: "secondary", href: provider.href }, say("sign-in-with", { name: provider.name })));
  }

  render() {
    if (this.#state.message) this.#problem.textContent = this.#state.message;
    if (!this.element.contains(document.activeElement)) this.#email.focus();
  }

  async #submit(event) {
    event.preventDefault();
    this.#busy(true);
    try {
      await this.#state.signIn(this.#email.value.trim(), this.#password.value);
      this.#password.value = "";
    } catch (error) {
      this.#problem.textContent = problemOf(error);
      this.#password.select();
    } finally {
      this.#busy(false);
    }
  }

  #busy(on) {
    this.#button.disabled = on;
    this.#button.textContent = say(on ? "signing-in" : "sign-in");
  }
}

function problemOf(error) {
  if (error.status === 0) return say("failed", { reason: say("unreachable") });
  if (error.status === 401) return say("sign-in-wrong");
  if (error.status === 429) return say("sign-in-throttled", { seconds: error.retryAfterS ?? 60 });
  return error.message;
}
