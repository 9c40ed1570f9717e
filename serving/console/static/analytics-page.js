// Figures of a period: each a chart to look at, a table to read, and a CSV to take away.
import { h } from "/widget/dom.js";
import { milliseconds, number, percent } from "./format.js";
import { card, form, table } from "./page-view.js";
import { may } from "./pages.js";
import { languageName } from "./reading-line.js";
import { say, sayOr } from "./words.js";

const PERIOD = ["inbox", "since", "until"];

export async function load(api, query) {
  const wanted = Object.fromEntries(PERIOD.map((name) => [name, query.get(name)]));
  const [page, { gaps }, { inboxes }] = await Promise.all([api.read("analytics", wanted), api.read("analytics/gaps", wanted), api.read("choices")]);
  return { ...page, gaps, inboxes };
}

export function render({ figures, gaps, inboxes, since, until }, context) {
  const { resolution, handoffs, response, ratings, languages, volume, turns } = figures;
  const total = sum(resolution.filter(([name]) => name !== "reopened"));
  const shown = (name, title, content, rows, ...rest) => card(say(title), content, ...rest, asTable(say(title), rows), csv(name, context));
  return {
    tools: period({ inboxes, since, until }, context),
    body: [
      h(
        "div",
        { class: "charts" },
        shown("resolution", "analytics-resolution", bars(worded(resolution), total), worded(resolution), h("p", { class: "hint" }, say("resolution-hint"))),
        shown("handoffs", "analytics-handoffs", bars(reasons(handoffs), total, "bad"), reasons(handoffs), h("p", { class: "hint" }, say("handoff-rate", { share: percent(total ? sum(handoffs) / total : 0), total: number(total) }))),
        shown("response", "analytics-response", facts(responseFacts(response)), responseFacts(response)),
        shown("ratings", "analytics-ratings", bars(ratings.map(([name, value]) => [say("stars", { stars: name }), value]), sum(ratings)), ratings),
        shown("languages", "analytics-languages", bars(spokenIn(languages), sum(languages)), spokenIn(languages)),
        shown("turns", "analytics-turns", facts(turnFacts(turns)), turnFacts(turns)),
      ),
      shown("volume", "analytics-volume", columns(volume), volume),
      gapsCard(gaps, context),
    ],
  };
}

function period({ inboxes, since, until }, { query, ask }) {
  const set = (name, value) => {
    const wanted = new URLSearchParams(query);
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    ask(wanted);
  };
  const field = (name, key, input) => {
    input.id = `period-${name}`;
    input.addEventListener("change", () => set(name, input.value));
    return h("label", { for: input.id }, h("span", {}, say(key)), input);
  };
  const options = [["", say("every-inbox")], ...inboxes.map(({ id, name }) => [id, name])];
  const chosen = query.get("inbox") ?? "";
  return [
    field("inbox", "filter-inbox", h("select", {}, options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)))),
    field("since", "since", h("input", { type: "date", value: since })),
    field("until", "until", h("input", { type: "date", value: until })),
  ];
}

function sum(rows) {
  return rows.reduce((all, [, value]) => all + value, 0);
}

function worded(rows) {
  return rows.map(([name, value]) => [say(name), value]);
}

function reasons(rows) {
  return rows.map(([name, value]) => [name ? say("handed", { reason: name }) : say("unspecified"), value]);
}

function spokenIn(rows) {
  return rows.map(([name, value]) => [name ? languageName(name) : say("unknown"), value]);
}

function responseFacts(rows) {
  return rows.map(([name, seconds]) => [say(name), milliseconds(seconds * 1000)]);
}

