import { h, icon, reconcile } from "/widget/dom.js";
import { externalLink, safeUrl } from "/widget/text.js";
import { decimal, percent } from "./format.js";
import { InboxesChoice } from "./inboxes-choice.js";
import { reasonOf } from "./state.js";
import { say } from "./words.js";

const BYTES_A_MEGABYTE = 1_000_000;

/** Where documents are added, and where a question shows what the assistant would find. */
export class KnowledgeHome {
  #state;
  #adding;
  #dropArea;
  #chooseFiles;
  #files = h("input", { type: "file", multiple: true, class: "hidden", tabindex: "-1", "aria-hidden": "true" });
  #hint = h("p", { class: "hint" });
  #uploads = h("ul", { class: "uploads", "aria-label": say("uploads") });
  #choice = new InboxesChoice();
  #address = h("input", { type: "url", id: "address", dir: "ltr", placeholder: "https://", autocomplete: "off", required: true });
  #problem = h("p", { class: "problem", role: "alert" });
  #question = h("input", { type: "search", "aria-label": say("ask-knowledge"), placeholder: say("ask-knowledge-example"), autocomplete: "off" });
  #inbox = h("select", { "aria-label": say("ask-in-inbox") });
  #found = h("div", { class: "found", "aria-live": "polite" });

  constructor(state) {
    this.#state = state;
    this.#chooseFiles = h("button", { type: "button", class: "primary", on: { click: () => this.#files.click() } }, icon("upload"), say("choose-files"));
    this.#files.addEventListener("change", () => this.#take(this.#files.files));
    this.#dropArea = h("div", { class: "drop" }, icon("upload"), h("p", {}, say("drop-here")), this.#chooseFiles, this.#files, this.#hint);
    this.#listenForDrops();
    this.#adding = this.#makeAdding();
    this.element = h("div", { class: "knowledge-home" }, this.#adding, this.#makeAsking());
  }

  #makeAdding() {
    const address = h("div", { class: "field-row" }, this.#address, h("button", { type: "submit", class: "secondary" }, say("add")));
    return h(
      "section",
      { class: "card" },
      h("h2", {}, say("add-documents")),
      this.#dropArea,
      this.#uploads,
      h("form", { class: "line-form", on: { submit: (event) => this.#addAddress(event) } }, h("label", { for: "address" }, say("address")), address),
      this.#choice.element,
      this.#problem,
    );
  }

  #makeAsking() {
    const find = h("button", { type: "submit", class: "secondary" }, say("find"));
    return h(
      "section",
      { class: "card" },
      h("h2", {}, say("try-question")),
      h("p", { class: "hint" }, say("try-question-hint")),
      h("form", { class: "field-row", role: "search", on: { submit: (event) => this.#search(event) } }, this.#question, this.#inbox, find),
      this.#found,
    );
  }

  focusSearch() {
    if (this.#state.knowledge.opened) this.#state.openSource(null);
    setTimeout(() => this.#question.focus());
  }

  startAdding() {
    if (this.#state.knowledge.opened) this.#state.openSource(null);
    setTimeout(() => this.#chooseFiles.focus());
  }

  render() {
    const { knowledge, operator } = this.#state;
    this.#adding.hidden = operator.role === "viewer";
    this.#choice.offer(knowledge.inboxes);
    if (knowledge.suffixes.length) {
      const most = knowledge.maxBytes / BYTES_A_MEGABYTE;
      this.#hint.textContent = say("formats", { formats: knowledge.suffixes.map((suffix) => suffix.slice(1).toUpperCase()).join(", "), most });
      this.#files.accept = knowledge.suffixes.join(",");
    }
    this.#problem.textContent = knowledge.problem ? reasonOf(knowledge.problem) : "";
    reconcile(this.#uploads, knowledge.uploads.map((upload) => ({ key: upload.id, upload })), {
      create: ({ upload }) => this.#upload(upload),
      update: updateUpload,
    });
    reconcile(this.#inbox, knowledge.inboxes.map((inbox) => ({ key: inbox.id, ...inbox })), {
      create: ({ id, name }) => h("option", { value: id }, name),
      update: () => {},
    });
    this.#renderFound(knowledge.found);
  }

  #upload(upload) {
    const dismiss = () => this.#state.knowledge.dismiss(upload.id);
    const item = h(
      "li",
      {},
      icon("file"),
      h("span", { class: "name" }, h("bdi", {}, upload.name)),
      h("progress", { max: "1", "aria-label": say("uploading", { name: upload.name }) }),
      h("span", { class: "problem", role: "alert" }),
      h("button", { type: "button", class: "icon-button", "aria-label": say("dismiss", { name: upload.name }), on: { click: dismiss } }, icon("close")),
    );
    updateUpload(item, { upload });
    return item;
  }

  #listenForDrops() {
    const over = (on) => this.#dropArea.classList.toggle("over", on);
    this.#dropArea.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    this.#dropArea.addEventListener("dragleave", () => over(false));
    this.#dropArea.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      this.#take(event.dataTransfer.files);
    });
  }

  #take(files) {
    if (files.length) this.#state.knowledge.upload(files, this.#choice.value);
    this.#files.value = "";
  }

  async #addAddress(event) {
    event.preventDefault();
    if (await this.#state.knowledge.addAddress(this.#address.value.trim(), this.#choice.value)) this.#address.value = "";
  }

  #search(event) {
    event.preventDefault();
    const question = this.#question.value.trim();
    if (question) this.#state.knowledge.search(question, this.#inbox.value);
  }

  #renderFound(found) {
    if (this.#found.shown === found) return;
    this.#found.shown = found;
    this.#found.replaceChildren(...foundParts(found));
  }
}

function updateUpload(item, { upload }) {
  const progress = item.querySelector("progress");
  progress.hidden = upload.state === "failed";
  progress.value = upload.sent;
  item.querySelector(".problem").textContent = upload.problem ? reasonOf(upload.problem) : "";
  item.querySelector("button").hidden = upload.state !== "failed";
}

function foundParts(found) {
  if (!found) return [];
  if (found.state === "loading") return [h("p", { class: "hint" }, say("finding"))];
  if (found.state === "error") return [h("p", { class: "problem" }, say("failed", { reason: reasonOf(found.problem) }))];
  if (!found.passages.length) return [h("p", { class: "hint" }, say("found-nothing"))];
  const best = found.passages[0].score || 1;
  return [
    h("p", { class: "hint" }, say("found-for", { question: found.question })),
    h("ol", { class: "hits" }, found.passages.map((passage) => hit(passage, best))),
  ];
}

function hit({ title, heading, page, url, text, score, cosine, text_rank: rank, expected }, best) {
  const name = [title, heading].filter(Boolean).join(" › ");
  const href = safeUrl(url);
  const fill = h("span", { class: "fill" });
  fill.style.inlineSize = `${Math.max(2, Math.min(100, (100 * score) / best))}%`;
  const scores = [
    say("score", { value: decimal(score, 3) }),
    cosine === null ? null : say("cosine", { value: percent(Math.max(0, cosine)) }),
    rank === null ? null : say("text-rank", { value: rank }),
    expected ? say("found-by-expected", { question: expected }) : null,
  ];
  return h(
    "li",
    {},
    h("h3", {}, h("bdi", {}, href ? externalLink(href, name) : name), page ? h("span", { class: "tag" }, say("page", { page })) : null),
    h("p", { dir: "auto" }, text),
    h("span", { class: "track", "aria-hidden": "true" }, fill),
    h("span", { class: "scores" }, scores.filter(Boolean).join(" · ")),
  );
}
