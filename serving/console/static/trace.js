// Why the bot answered as it did: serving/turns/base.py:TurnTrace, put before an operator's eyes.
import { h } from "/widget/dom.js";
import { externalLink, safeUrl } from "/widget/text.js";
import { decimal, milliseconds, percent } from "./format.js";
import { waterfall } from "./waterfall.js";
import { say, sayOr } from "./words.js";

/** Elements for one turn's trace, most telling first. */
export function trace(turn) {
  return [summary(turn), ranking(turn), found(turn), passages(turn), decisions(turn), timings(turn), model(turn), raw(turn)]
    .flat()
    .filter(Boolean);
}

function part(key, ...content) {
  return h("div", { class: "part" }, h("h4", {}, say(key)), ...content);
}

function summary({ outcome, route, policy, policy_confidence: confidence, reason, degraded }) {
  const facts = [
    ["outcome", sayOr(`outcome-${outcome}`, outcome)],
    ["route", route && sayOr(`route-${route}`, route)],
    ["policy", policy && `${policy} (${percent(confidence)})`],
    ["reason", reason],
  ].filter(([, value]) => value);
  const list = h("dl", {}, ...facts.flatMap(([key, value]) => [h("dt", {}, say(key)), h("dd", {}, value)]));
  return [list, degraded ? h("p", { class: "degraded" }, say("degraded", { part: degraded })) : null];
}

function ranking({ intent, confidence, ranking: ranked }) {
  const rows = ranked?.length ? ranked : intent ? [{ intent, confidence }] : [];
  if (!rows.length) return part("intent", h("p", { class: "hint" }, say("intent-none")));
  return part("intent", h("ol", { class: "bars" }, ...rows.slice(0, 5).map((row, index) => bar(row, index === 0))));
}

function bar({ intent, confidence }, best) {
  const fill = h("span", { class: "fill" });
  fill.style.inlineSize = `${100 * (confidence ?? 0)}%`;
  const track = h("span", { class: "track", "aria-hidden": "true" }, fill);
  return h("li", { class: best ? "best" : "" }, h("span", {}, intent), h("span", { class: "number" }, percent(confidence)), track);
}

function found({ entities = [], slots_set: slots = {}, actions = [] }) {
  const pair = (name, value) => h("li", {}, h("code", {}, name), " ", typeof value === "string" ? value : JSON.stringify(value));
  const remembered = Object.entries(slots).filter(([, value]) => value !== null);
  return [
    entities.length ? part("entities", h("ul", { class: "pairs" }, ...entities.map(({ entity, value }) => pair(entity, value)))) : null,
    remembered.length ? part("slots", h("ul", { class: "pairs" }, ...remembered.map(([name, value]) => pair(name, value)))) : null,
    actions.length ? part("actions", h("ul", { class: "chips" }, ...actions.map((action) => h("li", {}, h("code", {}, action))))) : null,
  ];
}

function passages({ passages: hits = [] }) {
  return hits.length ? part("passages", h("ol", { class: "passages" }, ...hits.map(passage))) : null;
}

function passage({ title, heading, url, text, score, cosine, text_rank: rank, expected }) {
  const href = safeUrl(url);
  const name = heading ? `${title}: ${heading}` : title;
  const scores = [
    score != null && say("score", { value: decimal(score, 3) }),
    cosine != null && say("cosine", { value: decimal(cosine, 2) }),
    rank != null && say("text-rank", { value: rank }),
    expected && say("found-by-expected", { question: expected }),
  ].filter(Boolean);
  return h("li", {}, href ? externalLink(href, name) : name, h("span", { class: "scores" }, scores.join(" · ")), text ? h("p", { dir: "auto" }, text) : null);
}

function decisions({ decisions: made = [] }) {
  const line = ({ step, decision, reason }) =>
    h("li", {}, h("code", {}, step), h("strong", {}, ` ${decision}`), reason ? h("span", {}, ` · ${reason}`) : null);
  return made.length ? part("decisions", h("ol", { class: "decisions" }, ...made.map(line))) : null;
}

function timings({ timings_ms: timed = {} }) {
  return Object.keys(timed).length ? part("timings", waterfall(timed), firstToken(timed)) : null;
}

function firstToken({ first_token: ms }) {
  return ms == null ? null : h("p", { class: "hint" }, say("first-token", { time: milliseconds(ms) }));
}

function model({ model: name, prompt_tokens: prompt, completion_tokens: completion }) {
  return name ? part("model", h("p", {}, h("code", {}, name)), h("p", { class: "hint" }, say("tokens", { prompt, completion }))) : null;
}

function raw(turn) {
  return h("details", { class: "raw" }, h("summary", {}, say("raw")), h("pre", { tabindex: "0" }, JSON.stringify(turn, null, 2)));
}
