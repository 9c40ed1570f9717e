import { h } from "/widget/dom.js";
import { PAGES } from "./pages.js";
import { reasonOf } from "./state.js";
import { say } from "./words.js";

/** One page at a time: its heading, and its content when it has come. A page's file has `load(api, query)` and `render(data, context)`. */
export class PageView {
  #state;
  #shown = null; // the page and its query, as they are shown
  #request = 0;
  #title = h("h2", { tabindex: "-1" });
  #tools = h("div", { class: "page-tools" });
  #body = h("div", { class: "page-body" });

  constructor(state) {
    this.#state = state;
    const head = h("header", { class: "page-head" }, this.#title, this.#tools);
    this.element = h("main", { class: "page" }, head, this.#body);
    state.addEventListener("page-changed", () => this.#load());
  }

  render() {
    const { view, query } = this.#state;
    if (this.#shown === view + query) return;
    const samePage = this.#shown?.startsWith(view);
    this.#shown = view + query;
    this.#title.textContent = say(view);
    if (!samePage) {
      this.#tools.replaceChildren();
      this.#body.replaceChildren(h("p", { class: "empty", role: "status" }, say("page-loading")));
      this.#title.focus({ preventScroll: true });
    }
    this.#load();
  }

  leave() {
    this.#shown = null;
  }

  async #load() {
    const { view, query, api } = this.#state;
    if (!(view in PAGES)) return;
    const request = ++this.#request;
    try {
      const page = await PAGES[view].load();
      const data = await page.load(api, new URLSearchParams(query));
      if (request === this.#request) this.#render(page, data);
    } catch (error) {
      if (request === this.#request) this.#body.replaceChildren(this.#failure(error));
    }
  }

  #render(page, data) {
    const { body, tools = [] } = page.render(data, {
      state: this.#state,
      api: this.#state.api,
      query: new URLSearchParams(this.#state.query),
      reload: () => this.#load(),
      ask: (query) => this.#state.go({ query: query.toString() ? `?${query}` : "" }, { replace: true }),
    });
    const focused = document.activeElement?.id;
    this.#tools.replaceChildren(...[tools].flat().filter(Boolean));
    this.#body.replaceChildren(...[body].flat().filter(Boolean));
    if (focused) document.getElementById(focused)?.focus();
  }

  #failure(error) {
    const again = h("button", { type: "button", class: "secondary", on: { click: () => this.#load() } }, say("try-again"));
    return h("div", { class: "empty", role: "alert" }, h("p", {}, say("failed", { reason: reasonOf(error) })), again);
  }
}

export function card(title, ...content) {
  return h("section", { class: "card" }, h("h3", {}, title), ...content);
}

/** `columns`: words; `rows`: cells, each text or an element. */
export function table(caption, columns, rows, { empty } = {}) {
  if (!rows.length && empty) return h("p", { class: "hint" }, empty);
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      { class: "plain" },
      h("caption", { class: "hidden" }, caption),
      h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell ?? ""))))),
    ),
  );
}

/** A button that runs `act`, says what went wrong beside it, and is quiet while it runs. */
export function action(key, act, { danger = false, primary = false } = {}) {
  const problem = h("span", { class: "problem", role: "alert" });
  const button = h("button", { type: "button", class: `${primary ? "primary" : "secondary"}${danger ? " danger" : ""}` }, say(key));
  button.addEventListener("click", () => guarded(button, problem, act));
  return h("span", { class: "action" }, button, problem);
}

/** Once at a time. The button is not really disabled meanwhile, for it would lose the focus. */
async function guarded(button, problem, act) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  problem.textContent = "";
  try {
    await act();
  } catch (error) {
    problem.textContent = reasonOf(error);
  } finally {
    button.ariaDisabled = null;
  }
}

/** A form whose fields are `[{name, key, ...attributes}]`; `choices` makes a select. `id`: of its button, which keeps the focus. */
export function form(fields, { submit, act, hint, id }) {
  const problem = h("p", { class: "problem", role: "alert" });
  const inputs = Object.fromEntries(fields.map((field) => [field.name, input(field)]));
  const button = h("button", { type: "submit", class: "primary", id }, say(submit));
  const element = h(
    "form",
    { class: "page-form" },
    hint ? h("p", { class: "hint" }, hint) : null,
    fields.map(({ name, key }) => h("label", {}, h("span", {}, say(key)), inputs[name])),
    problem,
    button,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(button, problem, () => act(Object.fromEntries(fields.map(({ name }) => [name, inputs[name].value])), element));
  });
  return element;
}

function input({ name, key: _key, choices, value = "", rows, ...attributes }) {
  if (rows) {
    const area = h("textarea", { name, rows, dir: "auto", ...attributes });
    area.value = value;
    return area;
  }
  if (!choices) return h("input", { name, value, ...attributes });
  return h("select", { name, ...attributes }, choices.map(([one, words]) => h("option", { value: one, selected: one === value }, words)));
}

/** What is told only once, by the page that is read anew after it was made: a link, a token. */
export class ToldOnce {
  #content = [];

  keep(words, secret) {
    this.#content = [h("p", {}, words), h("code", {}, secret), copy(secret)];
  }

  render() {
    return h("div", { class: "made", role: "status" }, this.#content.splice(0));
  }
}

export function copy(text) {
  const button = h("button", { type: "button", class: "secondary" }, say("copy"));
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(text);
    button.textContent = say("copied");
  });
  return button;
}
