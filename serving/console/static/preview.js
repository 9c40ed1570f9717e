// The real widget on a page of nobody's, for the console's frame: it looks as it is told and speaks with no server.
import { Controller } from "/widget/controller.js";
import { STYLES, loadSheet } from "/widget/main.js";
import { Messenger } from "/widget/messenger.js";
import { loadStrings } from "/widget/strings.js";

const MODULES = `${location.origin}/widget/`;

/** Has a conversation to look at, and keeps what is said to itself. */
class Rehearsal extends Controller {
  #seq = 0;

  constructor(options) {
    super(options);
    const kept = new Map();
    this.storage = { get: (name, fallback = null) => kept.get(name) ?? fallback, set: (name, value) => kept.set(name, value) };
    this.connection.state = "live";
  }

  get worthResuming() {
    return false;
  }

  begin() {}

  speak() {}

  say(text, shown = null) {
    this.#add("customer", shown ?? text, {});
  }

  play({ question, answer, source }) {
    if (this.#seq) return;
    this.#add("customer", question, {});
    this.#add("bot", answer, { turn: "1", sources: [{ title: source, quote: answer, url: null }] });
  }

  wear(config) {
    this.config = config;
    this.dispatchEvent(new Event("change"));
  }

  #add(author, text, payload) {
    const event = { seq: ++this.#seq, kind: "message", author, text, payload, operator: null, at: new Date().toISOString() };
    this.conversation.receive({ type: "event", event });
  }
}

const shown = new URLSearchParams(location.search);
const strings = await loadStrings({ modules: MODULES, locale: shown.get("locale") ?? "en" });
const sheets = await Promise.all(STYLES.map((name) => loadSheet(new URL(name, MODULES))));
document.documentElement.lang = strings.locale;
document.documentElement.dir = strings.dir;
customElements.define("parley-messenger", Messenger);
const controller = new Rehearsal({ origin: location.origin, inbox: "preview", locale: strings.locale, strings });
const messenger = document.createElement("parley-messenger");
messenger.setUp({ controller, sheets });
document.body.append(messenger);

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== parent) return;
  const { config, theme, open, sample } = data;
  document.documentElement.dataset.theme = messenger.dataset.theme = theme;
  controller.wear(config);
  controller.play(sample);
  // The operator is typing in the page around this one.
  if (open) messenger.open({ focus: false });
  else messenger.close({ focus: false });
});
parent.postMessage("ready", location.origin);
