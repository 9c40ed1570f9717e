import { h, icon } from "/widget/dom.js";
import { cardsOf } from "/widget/cards.js";
import { filesOf } from "/widget/files.js";
import { externalLink, formatted, safeUrl } from "/widget/text.js";
import { clock, initials } from "./format.js";
import { readingOf } from "./reading-line.js";
import { say, spoken } from "./words.js";

/** One line of the transcript. `context`: customerName, customerAvatar(), chosenTurn, onWhy(turn), onRetry(entry), onDiscard(entry),
    onResend(event): for what a channel could not deliver, onUndo(entry), reviewOf(turn), mayJudge, onJudge(turn, verdict). */
export function createLine(item, context) {
  const element = h("li", {});
  updateLine(element, item, context);
  return element;
}

export function updateLine(element, item, context) {
  const chosen = Boolean(item.turn) && item.turn === context.chosenTurn;
  const review = item.turn && context.reviewOf(item.turn);
  const signature = JSON.stringify([item, chosen, context.customerName, review?.verdict]);
  if (element.signature === signature) return;
  element.signature = signature;
  element.className = ["line", item.type, item.author, chosen && "chosen", item.entry && "pending"]
    .filter(Boolean)
    .join(" ");
  element.replaceChildren(...PARTS[item.type](item, context));
}

const PARTS = {
  day: ({ text }) => [h("span", {}, text)],
  system: (item, context) => [h("span", {}, item.text, " ", timeOf(item)), whyButton(item, context)].filter(Boolean),
  note: (item, context) => [
    h("div", { class: "who" }, icon("lock"), h("strong", {}, say("note")), speakerName(item, context), timeOf(item)),
    h("div", { class: "bubble", dir: "auto" }, ...formatted(item.text)),
    ...sending(item, context),
  ],
  message: (item, context) => [
    h("div", { class: "who" }, avatar(item, context), speakerName(item, context), badge(item), timeOf(item)),
    item.text ? h("div", { class: "bubble", dir: "auto" }, ...formatted(item.text)) : null,
    readingOf(item),
    ...enclosed(item),
    ...extras(item),
    turnTools(item, context),
    undelivered(item, context),
    ...sending(item, context),
  ].filter(Boolean),
};

function avatar({ author, operator }, { customerAvatar }) {
  if (author === "bot") return h("span", { class: "avatar bot" }, icon("spark"));
  const shown = author === "customer" ? customerAvatar() : initials(operator?.name ?? say("you"));
  return h("span", { class: `avatar ${author}`, "aria-hidden": "true" }, shown);
}

function speakerName({ author, operator, own }, { customerName }) {
  const names = { customer: customerName, bot: say("bot"), operator: own ? say("you") : (operator?.name ?? say("team")) };
  return h("span", { class: "name" }, names[author] ?? "");
}

function badge({ author }) {
  return author === "bot" ? h("span", { class: "tag" }, say("bot-badge")) : null;
}

function timeOf({ at }) {
  return h("time", { datetime: at }, clock(at));
}

const addressOf = async (id) => `/console/api/media/${encodeURIComponent(id)}`;

/** Files, and cards as the customer sees them: what can be pressed there cannot be pressed here. */
function enclosed({ files = [], cards = [] }) {
  return [
    files.length ? filesOf(files, { strings: spoken(), addressOf }) : null,
    cards.length ? cardsOf(cards, { label: say("cards", { count: cards.length }), addressOf }) : null,
  ];
}

function extras({ sources = [], buttons = [] }) {
  const offered = buttons.map(({ title }) => h("span", { class: "offered", dir: "auto" }, title));
  return [
    offered.length ? h("div", { class: "offered-row" }, ...offered) : null,
    sources.length ? h("ul", { class: "sources", "aria-label": say("sources") }, ...sources.map(source)) : null,
  ];
}

function source({ title, url, quote, heading }) {
  const href = safeUrl(url);
  const name = heading ? `${title}: ${heading}` : title;
  return h("li", {}, icon("book"), h("span", {}, href ? externalLink(href, name) : name, h("q", { dir: "auto" }, quote)));
}

function whyButton({ turn }, { onWhy, chosenTurn }) {
  if (!turn) return null;
  const props = { type: "button", class: "why", "aria-pressed": String(turn === chosenTurn), on: { click: () => onWhy(turn) } };
  return h("button", props, icon("info"), say("why"));
}

function undelivered({ undelivered: failed }, { onResend }) {
  if (!failed) return null;
  const again = h("button", { type: "button", class: "link", on: { click: () => onResend(failed.event) } }, say("try-again"));
  return h("div", { class: "state error" }, icon("alert"), h("span", {}, say("not-sent", { reason: failed.reason ?? "" })), again);
}

/** Why this answer, and whether it was right. */
function turnTools(item, context) {
  const why = whyButton(item, context);
  if (!why) return null;
  const review = context.reviewOf(item.turn);
  const mark = review ? h("span", { class: `tag ${review.verdict === "right" ? "good" : "bad"}` }, icon(review.verdict === "right" ? "check" : "close"), say(`reviewed-${review.verdict}`)) : null;
  const judge = (verdict, name) =>
    h("button", { type: "button", class: "judge", title: say(`mark-${verdict}`), "aria-label": say(`mark-${verdict}`), on: { click: () => context.onJudge(item.turn, verdict) } }, icon(name));
  return h("div", { class: "turn-tools" }, why, mark, context.mayJudge && !review ? [judge("right", "check"), judge("wrong", "close")] : null);
}

function sending({ entry }, { onRetry, onDiscard, onUndo }) {
  if (!entry) return [];
  if (entry.held) {
    const undo = h("button", { type: "button", class: "link", on: { click: () => onUndo(entry) } }, say("undo"));
    return [h("div", { class: "state" }, icon("clock"), say("sending-soon"), undo)];
  }
  if (!entry.error) return [h("div", { class: "state" }, icon("clock"), say("sending"))];
  const button = (key, action) => h("button", { type: "button", class: "link", on: { click: () => action(entry) } }, say(key));
  const reason = h("span", {}, say("not-sent", { reason: entry.error }));
  return [h("div", { class: "state error", role: "alert" }, icon("alert"), reason, button("try-again", onRetry), button("discard", onDiscard))];
}
