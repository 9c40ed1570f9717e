import { h } from "/widget/dom.js";
import { KnowledgeHome } from "./knowledge-home.js";
import { KnowledgeList } from "./knowledge-list.js";
import { KnowledgeSource } from "./knowledge-source.js";
import { say } from "./words.js";

/** The sources on one side; on the other the one that is open, or where documents are added and tried. */
export class KnowledgeView {
  #state;
  #list;
  #home;
  #source;

  constructor(state) {
    this.#state = state;
    this.#home = new KnowledgeHome(state);
    this.#list = new KnowledgeList(state, { onAdd: () => this.#home.startAdding() });
    this.#source = new KnowledgeSource(state);
    const main = h("main", { class: "knowledge-main", "aria-label": say("knowledge") }, this.#home.element, this.#source.element);
    this.element = h("div", { class: "panes knowledge" }, this.#list.element, main, this.#source.dialog);
  }

  move(step) {
    this.#list.move(step);
  }

  focusSearch() {
    this.#home.focusSearch();
  }

  render() {
    const { opened } = this.#state.knowledge;
    this.element.dataset.view = opened ? "source" : "home";
    this.#home.element.hidden = Boolean(opened);
    this.#source.element.hidden = !opened;
    this.#list.render();
    if (opened) this.#source.render();
    else this.#home.render();
  }
}
