import { h, icon } from "./dom.js";
import { cardsOf } from "./cards.js";
import { citations } from "./citations.js";
import { filesOf } from "./files.js";
import { setText } from "./text.js";

/** One line of the list. `actions`: retry(clientId), discard(clientId). */
export function createLine(item, context) {
  if (item.type === "message") return createMessage(item, context);
  const text = h("span", {}, item.text);
  return h("li", { class: item.type === "day" ? "day" : "notice" }, text);
}

export function updateLine(element, item, context) {
  if (item.type === "message") updateMessage(element, item, context);
  else element.firstElementChild.textContent = item.text;
}

function createMessage(item, context) {
  const element = h(
    "li",
    { class: "message" },
    h("div", { class: "author" }),
    h("div", { class: "bubble", dir: "auto" }),
    h("div", { class: "enclosed" }),
    h("div", { class: "below" }),
  );
  element.showing = {};
  updateMessage(element, item, context);
  return element;
}

function updateMessage(element, item, context) {
  const [author, bubble, enclosed, below] = element.children;
  element.className = classes(item);
  setText(bubble, item.text);
  bubble.hidden = !item.text && Boolean(item.files?.length || item.cards?.length);
  const once = (part, value, render) => {
    const signature = JSON.stringify(value);
    if (element.showing[part] === signature) return;
    element.showing[part] = signature;
    render();
  };
  const { locale } = context.strings;
  const authorShown = [locale, item.own, item.first, item.name, item.human];
  once("author", authorShown, () => author.replaceChildren(...authorParts(item, context)));
  once("enclosed", [locale, item.files, item.cards], () => enclosed.replaceChildren(...enclosedParts(item, context)));
  const belowShown = [locale, item.state, item.error, item.last, item.at, item.sources, item.streaming];
  once("below", belowShown, () => below.replaceChildren(...belowParts(item, context)));
}

function enclosedParts({ files = [], cards = [] }, context) {
  const { strings, addressOf, actions } = context;
  return [
    files.length ? filesOf(files, context) : null,
    cards.length ? cardsOf(cards, { label: strings.text("cards", { count: cards.length }), addressOf, press: actions.press }) : null,
  ].filter(Boolean);
}

function classes({ own, human, streaming, first, last, state }) {
  const names = { own, human, streaming, first, last, failed: state === "failed" };
  return ["message", ...Object.keys(names).filter((name) => names[name])].join(" ");
}

function authorParts({ own, first, human, name }, { strings }) {
  const badge = strings.text(human ? "human-badge" : "bot-badge");
  if (own) return [h("span", { class: "hidden" }, strings.text("you"))];
  if (!first) return [h("span", { class: "hidden" }, name)];
  return [
    h("span", { class: "avatar" }, human ? initials(name) : icon("spark")),
    h("span", { class: "name" }, name),
    h("span", { class: "badge" }, badge),
  ];
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0]).join("").toUpperCase();
}

function belowParts(item, context) {
  if (item.streaming) return [];
  return [
    item.sources.length ? citations(item.sources, context.strings) : null,
    item.state === "failed" ? failure(item, context) : null,
    item.last && !item.timeless && item.state !== "failed" ? meta(item, context.strings) : null,
  ].filter(Boolean);
}

function meta({ at, state }, strings) {
  const time = h("time", { datetime: at.toISOString(), dir: "auto" }, strings.time(at));
  if (!state) return h("span", { class: "meta" }, time);
  const word = strings.text(state);
  const mark = h("span", { class: "mark", title: word }, icon(state === "sent" ? "check" : "clock"));
  const label = h("span", { class: state === "queued" ? "" : "hidden" }, word);
  return h("span", { class: "meta" }, time, mark, label);
}

function failure({ clientId, error }, { strings, actions }) {
  const why = strings.text(error === "too_large" ? "too-long" : "failed");
  const button = (key, action) =>
    h("button", { type: "button", class: "text-button", on: { click: () => action(clientId) } }, strings.text(key));
  return h(
    "span",
    { class: "meta error" },
    icon("alert"),
    h("span", {}, why),
    error === "too_large" ? null : button("retry", actions.retry),
    button("discard", actions.discard),
  );
}
