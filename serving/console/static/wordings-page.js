// What customers read of the bot, the widget and the notices: the catalogue's texts, and what is said instead.
import { h } from "/widget/dom.js";
import { ago } from "./format.js";
import { action, card } from "./page-view.js";
import { languageName } from "./reading-line.js";
import { reasonOf } from "./state.js";
import { say, spoken } from "./words.js";

const FAMILIAR = "@familiar";

export function load(api, query) {
  const folder = query.get("folder") ?? spoken().locale;
  const asked = Object.fromEntries(["q", "show", "skip"].map((name) => [name, query.get(name)]));
  return api.read(`wordings/${encodeURIComponent(folder)}`, asked).then((data) => ({ ...data, folder }));
}

export function render(data, context) {
  const lines = data.texts.map((text) => line(text, data.folder, context));
  const list = lines.length ? h("ul", { class: "rules wordings" }, lines) : h("p", { class: "hint", role: "status" }, say("list-none"));
  const hint = h("p", { class: "hint" }, say("wordings-hint"));
  const found = h("p", { class: "hint", role: "status" }, say("wordings-found", { found: data.found, changed: data.changed }));
  return { tools: [], body: [card(say("wordings-title"), hint, narrowed(data, context), found, list, pages(data, context))] };
}

/** The address with these instead; what narrows the list begins it anew. */
function asked(query, changes) {
  const next = new URLSearchParams(query);
  for (const name of ["skip", "text"]) next.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

function narrowed({ folders, folder }, { query, ask }) {
  const select = (name, key, value, choices) => {
    const element = h("select", { id: `wordings-${name}`, "aria-label": say(key) }, choices.map(([one, words]) => h("option", { value: one, selected: one === value }, words)));
    element.addEventListener("change", () => ask(asked(query, { [name]: element.value })));
    return element;
  };
  const search = h("input", { type: "search", id: "wordings-q", value: query.get("q") ?? "", placeholder: say("wordings-search"), "aria-label": say("wordings-search") });
  const form = h(
    "form",
    { class: "field-row", role: "search" },
    select("folder", "wordings-language", folder, folders.map((one) => [one, folderName(one)])),
    select("show", "wordings-show", query.get("show") ?? "", [["", say("filter-all")], ["changed", say("wordings-changed")]]),
    search,
    h("button", { type: "submit", class: "secondary", id: "wordings-find" }, say("wordings-find")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(asked(query, { q: search.value.trim() }));
  });
  return form;
}

function folderName(folder) {
  const language = languageName(folder.replace(FAMILIAR, ""));
  return folder.endsWith(FAMILIAR) ? say("wordings-familiar", { language }) : language;
}

function pages({ next }, { query, ask }) {
  const to = (key, skip) => h("button", { type: "button", class: "secondary", on: { click: () => ask(asked(query, { skip: skip || null })) } }, say(key));
  const skip = Number(query.get("skip")) || 0;
  const step = next ? next - skip : skip;
  const before = skip ? to("wordings-before", Math.max(0, skip - step)) : null;
  return h("div", { class: "field-row" }, before, next ? to("wordings-after", next) : null);
}

function line(text, folder, { api, query, ask, reload }) {
  const open = query.get("text") === text.name;
  const id = `wording-${text.name}`;
  const toggle = h("button", { type: "button", class: "secondary", id, "aria-expanded": String(open) }, say(open ? "close" : "wordings-edit"), h("span", { class: "hidden" }, ` ${text.name}`));
  const show = (name) => {
    const next = new URLSearchParams(query);
    if (name) next.set("text", name);
    else next.delete("text");
    ask(next);
  };
  toggle.addEventListener("click", () => show(open ? null : text.name));
  const changed = text.own === null ? null : h("span", { class: "tag" }, say("wordings-is-changed"));
  const when = text.changed_at ? h("small", { class: "hint" }, ago(text.changed_at)) : null;
  const problem = text.problem ? h("p", { class: "problem" }, say("wordings-unfit", { reason: text.problem })) : null;
  const said = h("p", { class: "pattern", dir: "auto", lang: folder.replace(FAMILIAR, "") }, text.own ?? text.shipped);
  const editing = open ? editor(text, folder, { api, reload, close: () => show(null) }) : null;
  return h("li", {}, h("div", { class: "rule" }, h("code", {}, text.name), changed, when, toggle), problem, editing ? null : said, editing);
}

function editor(text, folder, { api, reload, close }) {
  const path = `wordings/${encodeURIComponent(folder)}/${encodeURIComponent(text.name)}`;
  const area = h("textarea", { id: `pattern-${text.name}`, rows: String(Math.min(12, (text.own ?? text.shipped).split("\n").length + 2)), dir: "auto", spellcheck: "true", "aria-label": say("wordings-text", { name: text.name }) });
  area.value = text.own ?? text.shipped;
  const problem = h("p", { class: "problem", role: "alert" });
  const examples = h("div", { class: "try-out", role: "status", hidden: true });
  const guarded = (act) => async () => {
    problem.textContent = "";
    try {
      await act();
    } catch (error) {
      problem.textContent = reasonOf(error);
    }
  };
  const look = guarded(async () => {
    const { said } = await api.read(`${path}/try`, { source: area.value });
    examples.hidden = false;
    examples.replaceChildren(h("p", { class: "hint" }, say("wordings-read")), ...said.map((one) => h("p", { dir: "auto", lang: folder.replace(FAMILIAR, "") }, one)));
  });
  const button = (key, kind, act) => h("button", { type: "button", class: kind, on: { click: act } }, say(key));
  const save = guarded(async () => {
    await api.change(path, { source: area.value });
    close();
  });
  const original = text.own === null ? null : h("div", {}, h("p", { class: "hint" }, say("wordings-original")), h("p", { class: "pattern", dir: "auto" }, text.shipped));
  const variables = text.variables.length ? h("p", { class: "hint" }, say("wordings-variables"), " ", text.variables.map((name) => h("code", { dir: "ltr" }, `{ $${name} } `))) : null;
  const back = text.own === null ? null : action("wordings-back", async () => {
    await api.change(`${path}/remove`);
    reload();
  });
  return h("div", { class: "page-form" }, area, variables, problem, h("div", { class: "field-row" }, button("save", "primary", save), button("wordings-look", "secondary", look), back), examples, original);
}
