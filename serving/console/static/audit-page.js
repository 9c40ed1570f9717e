// Who changed or exported what, and when.
import { h, icon } from "/widget/dom.js";
import { momentOf } from "./format.js";
import { table } from "./page-view.js";
import { say, sayOr } from "./words.js";

const FIELDS = ["operator", "action", "since", "until", "before"];

/** What was done, in the operator's language. */
function done(action) {
  return sayOr(`did-${action.replaceAll(".", "-")}`, action);
}

export function load(api, query) {
  return api.read("audit", Object.fromEntries(FIELDS.map((name) => [name, query.get(name)])));
}

export function render({ entries, next, actions, operators }, { query, ask }) {
  const set = (name, value) => {
    const wanted = new URLSearchParams(query);
    wanted.delete("before");
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    ask(wanted);
  };
  const field = (name, key, input) => {
    input.id = `audit-${name}`;
    input.addEventListener("change", () => set(name, input.value));
    return h("label", { for: input.id }, h("span", {}, say(key)), input);
  };
  const select = (name, options) =>
    h("select", {}, [["", say("any")], ...options].map(([value, words]) => h("option", { value, selected: value === (query.get(name) ?? "") }, words)));
  const date = (name) => h("input", { type: "date", value: query.get(name) ?? "" });
  const tools = [
    field("operator", "by", select("operator", operators.map(({ id, name }) => [id, name]))),
    field("action", "action-column", select("action", actions.map((one) => [one, done(one)]))),
    field("since", "since", date("since")),
    field("until", "until", date("until")),
    h("a", { class: "secondary", href: "/console/api/audit/export", download: true }, say("export-csv")),
    h("a", { class: "secondary", href: "/console/retention" }, icon("lock"), say("retention")),
  ];
  const rows = entries.map((one) => [
    h("time", { class: "whole", datetime: one.at }, momentOf(one.at)),
    [one.operator ?? say("nobody"), one.token ? h("span", { class: "tag" }, say("by-token")) : null].filter(Boolean),
    h("span", { title: one.action }, done(one.action)),
    one.subject ? h("code", {}, one.subject) : "",
    Object.keys(one.details).length ? h("code", {}, JSON.stringify(one.details)) : "",
    one.address ?? "",
  ]);
  const columns = ["when", "by", "action-column", "subject", "details", "network-address"].map((key) => say(key));
  const older = h("button", { type: "button", class: "more", hidden: !next }, say("more"));
  older.addEventListener("click", () => {
    const wanted = new URLSearchParams(query);
    wanted.set("before", String(next));
    ask(wanted);
  });
  const cells = rows.map((row) => row.map((cell) => (Array.isArray(cell) ? h("span", { class: "cell row" }, cell) : cell)));
  return { tools, body: [table(say("audit"), columns, cells, { empty: say("audit-empty") }), older] };
}
