import { h, icon } from "/widget/dom.js";
import { Details } from "./details.js";
import { InboxList } from "./inbox-list.js";
import { KnowledgeView } from "./knowledge-view.js";
import { InvitationPage } from "./invitation.js";
import { Keyboard } from "./keyboard.js";
import { accountMenu } from "./language-choice.js";
import { PageView } from "./page-view.js";
import { PAGES, may } from "./pages.js";
import { ShortcutsDialog } from "./shortcuts-dialog.js";
import { SignIn } from "./sign-in.js";
import { State } from "./state.js";
import { TranslationsView } from "./translations-view.js";
import { Transcript } from "./transcript.js";
import { say } from "./words.js";

const WAITING_REFRESH_MS = 20_000;
const PHONE = matchMedia("(max-width: 820px)"); // one pane at a time: base.css

/** `<parley-console>`: the sign-in, or the top bar and the three panes. */
export class Shell extends HTMLElement {
  #state = new State();
  #signIn;
  #invitation = null;
  #workspace = null;
  #drawing = false;

  connectedCallback() {
    this.#signIn = new SignIn(this.#state);
    this.#state.addEventListener("change", () => this.#draw());
    this.#state.addEventListener("language", () => this.#startOver());
    PHONE.addEventListener("change", () => this.#draw());
    setInterval(() => this.#draw(), WAITING_REFRESH_MS);
    this.#state.start();
  }

  // Many events may come at once: one drawing for all of them.
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#render();
    });
  }

  #render() {
    const { operator } = this.#state;
    if (operator === undefined) return;
    if (operator === null) {
      this.#workspace?.keyboard.stop();
      this.#workspace = null;
      const door = location.pathname === "/console/invitation" ? (this.#invitation ??= new InvitationPage(this.#state)) : this.#signIn;
      this.#show([door.element]);
      door.render();
      document.title = say("sign-in-title");
      return;
    }
    this.#workspace ??= this.#makeWorkspace();
    this.#renderWorkspace();
  }

  // Every part said its words when it was made.
  #startOver() {
    this.#workspace?.keyboard.stop();
    this.#workspace = null;
    this.#signIn = new SignIn(this.#state);
    this.#draw();
  }

  #show(elements) {
    if (elements.some((element) => element.parentElement !== this)) this.replaceChildren(...elements);
  }

  #makeWorkspace() {
    const state = this.#state;
    const dialog = new ShortcutsDialog(state);
    const list = new InboxList(state);
    const transcript = new Transcript(state);
    const details = new Details(state);
    const knowledge = new KnowledgeView(state);
    const translations = new TranslationsView(state);
    const page = new PageView(state);
    const keyboard = new Keyboard({ state, list, transcript, dialog, knowledge });
    const banner = h("div", { class: "banner", role: "status" });
    const status = h("span", { class: "live" });
    const heading = h("h1", { class: "hidden" });
    const views = viewLinks(state);
    const bar = topBar(state, { heading, views, status, onHelp: () => dialog.open() });
    const panes = h("div", { class: "panes" }, list.element, transcript.element, details.element);
    this.replaceChildren(bar, banner, panes, knowledge.element, translations.element, page.element, dialog.element);
    keyboard.start();
    return { list, transcript, details, knowledge, translations, page, keyboard, banner, status, panes, heading, views };
  }

  #renderWorkspace() {
    const { list, transcript, details, knowledge, translations, page, banner, status, panes, heading, views } = this.#workspace;
    const { view, connection, degraded, timeline, detailsOpen, conversations } = this.#state;
    for (const link of views.children) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    heading.textContent = say(view);
    panes.hidden = view !== "inbox";
    knowledge.element.hidden = view !== "knowledge";
    translations.element.hidden = view !== "translations";
    page.element.hidden = !(view in PAGES);
    status.dataset.state = connection;
    status.textContent = say({ connecting: "live-connecting", live: "live-on", lost: "live-connecting" }[connection]);
    banner.textContent = connection === "lost" ? say("live-lost") : degraded ? say("platform-degraded") : "";
    panes.dataset.view = detailsOpen && timeline ? "details" : timeline ? "transcript" : "list";
    // The pane that is alone on the screen is the page's main part.
    panes.role = PHONE.matches && panes.dataset.view === "list" ? "main" : null;
    details.element.role = PHONE.matches && panes.dataset.view === "details" ? "main" : "complementary";
    document.title = `${conversations.waiting ? `(${conversations.waiting}) ` : ""}${say(view)} · ${say("app")}`;
    if (view === "knowledge") return knowledge.render();
    if (view === "translations") return translations.render();
    if (view in PAGES) return page.render();
    page.leave();
    list.render();
    transcript.render();
    details.render();
  }
}

function topBar(state, { heading, views, status, onHelp }) {
  const button = (name, label, click) =>
    h("button", { type: "button", class: "icon-button", title: say(label), "aria-label": say(label), on: { click } }, icon(name, name === "exit" ? "flip" : ""));
  return h(
    "header",
    { class: "top-bar" },
    heading,
    h("a", { class: "brand", href: "/console" }, h("img", { src: "/console/icon.svg", alt: "", width: "26", height: "26" }), say("app")),
    views,
    status,
    accountMenu(state),
    button("keyboard", "shortcuts", onHelp),
    button("exit", "sign-out", () => state.signOut()),
  );
}

const VIEWS = { inbox: { href: "/console", name: "chat" }, knowledge: { href: "/console/knowledge", name: "book" }, translations: { href: "/console/translations", name: "globe" } };

function viewsFor(operator) {
  const pages = Object.entries(PAGES).filter(([, { role, hidden }]) => !hidden && may(operator, role));
  return { ...VIEWS, ...Object.fromEntries(pages.map(([view, page]) => [view, { href: `/console/${view}`, name: page.icon }])) };
}

function viewLinks(state) {
  const links = Object.entries(viewsFor(state.operator)).map(([view, { href, name }]) => {
    const click = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      state.show(view);
    };
    return h("a", { href, title: say(view), data: { view }, on: { click } }, icon(name), h("span", {}, say(view)));
  });
  return h("nav", { class: "views", "aria-label": say("views") }, links);
}
