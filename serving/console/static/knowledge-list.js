import { h, icon, reconcile } from "/widget/dom.js";
import { writeRoute } from "./route.js";
import { sourceTags } from "./source-tags.js";
import { moveFocus } from "./rows.js";
import { say } from "./words.js";

const ICONS = { folder: "book", file: "file", upload: "file", page: "link", sitemap: "globe", list: "globe" };

/** The left pane: every source with its state. */
export class KnowledgeList {
  #state;
  #list = h("ul", { class: "rows" });
  #message = h("div", { class: "empty", role: "status" });
  #add;

  constructor(state, { onAdd }) {
    this.#state = state;
    this.#add = h("button", { type: "button", class: "primary", on: { click: onAdd } }, icon("plus"), say("add"));
    const head = h("header", { class: "pane-head" }, h("h2", { class: "heading" }, say("sources-of-knowledge")), this.#add);
    this.element = h("nav", { class: "inbox source-list", "aria-label": say("sources-of-knowledge") }, head, h("div", { class: "list" }, this.#list, this.#message));
  }

  move(step) {
    moveFocus(this.#list, step);
  }

  render() {
    const { knowledge, operator } = this.#state;
    this.#add.hidden = operator.role === "viewer";
    this.#add.dataset.shown = String(Boolean(knowledge.opened)); // where both panes are seen, only then of use
    const items = knowledge.sources.map((source) => ({
      key: source.id,
      source,
      current: source.id === knowledge.opened?.id,
      open: () => this.#state.openSource(source.id),
    }));
    reconcile(this.#list, items, { create: createRow, update: updateRow });
    this.#renderMessage(knowledge);
  }

  #renderMessage({ state, sources }) {
    const shown = state === "ready" && sources.length ? "" : state;
    if (this.#message.dataset.shown === shown) return;
    this.#message.dataset.shown = shown;
    this.#message.replaceChildren(...this.#words(shown));
  }

  #words(shown) {
    if (shown === "loading") return [say("knowledge-loading")];
    if (shown === "ready") return [icon("book"), h("strong", {}, say("knowledge-empty")), h("p", {}, say("knowledge-empty-hint"))];
    if (shown !== "error") return [];
    const again = () => this.#state.knowledge.load();
    return [h("p", {}, say("knowledge-error")), h("button", { type: "button", class: "secondary", on: { click: again } }, say("try-again"))];
  }
}

function createRow(item) {
  const link = h("a", { href: writeRoute({ view: "knowledge", source: item.source.id }) });
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.open();
  });
  const row = h("li", {}, link);
  updateRow(row, item);
  return row;
}

function updateRow(row, { source, current, open }) {
  const link = row.firstElementChild;
  link.open = open;
  if (current) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  const signature = JSON.stringify(source);
  if (row.signature === signature) return;
  row.signature = signature;
  link.replaceChildren(
    h("span", { class: "avatar", "aria-hidden": "true" }, icon(ICONS[source.kind])),
    h("span", { class: "row-name" }, h("bdi", {}, source.id)),
    h("span", { class: "row-text" }, say("counts", { documents: source.documents, passages: source.passages })),
    h("span", { class: "row-tags" }, sourceTags(source)),
  );
}
