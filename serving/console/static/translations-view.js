import { h, icon, reconcile } from "/widget/dom.js";
import { may } from "./pages.js";
import { languageName, statusName } from "./reading-line.js";
import { reasonOf } from "./state.js";
import { say } from "./words.js";

const STATUSES = ["", "machine", "machine_unsure", "human"];
const FILTER_AFTER_MS = 250;

/** The translation memory: tried, reviewed and edited, with the words that are never or always translated so. */
export class TranslationsView {
  #state;
  #api;
  #about = null;
  #segments = [];
  #next = null;
  #terms = [];
  #timer;
  #problem = h("div", { class: "problem-bar", role: "alert" });
  #engines = h("ul", { class: "documents" });
  #target = h("select", { "aria-label": say("translation-into") });
  #status = h("select", { "aria-label": say("translation-status") }, STATUSES.map((one) => h("option", { value: one }, one ? statusName(one) : say("filter-all"))));
  #search = h("input", { type: "search", placeholder: say("translation-search"), "aria-label": say("translation-search") });
  #list = h("ul", { class: "documents segments" });
  #more;
  #termList = h("ul", { class: "documents" });
  #tried = h("div", { class: "tried", role: "status" });

  constructor(state) {
    this.#state = state;
    this.#api = state.api;
    for (const one of [this.#target, this.#status]) one.addEventListener("change", () => this.#load());
    this.#search.addEventListener("input", () => this.#loadSoon());
    this.#more = h("button", { type: "button", class: "more", on: { click: () => this.#load(this.#next) } }, say("more"));
    const body = h("div", { class: "source-body" }, this.#wordingsCard(), this.#tryCard(), this.#segmentsCard(), this.#termsCard(), this.#enginesCard());
    const main = h("main", { class: "knowledge-main", "aria-label": say("translations") }, this.#problem, body);
    this.element = h("div", { class: "panes translations" }, main);
  }

  render() {
    if (!this.#about) this.#open();
  }

  async #open() {
    this.#about = {};
    await this.#guard(async () => {
      const about = await this.#api.translation();
      this.#about = about;
      const others = about.locales.filter((one) => one !== about.default);
      this.#target.replaceChildren(...others.map((one) => h("option", { value: one }, languageName(one))));
      const lines = about.engines.map(({ name, ok, detail, licence }) => h("li", {}, h("strong", {}, name), h("span", { class: "hint" }, ` ${ok ? "" : "⚠ "}${detail} · ${licence}`)));
      this.#engines.replaceChildren(...(lines.length ? lines : [h("li", {}, say("translation-no-engine"))]));
      await Promise.all([this.#load(), this.#loadTerms()]);
    });
  }

  async #guard(action) {
    try {
      this.#problem.textContent = "";
      return await action();
    } catch (error) {
      this.#problem.textContent = reasonOf(error);
      return null;
    }
  }

  #loadSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(), FILTER_AFTER_MS);
  }

  #load(before = null) {
    const given = { target: this.#target.value, status: this.#status.value, q: this.#search.value.trim(), before };
    const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value));
    return this.#guard(async () => {
      const { segments, next } = await this.#api.translation(`segments?${query}`);
      this.#segments = before ? [...this.#segments, ...segments] : segments;
      this.#next = next;
      this.#more.hidden = !next;
      const items = this.#segments.map((one) => ({ ...one, key: String(one.id) }));
      reconcile(this.#list, items, { create: (one) => this.#segment(one), update: () => {} });
      if (!items.length) this.#list.replaceChildren(h("li", { class: "hint" }, say("list-none")));
    });
  }

  #segment(one) {
    const text = h("textarea", { rows: "2", dir: "auto", lang: one.target_locale, "aria-label": say("translation-of", { text: one.source }) });
    text.value = one.target;
    const effect = h("p", { class: "hint", role: "status" });
    const save = async () => {
      const body = text.value.trim() === one.target ? {} : { target: text.value };
      const done = await this.#guard(() => this.#api.changeTranslation(`segments/${one.id}`, body));
      if (!done) return;
      Object.assign(one, done.segment);
      effect.textContent = say("translation-effect", { before: done.before ?? "–", after: done.segment.target });
      state.textContent = statusName(one.status);
    };
    const remove = async () => {
      if ((await this.#guard(() => this.#api.changeTranslation(`segments/${one.id}/remove`, {}))) !== null || !this.#problem.textContent) this.#load();
    };
    const state = h("span", { class: "tag" }, statusName(one.status));
    const readOnly = this.#state.operator.role === "viewer";
    const buttons = readOnly
      ? null
      : h("div", { class: "actions" }, button(one.status === "machine" ? "primary" : "secondary", "translation-approve", save), button("secondary danger", "remove", remove));
    const score = one.score == null ? "" : ` · ${Math.round(one.score * 100)} %`;
    const from = h("small", { class: "hint" }, `${languageName(one.source_locale)} → ${languageName(one.target_locale)}${one.engine ? ` · ${one.engine}${score}` : ""}`);
    return h("li", {}, h("p", { dir: "auto", lang: one.source_locale }, one.source), text, h("div", { class: "segment-foot" }, state, from, buttons), effect);
  }

  #segmentsCard() {
    const file = h("input", { type: "file", accept: ".csv,.tmx", hidden: true, on: { change: () => this.#import(file) } });
    const admin = this.#state.operator.role === "admin";
    const bring = admin ? button("secondary", "translation-import", () => file.click()) : null;
    return h(
      "section",
      { class: "card" },
      h("div", { class: "card-head" }, h("h2", {}, say("translation-memory")), h("label", { class: "search" }, icon("search"), this.#search)),
      h("div", { class: "field-row" }, this.#target, this.#status, bring, file, this.#exportLink("csv"), this.#exportLink("tmx")),
      this.#list,
      this.#more,
    );
  }

  #exportLink(format) {
    const link = h("a", { class: "secondary", href: "#", download: "" }, say("translation-export", { format: format.toUpperCase() }));
    link.addEventListener("click", () => {
      const query = new URLSearchParams({ source: this.#about.default, target: this.#target.value, format });
      link.href = `/console/api/translation/export?${query}`;
    });
    return link;
  }

  async #import(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const format = file.name.toLowerCase().endsWith(".tmx") ? "tmx" : "csv";
    const query = { source: this.#about.default, target: this.#target.value, format };
    if (await this.#guard(() => this.#api.importSegments(file, query))) this.#load();
  }

  #tryCard() {
    const text = h("input", { type: "text", dir: "auto", "aria-label": say("translation-try"), placeholder: say("translation-try") });
    const form = h("form", { class: "field-row" }, text, h("button", { type: "submit", class: "primary" }, say("translation-try-it")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!text.value.trim()) return;
      const body = { text: text.value.trim(), source: this.#about.default, target: this.#target.value };
      const done = await this.#guard(() => this.#api.changeTranslation("try", body));
      if (!done) return;
      const how = [statusName(done.status), done.engine, done.score == null ? null : `${Math.round(done.score * 100)} %`, ...done.problems];
      this.#tried.replaceChildren(h("p", { dir: "auto", lang: done.target }, done.text), h("small", { class: "hint" }, how.filter(Boolean).join(" · ")));
    });
    return h("section", { class: "card" }, h("h2", {}, say("translation-try")), h("p", { class: "hint" }, say("translation-try-hint")), form, this.#tried);
  }

  #termsCard() {
    const term = h("input", { type: "text", "aria-label": say("translation-term"), placeholder: say("translation-term") });
    const ours = h("input", { type: "text", dir: "auto", "aria-label": say("translation-term-ours"), placeholder: say("translation-term-ours") });
    const form = h("form", { class: "field-row" }, term, ours, h("button", { type: "submit", class: "primary" }, say("translation-add-term")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const translation = ours.value.trim() || null;
      const body = { term: term.value, translation, source_locale: this.#about.default, target_locale: translation ? this.#target.value : null };
      if (!(await this.#guard(() => this.#api.changeTranslation("terms", body)))) return;
      term.value = ours.value = "";
      this.#loadTerms();
    });
    const shown = this.#state.operator.role === "viewer" ? null : form;
    return h("section", { class: "card" }, h("h2", {}, say("translation-glossary")), h("p", { class: "hint" }, say("translation-glossary-hint")), shown, this.#termList);
  }

  #loadTerms() {
    return this.#guard(async () => {
      this.#terms = (await this.#api.translation("terms")).terms;
      this.#termList.replaceChildren(...this.#terms.map((one) => this.#term(one)));
    });
  }

  #term(one) {
    const remove = async () => {
      await this.#guard(() => this.#api.changeTranslation(`terms/${one.id}/remove`, {}));
      this.#loadTerms();
    };
    const meaning = one.translation ? `${one.translation} (${languageName(one.target_locale)})` : say("translation-never");
    const gone = this.#state.operator.role === "viewer" ? null : button("secondary danger", "remove", remove);
    return h("li", { class: "segment-foot" }, h("strong", { dir: "auto" }, one.term), h("span", { dir: "auto" }, meaning), gone);
  }

  #wordingsCard() {
    if (!may(this.#state.operator, "admin")) return null;
    const link = h("a", { class: "secondary", href: "/console/wordings" }, say("wordings"));
    return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", {}, say("wordings-title")), link), h("p", { class: "hint" }, say("wordings-hint")));
  }

  #enginesCard() {
    return h("section", { class: "card" }, h("h2", {}, say("translation-engines")), this.#engines);
  }
}

function button(kind, key, click) {
  return h("button", { type: "button", class: kind, on: { click } }, say(key));
}
