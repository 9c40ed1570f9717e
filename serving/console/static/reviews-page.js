// Every judgement, what came of it, and what each training changed.
import { h, icon } from "/widget/dom.js";
import { ago, number, percent } from "./format.js";
import { card, form, table } from "./page-view.js";
import { may } from "./pages.js";
import { say } from "./words.js";

export async function load(api, query) {
  const wanted = { verdict: query.get("verdict"), after: query.get("after") };
  const [page, { pairs }] = await Promise.all([api.read("reviews", wanted), api.read("pairs")]);
  return { ...page, pairs };
}

export function render({ reviews, counts, trainings, pairs }, context) {
  return {
    tools: filters(context),
    body: [figures(counts), training(trainings), list(reviews), pairsCard(pairs, context)],
  };
}

function filters({ query, ask }) {
  const choices = [
    ["", "", "filter-all"],
    ["verdict", "wrong", "reviewed-wrong"],
    ["verdict", "right", "reviewed-right"],
    ["after", "wrong", "still-wrong"],
    ["after", "right", "now-right"],
  ];
  const chosen = (name, value) => (name ? query.get(name) === value : !query.get("verdict") && !query.get("after"));
  const buttons = choices.map(([name, value, key]) =>
    h(
      "button",
      { type: "button", "aria-pressed": String(chosen(name, value)), on: { click: () => ask(new URLSearchParams(name ? [[name, value]] : [])) } },
      say(key),
    ),
  );
  return h("div", { class: "filters", role: "group", "aria-label": say("filter") }, buttons);
}

function figures(counts) {
  const figure = (value, key) => h("div", { class: "figure" }, h("strong", {}, number(value)), h("span", {}, say(key)));
  return h(
    "div",
    { class: "figures" },
    figure(counts.all, "figure-reviews"),
    figure(counts.trains, "figure-examples"),
    figure(counts.tests, "figure-tests"),
    figure(counts.pairs, "figure-pairs"),
  );
}

function training([last, ...older]) {
  const how = h("p", { class: "hint" }, say("training-how"), " ", h("code", {}, "./parley train"));
  if (!last) return card(say("last-training"), how);
  const { counts, changed, failed } = last.report;
  const line = (key, values, kind) => h("li", {}, h("span", { class: `tag ${kind}` }, icon(kind === "good" ? "check" : "alert")), say(key, values));
  return card(
    say("last-training"),
    h("p", { class: "hint" }, ago(last.at), " · ", h("code", {}, last.model)),
    h(
      "ul",
      { class: "outcome" },
      line("training-fixed", { fixed: counts.fixed, corrected: counts.corrected }, counts.fixed === counts.corrected ? "good" : "bad"),
      line("training-broken", { broken: counts.broken }, counts.broken ? "bad" : "good"),
      line("training-changed", { changed: counts.changed, compared: counts.compared }, counts.changed ? "" : "good"),
      line("training-tests", { failed: counts.failed, tests: counts.tests }, counts.failed ? "bad" : "good"),
    ),
    changed.length
      ? h("details", {}, h("summary", {}, say("changed-messages")), table(say("changed-messages"), [say("message"), say("before"), say("after"), say("confidence")], changed.map((one) => [text(one.text), taken(one.before, one.before_route), taken(one.after, one.after_route), percent(one.confidence)])))
      : null,
    failed.length
      ? h("details", { open: true }, h("summary", {}, say("failed-tests")), table(say("failed-tests"), [say("message"), say("wanted"), say("after")], failed.map((one) => [text(one.text), taken(one.wanted, one.wanted_route), taken(one.intent, one.route)])))
      : null,
    older.length ? h("details", {}, h("summary", {}, say("older-trainings")), table(say("older-trainings"), [say("when"), say("figure-examples"), say("corrected-now-right")], older.map((one) => [ago(one.at), number(one.examples), `${one.report.counts.fixed} / ${one.report.counts.corrected}`]))) : null,
    how,
  );
}

function list(reviews) {
  const rows = reviews.map((review) => [
    h("a", { href: `/console/conversations/${encodeURIComponent(review.conversation)}#turn-${encodeURIComponent(review.turn)}`, dir: "auto" }, review.text || say("no-text")),
    code(review.given.intent),
    review.verdict === "right" ? tag("good", say("reviewed-right")) : wanted(review),
    review.after ? tag(review.after.right ? "good" : "bad", `${review.after.intent ?? "–"} ${percent(review.after.confidence)}`) : say("not-trained-yet"),
    [review.trains ? tag("", say("trains-tag")) : null, review.tests ? tag("", say("tests-tag")) : null].filter(Boolean),
    [review.operator ?? "", " · ", ago(review.updated_at)],
  ]);
  const columns = ["message", "understood-as", "should-be", "after-training", "used-for", "by"].map((key) => say(key));
  return card(say("reviews"), table(say("reviews"), columns, rows.map((cells) => cells.map(wrapped)), { empty: say("reviews-empty") }));
}

function wanted({ intent, route }) {
  if (!intent && !route) return tag("bad", say("reviewed-wrong"));
  return [intent ? code(intent) : null, route ? tag("", say(`route-${route}`)) : null].filter(Boolean);
}

function pairsCard(pairs, { api, state, reload }) {
  const remove = (pair) =>
    h("button", {
      type: "button",
      class: "icon-button",
      "aria-label": say("remove-pair", { question: pair.question }),
      on: { click: () => api.change(`pairs/${pair.id}/remove`).then(reload) },
    }, icon("close"));
  const able = may(state.operator, "agent");
  const rows = pairs.map((pair) => [text(pair.question), text(pair.answer), pair.language, able ? remove(pair) : ""]);
  const add = form(
    [
      { name: "question", key: "question", required: true, maxlength: 500 },
      { name: "answer", key: "answer", rows: 3, required: true, maxlength: 10_000 },
      { name: "language", key: "language", choices: ["en", "es", "de", "fr", "ar"].map((one) => [one, one]) },
    ],
    {
      submit: "add-pair",
      act: async (values) => {
        await api.change("pairs", values);
        reload();
      },
    },
  );
  return card(
    say("pairs"),
    h("p", { class: "hint" }, say("pairs-hint")),
    table(say("pairs"), [say("question"), say("answer"), say("language"), h("span", { class: "hidden" }, say("remove"))], rows, { empty: say("pairs-empty") }),
    able ? h("details", {}, h("summary", {}, say("add-pair")), add) : null,
  );
}

/** An intent and a route, of which a test may want only one. */
function taken(intent, route) {
  return h("span", { class: "cell" }, intent ? code(intent) : null, route ? tag("", say(`route-${route}`)) : null);
}

function wrapped(cell) {
  return Array.isArray(cell) ? h("span", { class: "cell" }, cell) : cell;
}

function text(words) {
  return h("span", { dir: "auto", class: "clamp" }, words);
}

function code(name) {
  return h("code", {}, name ?? "–");
}

function tag(kind, words) {
  return h("span", { class: `tag ${kind}` }, words);
}
