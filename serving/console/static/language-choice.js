import { h, icon } from "/widget/dom.js";
import { say, spoken } from "./words.js";

/** The languages of the console, each in its own words. */
export function languageChoice(state) {
  const { locale, languages } = spoken();
  const options = languages.map((one) =>
    h("option", { value: one.locale, lang: one.locale, selected: one.locale === locale }, one.name),
  );
  const select = h("select", { "aria-label": say("language-of-console") }, options);
  select.addEventListener("change", () => state.speak(select.value));
  return h("label", { class: "language-choice" }, icon("globe"), select);
}

function openAccount(state, menu) {
  menu.hidePopover();
  state.show("account");
}

/** Who is signed in, with what is this person's own choice behind the name. */
export function accountMenu(state) {
  const { name, email } = state.operator;
  const menu = h(
    "div",
    { id: "account-menu", class: "account-menu", popover: "auto" },
    h("strong", {}, h("bdi", {}, name)),
    h("span", { class: "hint" }, h("bdi", {}, email)),
    languageChoice(state),
    h("button", { type: "button", class: "secondary", on: { click: () => openAccount(state, menu) } }, say("account")),
  );
  const props = { type: "button", class: "signed-in", popovertarget: "account-menu", "aria-label": say("account-of", { name }) };
  return [h("button", props, icon("person"), h("bdi", { class: "account-name" }, name)), menu];
}
