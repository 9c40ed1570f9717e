import { Composer } from "./composer.js";
import { h, icon, reconcile } from "./dom.js";
import { openButtons } from "./items.js";
import { MessageList } from "./message-list.js";
import { LanguageChoice } from "./language-choice.js";
import { Introduction } from "./introduction.js";
import { Rating } from "./rating.js";
import { saveTranscript } from "./transcript.js";

const CONNECTING_SHOWN_AFTER_MS = 3_000;

/** The opened chat: header, banner, messages, quick replies, composer. */
export class Panel {
  #controller;
  #list;
  #composer;
  #connectingSince = Date.now();
  #title = h("h2", { id: "title" });
  #subtitle = h("p", { class: "subtitle" });
  #close;
  #save;
  #banner = h("div", { class: "banner", role: "status" });
  #buttons = h("div", { class: "quick-replies" });
  #human;
  #language;
  #introduction;
  #rating;

  constructor(controller, { onClose }) {
    this.#controller = controller;
    const { strings } = controller;
    this.#list = new MessageList(controller);
    this.#composer = new Composer(controller, { send: (text, files) => this.#say(text, null, files) });
    this.#language = new LanguageChoice(controller);
    this.#introduction = new Introduction(controller, { onDone: () => this.focus() });
    this.#rating = new Rating(controller);
    this.#close = h("button", { type: "button", class: "icon-button", on: { click: onClose } }, icon("close"));
    const save = () => saveTranscript(controller);
    this.#save = h("button", { type: "button", class: "icon-button", on: { click: save } }, icon("download"));
    const askForHuman = () => this.#say(strings.text("talk-to-human-message"));
    this.#human = h("button", { type: "button", class: "human-button", on: { click: askForHuman } }, icon("person"), h("span"));
    const heading = h("div", { class: "heading" }, this.#title, this.#subtitle);
    this.element = h(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      h("div", { class: "head" }, heading, this.#language.element, this.#save, this.#close),
      this.#banner,
      this.#list.element,
      this.#rating.element,
      this.#buttons,
      h("div", { class: "foot" }, this.#introduction.element, this.#composer.element, this.#human),
    );
  }

  focus() {
    // On a touch screen the keyboard would cover the conversation.
    const field = this.#controller.questions.length ? this.#introduction.firstField : this.#composer.input;
    const target = matchMedia("(pointer: coarse)").matches ? this.#close : field;
    target.focus();
  }

  opened() {
    this.#composer.grow();
    this.#list.scrollToEnd();
  }

  render() {
    const { strings, config, conversation, questions } = this.#controller;
    this.#title.textContent = config.title || strings.text("title");
    this.#subtitle.textContent = this.#status();
    this.element.dataset.status = conversation.status;
    this.#close.setAttribute("aria-label", strings.text("close"));
    this.#save.setAttribute("aria-label", strings.text("save"));
    this.#save.hidden = conversation.lastSeq === 0;
    this.#human.lastChild.textContent = strings.text("talk-to-human");
    this.#human.hidden = conversation.status === "open" || questions.length > 0;
    this.#language.render();
    this.#renderBanner();
    this.#renderButtons();
    this.#rating.render();
    this.#introduction.render();
    const wasWriting = this.element.getRootNode().activeElement === this.#composer.input;
    this.#composer.element.hidden = questions.length > 0;
    if (wasWriting && questions.length) this.focus();
    this.#composer.refresh();
    this.#list.render();
  }

  #say(text, shown, files) {
    this.#controller.say(text, shown, files);
    this.#composer.input.focus();
  }

  #status() {
    const { conversation, strings } = this.#controller;
    if (conversation.status === "bot") return strings.text("status-bot");
    if (conversation.status === "resolved") return strings.text("status-resolved");
    if (conversation.operator) return strings.text("status-assigned", { name: conversation.operator.name });
    return strings.text("status-open");
  }

  #renderBanner() {
    const key = this.#bannerKey();
    this.#banner.textContent = key ? this.#controller.strings.text(key) : "";
    this.#banner.dataset.kind = key ?? "";
  }

  #bannerKey() {
    const { problem, connection, conversation, online } = this.#controller;
    if (!online && !navigator.onLine) return "offline";
    if (problem) return problem;
    if (connection.state === "offline") return "unavailable";
    if (conversation.degraded) return "degraded";
    return this.#connectingKey(connection.state);
  }

  // A short reconnection is nobody's business.
  #connectingKey(state) {
    if (state !== "connecting") {
      this.#connectingSince = null;
      return null;
    }
    if (this.#connectingSince === null) {
      this.#connectingSince = Date.now();
      setTimeout(() => this.render(), CONNECTING_SHOWN_AFTER_MS + 50);
    }
    return Date.now() - this.#connectingSince > CONNECTING_SHOWN_AFTER_MS ? "reconnecting" : null;
  }

  #renderButtons() {
    const buttons = openButtons(this.#controller).map((button) => ({ ...button, key: `${button.payload}\n${button.title}` }));
    const create = ({ title, payload }) =>
      h("button", { type: "button", dir: "auto", on: { click: () => this.#say(payload, title) } }, title);
    reconcile(this.#buttons, buttons, { create, update: () => {} });
  }
}
