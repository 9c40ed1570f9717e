import { h, icon, reconcile } from "/widget/dom.js";
import { externalLink, safeUrl } from "/widget/text.js";
import { ago, number } from "./format.js";
import { InboxesChoice } from "./inboxes-choice.js";
import { isBusy } from "./knowledge.js";
import { RemoveDialog } from "./remove-dialog.js";
import { stateWords } from "./source-tags.js";
import { reasonOf } from "./state.js";
import { say } from "./words.js";

const FILTER_AFTER_MS = 250;
const OUTCOMES = ["added", "replaced", "unchanged", "withdrawn", "failed"];

/** One source: how it is, what can be done with it, and its documents with what is wrong with them. */
export class KnowledgeSource {
  #state;
  #shownId = null;
  #name = h("bdi");
  #title = h("h2", { tabindex: "-1" }, this.#name);
  #location = h("p", { class: "holder" });
  #again;
  #remove;
  #problem = h("div", { class: "problem-bar", role: "alert" });
  #reading = h("div", { class: "reading", role: "status" });
  #progress = h("progress", { "aria-label": say("source-running") });
  #facts = h("dl", { class: "facts" });
  #choice;
  #filter = h("input", { type: "search", placeholder: say("filter-documents"), "aria-label": say("filter-documents") });
  #filterTimer;
  #documents = h("ul", { class: "documents" });
  #message = h("p", { class: "empty", role: "status" });
  #more;
  #body;
  #head;

