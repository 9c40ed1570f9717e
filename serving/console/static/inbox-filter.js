import { h, icon } from "/widget/dom.js";
import { FIELDS, NAMES, emptyFilter, writeFilter } from "./filter-fields.js";
import { say } from "./words.js";

const SHOWN = NAMES.filter((name) => !FIELDS[name].hidden);

/** Behind one button: every field of the filter, views that were saved, and the export of what is shown. */
export class InboxFilter {
  #state;
  #inputs = {};
  #fields = h("div", { class: "filter-fields" });
  #views = h("ul", { class: "saved-views" });
  #name = h("input", { type: "text", maxlength: "60", "aria-label": say("view-name"), placeholder: say("view-name") });
  #shared = h("input", { type: "checkbox" });
  #count = h("span", { class: "count", hidden: true });
  #exports;
  #loaded = false;

  constructor(state) {
    this.#state = state;
    this.button = h(
      "button",
      { type: "button", class: "filter-button", popovertarget: "inbox-filter" },
      icon("filter"),
      h("span", {}, say("filter")),
      this.#count,
    );
    this.#exports = ["csv", "jsonl"].map((format) => h("a", { class: "secondary", download: true, data: { format } }, say(`export-${format}`)));
    this.element = h(
      "div",
      { id: "inbox-filter", class: "filter-panel", popover: "auto", role: "dialog", "aria-label": say("filter") },
      h("div", { class: "panel-head" }, h("h2", {}, say("filter")), this.#button("clear-filter", () => this.#clear(), "link")),
      this.#fields,
      h("h3", {}, say("saved-views")),
      this.#views,
      this.#saveForm(),
      h("div", { class: "panel-foot" }, this.#exports, this.#button("print", () => print(), "secondary")),
    );
    this.element.addEventListener("toggle", ({ newState }) => newState === "open" && this.#load());
  }

  #button(key, click, kind) {
    return h("button", { type: "button", class: kind, on: { click } }, say(key));
  }

  #saveForm() {
    const save = async (event) => {
      event.preventDefault();
      if (!this.#name.value.trim()) return this.#name.focus();
      const query = writeFilter(this.#state.conversations.filter);
      await this.#state.api.change("views", { name: this.#name.value, query, shared: this.#shared.checked });
      this.#name.value = "";
      this.#showViews();
    };
    return h(
      "form",
      { class: "save-view", on: { submit: save } },
      this.#name,
      h("label", {}, this.#shared, say("view-shared")),
      h("button", { type: "submit", class: "secondary" }, say("save-view")),
    );
  }

  async #load() {
    this.#showViews();
    if (this.#loaded) return;
    const choices = await this.#state.api.read("choices").catch(() => null);
    if (!choices) return;
    this.#loaded = true;
    this.#inputs = Object.fromEntries(SHOWN.map((name) => [name, this.#input(name, choices)]));
    this.#fields.replaceChildren(...SHOWN.map((name) => h("label", {}, h("span", {}, say(FIELDS[name].key)), this.#inputs[name])));
    this.render();
  }

  #input(name, all) {
    const { choices, type } = FIELDS[name];
    const change = () => this.#state.filterBy({ [name]: element.value });
    const options = choices && [["", say("any")], ...choices(all, say)];
    const element = choices
      ? h("select", { on: { change } }, options.map(([value, words]) => h("option", { value }, words)))
      : h("input", { type, on: { change } });
    return element;
  }

  async #showViews() {
    const { views } = await this.#state.api.read("views").catch(() => ({ views: [] }));
    this.#views.replaceChildren(...views.map((view) => this.#view(view)));
  }

  #view({ id, name, query, shared, mine }) {
    const open = (event) => {
      event.preventDefault();
      this.element.hidePopover();
      this.#state.openView(query);
    };
    const remove = async () => {
      await this.#state.api.change(`views/${id}/remove`);
      this.#showViews();
    };
    return h(
      "li",
      {},
      h("a", { href: `/console${query && `?${query}`}`, on: { click: open } }, name),
      shared ? h("span", { class: "tag" }, say("view-shared-tag")) : null,
      mine || this.#state.operator.role === "admin"
        ? h("button", { type: "button", class: "icon-button", "aria-label": say("remove-view", { name }), on: { click: remove } }, icon("close"))
        : null,
    );
  }

  #clear() {
    this.#state.filterBy({ ...emptyFilter(), status: this.#state.conversations.filter.status });
  }

  render() {
    const { filter } = this.#state.conversations;
    const used = SHOWN.filter((name) => filter[name]).length;
    this.#count.textContent = String(used);
    this.#count.hidden = !used;
    this.button.classList.toggle("used", used > 0);
    for (const [name, input] of Object.entries(this.#inputs)) if (input.value !== filter[name]) input.value = filter[name];
    const wanted = writeFilter(filter);
    for (const link of this.#exports) {
      link.href = `/console/api/export?format=${link.dataset.format}${wanted && `&${wanted}`}`;
      link.hidden = this.#state.operator.role === "viewer";
    }
  }
}