function turnFacts(rows) {
  const known = Object.fromEntries(rows);
  const time = (name) => known[name] != null && milliseconds(known[name]);
  const plain = (name) => known[name] != null && number(known[name]);
  return [
    [say("count-column"), plain("count")],
    [`${say("latency")}, ${say("median")}`, time("total_ms_median")],
    [`${say("latency")}, ${say("p95")}`, time("total_ms_p95")],
    [`${say("first-word")}, ${say("median")}`, time("first_token_ms_median")],
    [say("tokens-read"), plain("prompt_tokens")],
    [say("tokens-written"), plain("completion_tokens")],
  ].filter(([, value]) => value !== false);
}

// Drawn for the eye only: the table below says the same.
function bars(rows, total, kind = "") {
  if (!rows.some(([, value]) => value)) return nothing();
  const most = Math.max(...rows.map(([, value]) => value));
  const bar = ([name, value]) => {
    const fill = h("span", { class: `fill ${kind}` });
    fill.style.inlineSize = `${(100 * value) / most}%`;
    const words = total ? `${number(value)} · ${percent(value / total)}` : number(value);
    return h("li", {}, h("span", { class: "name", dir: "auto" }, name), h("span", { class: "track" }, fill), h("span", { class: "number" }, words));
  };
  return h("ul", { class: "chart", "aria-hidden": "true" }, rows.map(bar));
}

function columns(rows) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  const column = ([day, value]) => {
    const element = h("span", { title: `${day}: ${value}` });
    element.style.blockSize = `${Math.max(1, (100 * value) / most)}%`;
    return element;
  };
  return h("div", { class: "columns", "aria-hidden": "true" }, rows.map(column));
}

function facts(rows) {
  if (!rows.length) return nothing();
  return h("dl", { class: "facts" }, rows.flatMap(([name, value]) => [h("div", {}, h("dt", {}, name), h("dd", {}, value))]));
}

function nothing() {
  return h("p", { class: "hint" }, say("no-data"));
}

function asTable(title, rows) {
  if (!rows.length) return null;
  const words = rows.map(([name, value]) => [sayOr(name || "unspecified", name), typeof value === "number" ? number(value) : value]);
  return h("details", {}, h("summary", {}, say("as-table")), table(title, [say("what-column"), say("value-column")], words));
}

function csv(name, { query, state }) {
  if (!may(state.operator, "agent")) return null;
  const wanted = new URLSearchParams([...query].filter(([key]) => PERIOD.includes(key)));
  return h("p", { class: "csv" }, h("a", { href: `/console/api/analytics/${name}.csv?${wanted}`, download: true }, say("export-csv")));
}

function gapsCard(gaps, context) {
  const able = may(context.state.operator, "agent");
  const rows = gaps.map((gap) => [
    h("span", { class: "cell" }, h("strong", { dir: "auto" }, gap.question), h("span", { class: "hint" }, gap.asked.slice(1, 4).map(({ text }) => `“${text}”`).join(" "))),
    number(gap.count),
    h("span", { class: "cell" }, gap.asked.slice(0, 3).map((one, index) => h("a", { href: `/console/conversations/${encodeURIComponent(one.conversation)}#turn-${encodeURIComponent(one.turn)}` }, `${say("conversation")} ${index + 1}`))),
    able ? draft(gap, context) : "",
  ]);
  const names = ["question", "times-asked", "conversation", "answer"].map((key) => say(key));
  return card(say("analytics-gaps"), h("p", { class: "hint" }, say("gaps-hint")), table(say("analytics-gaps"), names, rows, { empty: say("gaps-empty") }), gaps.length ? csv("gaps", context) : null);
}

function draft({ question, asked }, { api, reload }) {
  const write = form(
    [
      { name: "question", key: "question", value: question, required: true, maxlength: 500 },
      { name: "answer", key: "answer", rows: 3, required: true, maxlength: 10_000 },
    ],
    {
      submit: "add-pair",
      act: async (values) => {
        await api.change("pairs", { ...values, conversation: asked[0].conversation, turn: asked[0].turn });
        reload();
      },
    },
  );
  return h("details", {}, h("summary", {}, say("write-answer")), write);
}