  constructor(state) {
    this.#state = state;
    this.#choice = new InboxesChoice({ onChange: (inboxes) => state.knowledge.showIn(this.#shownId, inboxes) });
    this.dialog = new RemoveDialog({ onConfirm: (id) => this.#removed(id) }).element;
    this.#filter.addEventListener("input", () => this.#filterSoon());
    this.#more = h("button", { type: "button", class: "more", on: { click: () => state.knowledge.moreDocuments() } }, say("more"));
    this.#head = this.#makeHead();
    this.#body = h(
      "div",
      { class: "source-body" },
      h("section", { class: "card" }, this.#reading, this.#progress, this.#facts, this.#choice.element),
      h(
        "section",
        { class: "card" },
        h("div", { class: "card-head" }, h("h3", {}, say("documents")), h("label", { class: "search" }, icon("search"), this.#filter)),
        this.#documents,
        this.#message,
        this.#more,
      ),
    );
    this.element = h("div", { class: "knowledge-source" }, this.#head, this.#problem, this.#body);
  }

  #makeHead() {
    const back = h("button", { type: "button", class: "icon-button phone-only", "aria-label": say("back-to-sources") }, icon("back", "flip"));
    back.addEventListener("click", () => this.#state.openSource(null));
    this.#again = h("button", { type: "button", class: "secondary", on: { click: () => this.#state.knowledge.ingestAgain(this.#shownId) } }, say("ingest-again"));
    this.#remove = h("button", { type: "button", class: "secondary danger", on: { click: () => this.dialog.ask(this.#state.knowledge.get(this.#shownId)) } }, say("remove"));
    return h(
      "header",
      { class: "pane-head" },
      back,
      h("div", { class: "heading" }, this.#title, this.#location),
      h("div", { class: "actions" }, this.#again, this.#remove),
    );
  }

  async #removed(id) {
    if (await this.#state.knowledge.remove(id)) this.#state.openSource(null);
  }

  render() {
    const { knowledge, operator } = this.#state;
    const { opened } = knowledge;
    const source = knowledge.get(opened.id);
    const missing = !source && (opened.state === "missing" || knowledge.state === "ready");
    this.#head.hidden = this.#body.hidden = !source;
    this.#problem.textContent = missing ? say("source-missing") : problemOf(knowledge, source);
    if (!source) return;
    const switched = this.#shownId !== source.id;
    this.#shownId = source.id;
    this.#renderHead(source, operator);
    this.#renderState(source);
    this.#choice.offer(knowledge.inboxes);
    if (!this.#choice.element.contains(document.activeElement) || switched) this.#choice.value = source.inboxes;
    this.#choice.disabled = operator.role === "viewer";
    this.#renderDocuments(opened);
    if (switched) this.#title.focus({ preventScroll: true });
  }

  #renderHead(source, operator) {
    const { id, location } = source;
    this.#name.textContent = id;
    if (this.#location.dataset.shown !== location) {
      this.#location.dataset.shown = location;
      const href = /^https?:/.test(location) && safeUrl(location);
      this.#location.replaceChildren(h("bdi", {}, href ? externalLink(href, location) : location));
    }
    for (const button of [this.#again, this.#remove]) button.hidden = operator.role === "viewer";
    this.#again.disabled = isBusy(source);
  }

  #renderState(source) {
    const { progress, report, documents, passages, expected, languages, ingested_at: at } = source;
    const busy = isBusy(source);
    this.#reading.textContent = busy ? [stateWords(source), progress?.current].filter(Boolean).join(": ") : "";
    this.#progress.hidden = !busy;
    if (progress?.total) Object.assign(this.#progress, { max: progress.total, value: progress.done });
    else this.#progress.removeAttribute("value");
    const outcome = report && OUTCOMES.filter((name) => report[name]).map((name) => say(`report-${name}`, { count: report[name] }));
    const facts = [
      [say("status"), stateWords({ ...source, progress: null })],
      [say("documents"), number(documents)],
      [say("passages"), number(passages)],
      [say("expected-questions"), number(expected)],
      [say("languages"), languages.join(", ") || "–"],
      [say("last-ingested"), at ? ago(at) : say("never")],
      [say("last-time"), outcome?.join(", ") || say("nothing-yet")],
    ];
    const signature = JSON.stringify(facts);
    if (this.#facts.dataset.shown === signature) return;
    this.#facts.dataset.shown = signature;
    this.#facts.replaceChildren(...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  #renderDocuments({ documents, next, state, q }) {
    if (document.activeElement !== this.#filter) this.#filter.value = q;
    reconcile(this.#documents, documents.map((one) => ({ ...one, key: one.key })), { create: createDocument, update: updateDocument });
    this.#more.hidden = !next;
    const words = { loading: "documents-loading", error: "documents-error", missing: "source-missing", ready: q ? "list-none" : "documents-none" };
    this.#message.textContent = documents.length && state === "ready" ? "" : say(words[state]);
  }

  #filterSoon() {
    clearTimeout(this.#filterTimer);
    this.#filterTimer = setTimeout(() => this.#state.knowledge.filterDocuments(this.#filter.value.trim()), FILTER_AFTER_MS);
  }
}

function problemOf(knowledge, source) {
  if (knowledge.problem) return say("failed", { reason: reasonOf(knowledge.problem) });
  if (source?.state === "failed") return source.problem ?? "";
  if (source?.state === "interrupted") return say("source-interrupted-hint");
  return "";
}

function createDocument(item) {
  const row = h("li", {});
  updateDocument(row, item);
  return row;
}

function updateDocument(row, { key, title, url, language, passages, ingested_at: at, problem }) {
  const signature = JSON.stringify([title, url, language, passages, at, problem]);
  if (row.signature === signature) return;
  row.signature = signature;
  const href = safeUrl(url);
  const file = key.replace(/#[0-9a-f]{16}$/, ""); // of the rows of a table the file alone says something
  const name = title ?? file;
  row.replaceChildren(
    h("span", { class: "document-title" }, h("bdi", {}, href ? externalLink(href, name) : name)),
    name === file ? "" : h("span", { class: "document-key" }, h("bdi", {}, file)),
    h(
      "span",
      { class: "row-tags" },
      title === null ? null : h("span", { class: "tag" }, say("passages-count", { count: passages })),
      language ? h("span", { class: "tag" }, language) : null,
      problem && title !== null ? h("span", { class: "tag waiting" }, say("old-version")) : null,
    ),
    problem ? h("p", { class: "document-problem" }, icon("alert"), h("bdi", {}, problem)) : "",
  );
}
