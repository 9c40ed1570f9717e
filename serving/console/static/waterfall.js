import { h } from "/widget/dom.js";
import { milliseconds } from "./format.js";
import { say } from "./words.js";

// In the order in which a turn goes through them; `first_token` lies within `generate`.
const STEPS = ["queue", "translate", "dialogue", "retrieve", "generate"];

/** Timings as a table whose bars start where the step before ended; a screen reader reads the numbers. */
export function waterfall(timed) {
  const steps = STEPS.filter((name) => timed[name] != null).map((name) => [name, timed[name]]);
  const known = steps.reduce((sum, [, ms]) => sum + ms, 0);
  const total = Math.max(timed.total ?? known, 1);
  if (total - known > 1) steps.push(["other", total - known]);
  const whole = Math.max(total, known);
  let start = 0;
  const rows = steps.map(([name, ms]) => {
    const row = h("tr", {}, h("th", { scope: "row" }, say(`timing-${name}`)), h("td", {}, bar(name, start / whole, ms / whole)), number(ms));
    start += ms;
    return row;
  });
  const head = h("tr", { class: "hidden" }, ...["step", "timings", "duration"].map((key) => h("th", { scope: "col" }, say(key))));
  const foot = h("tr", {}, h("th", { scope: "row" }, say("timing-total")), h("td", {}), number(total));
  return h("table", { class: "waterfall" }, h("thead", {}, head), h("tbody", {}, ...rows), h("tfoot", {}, foot));
}

function number(ms) {
  return h("td", { class: "number" }, milliseconds(ms));
}

function bar(name, from, share) {
  const fill = h("span", { class: `step ${name}` });
  fill.style.marginInlineStart = `${100 * from}%`;
  fill.style.inlineSize = `${Math.max(0.8, 100 * share)}%`;
  return h("span", { class: "track", "aria-hidden": "true" }, fill);
}
