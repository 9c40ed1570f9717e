import { h, icon, reconcile } from "/widget/dom.js";
import { avatarOf, contactName, sinceThen, whenShort } from "./format.js";
import { writeFilter } from "./filter-fields.js";
import { InboxFilter } from "./inbox-filter.js";
import { languageName } from "./reading-line.js";
import { writeRoute } from "./route.js";
import { moveFocus } from "./rows.js";
import { say, spoken } from "./words.js";

const FILTERS = ["", "open", "bot", "snoozed", "resolved"];
const SEARCH_AFTER_MS = 250;

/** The left pane: search, status filter, conversations. */
export class InboxList {
  #state;
  #search;
  #searchTimer;
  #filters;
  #filter;
  #list = h("ul", { class: "rows" });
  #message = h("div", { class: "empty", role: "status" });
  #more;

  constructor(state) {
    this.#state = state;
    this.#search = h("input", { type: "search", placeholder: say("search"), "aria-label": say("search") });
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#filter = new InboxFilter(state);
    this.#filters = FILTERS.map((status) => this.#status(status));
    this.#more = h("button", { type: "button", class: "more", on: { click: () => state.conversations.more() } }, say("more"));
    this.element = h(
      "nav",
      { class: "inbox", "aria-label": say("inbox") },
      h("div", { class: "find" }, h("label", { class: "search" }, icon("search"), this.#search), this.#filter.button),
      this.#filter.element,
      h("div", { class: "filters", role: "group", "aria-label": say("filters") }, this.#filters),
      h("div", { class: "list" }, this.#list, this.#message, this.#more),
    );
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  /** Moves the focus by `step` rows, from the focused row or the open conversation. */
  move(step) {
    moveFocus(this.#list, step);
  }

  render() {
    const { conversations, timeline } = this.#state;
    const { filter, state, next } = conversations;
    if (document.activeElement !== this.#search) this.#search.value = filter.q;
    for (const button of this.#filters) {
      button.setAttribute("aria-pressed", String(button.dataset.status === filter.status));
    }
    this.#filter.render();
    const shown = conversations.shown(timeline?.id);
    reconcile(this.#list, shown.map((one) => this.#item(one)), { create: createRow, update: updateRow });
    this.#more.hidden = !next || state !== "ready";
    this.#renderMessage(state, shown.length);
  }

  #item(conversation) {
    const { timeline } = this.#state;
    const current = conversation.id === timeline?.id;
    const href = writeRoute({ id: conversation.id, filter: this.#state.conversations.filter });
    const open = () => this.#state.open(conversation.id);
    return { key: conversation.id, conversation, current, unread: !current && this.#state.isUnread(conversation), href, open };
  }

  #renderMessage(state, count) {
    const { filter } = this.#state.conversations;
    const parts = { loading: () => [say("list-loading")], error: () => this.#failure(), ready: () => emptiness(filter) };
    const silent = count > 0 && state !== "error";
    const signature = silent ? "" : `${state} ${writeFilter(filter)}`;
    if (this.#message.dataset.shown === signature) return;
    this.#message.dataset.shown = signature;
    this.#message.replaceChildren(...(silent ? [] : parts[state]()));
  }

  #failure() {
    const again = () => this.#state.conversations.load();
    return [h("p", {}, say("list-error")), h("button", { type: "button", class: "secondary", on: { click: again } }, say("try-again"))];
  }

  #status(status) {
    const click = () => this.#state.filterBy({ status });
    return h("button", { type: "button", data: { status }, on: { click } }, say(`filter-${status || "all"}`));
  }

  #searchSoon() {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => this.#state.filterBy({ q: this.#search.value.trim() }), SEARCH_AFTER_MS);
  }
}

function emptiness(filter) {
  const key = writeFilter(filter) ? "list-none" : "list-empty";
  return [h("strong", {}, say(key)), h("p", {}, say(`${key}-hint`))];
}

function createRow(item) {
  const link = h("a", {});
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.open();
  });
  const row = h("li", {}, link);
  updateRow(row, item);
  return row;
}

function updateRow(row, { conversation, current, unread, href, open }) {
  const link = row.firstElementChild;
  link.href = href;
  link.open = open;
  if (current) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  link.classList.toggle("unread", unread);
  const waits = conversation.status === "open" && conversation.waiting_since;
  const signature = JSON.stringify([conversation, unread, waits && sinceThen(waits)]);
  if (row.signature === signature) return;
  row.signature = signature;
  link.replaceChildren(...rowParts(conversation, { unread, waits }));
}

function rowParts(conversation, { unread, waits }) {
  const name = contactName(conversation);
  const { assignee, status } = conversation;
  return [
    h("span", { class: "avatar", "aria-hidden": "true" }, avatarOf(conversation)),
    h("span", { class: "row-name" }, name, unread ? h("span", { class: "dot", title: say("unread") }, h("span", { class: "hidden" }, say("unread"))) : null),
    h("time", { datetime: conversation.last_event_at }, whenShort(conversation.last_event_at)),
    h("span", { class: "row-text", dir: "auto" }, conversation.match?.text || conversation.last_text || say("no-text")),
    h(
      "span",
      { class: "row-tags" },
      h("span", { class: `tag ${status}` }, say(`status-${status}`)),
      isForeign(conversation) ? h("span", { class: "tag" }, icon("globe"), languageName(conversation.locale)) : null,
      assignee ? h("span", { class: "tag" }, icon("person"), assignee.name) : null,
      conversation.rating ? h("span", { class: `tag ${conversation.rating < 3 ? "bad" : "good"}` }, say("stars", { stars: conversation.rating })) : null,
      conversation.reviewed ? h("span", { class: "tag" }, icon("check"), say("reviewed-yes")) : null,
      waits ? h("span", { class: "tag waiting" }, icon("clock"), say("waiting", { time: sinceThen(waits) })) : null,
    ),
  ];
}

function isForeign({ locale }) {
  return Boolean(locale) && locale.split("-")[0] !== spoken().locale.split("-")[0];
}
