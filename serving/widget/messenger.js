import { accentFrom } from "./accent.js";
import { h, icon } from "./dom.js";
import { Panel } from "./panel.js";

const LAUNCHERS = { chat: "chat", question: "question", spark: "spark" };
const PHONE = "(max-width: 480px)";

/** `<parley-messenger>`: the launcher and the panel in a shadow root of their own. */
export class Messenger extends HTMLElement {
  #controller;
  #panel;
  #launcher;
  #badge;
  #dir;

  setUp({ controller, dir, theme, sheets }) {
    this.#controller = controller;
    this.#dir = dir;
    if (theme) this.dataset.theme = theme;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheets;
    this.#panel = new Panel(this.#controller, { onClose: () => this.close() });
    this.#badge = h("span", { class: "unread", hidden: true });
    this.#launcher = h(
      "button",
      { type: "button", class: "launcher", "aria-expanded": "false", on: { click: () => this.toggle() } },
      icon("close", "when-open"),
      this.#badge,
    );
    // The host page's keyboard shortcuts are not for what is typed in here.
    for (const type of ["keydown", "keyup", "keypress"]) root.addEventListener(type, (event) => this.#key(event));
    root.append(this.#panel.element, this.#launcher);
  }

  connectedCallback() {
    this.#controller.addEventListener("change", () => this.#render());
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#render());
    this.#render();
    if (this.#controller.worthResuming) this.#controller.begin();
    if (this.#controller.storage.get("open")) this.#show({ focus: false });
  }

  get isOpen() {
    return !this.#panel.element.hidden;
  }

  open({ focus = true } = {}) {
    this.#show({ focus });
  }

  close({ focus = true } = {}) {
    this.#controller.storage.set("open", null);
    this.#panel.element.hidden = true;
    this.#render();
    if (focus) this.#launcher.focus();
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Opens the chat and says `text` for the customer: for a page's own buttons. */
  ask(text) {
    this.open();
    this.#controller.say(text);
  }

  /** For pages where a customer signs in without loading another page: a JWT that the shop's server signed. */
  identify(identity) {
    this.#controller.identify(identity);
  }

  signOut() {
    this.#controller.signOut();
  }

  #show({ focus }) {
    this.#controller.storage.set("open", true);
    this.#controller.begin();
    this.#panel.element.hidden = false;
    this.#render();
    this.#panel.opened();
    if (focus) this.#panel.focus();
  }

  #render() {
    const { strings, config, unread } = this.#controller;
    this.#look(config);
    this.lang = strings.locale;
    this.dir = this.#controller.session.languageChosen ? strings.dir : this.#dir || strings.dir;
    if (this.isOpen && document.visibilityState === "visible") this.#controller.markRead();
    this.#panel.element.setAttribute("aria-modal", String(matchMedia(PHONE).matches));
    this.#launcher.setAttribute("aria-expanded", String(this.isOpen));
    const count = this.#controller.unread;
    const label = strings.text(this.isOpen ? "close" : "open");
    this.#launcher.setAttribute("aria-label", count ? `${label} (${strings.text("unread", { count })})` : label);
    this.#badge.hidden = !count || this.isOpen;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    this.#panel.render();
  }

  /** As the inbox has it (serving/channels/widget.py:appearance). */
  #look({ color, position, launcher }) {
    for (const [name, value] of Object.entries(accentFrom(color))) this.style.setProperty(name, value);
    this.dataset.position = position ?? "end";
    const wanted = LAUNCHERS[launcher] ?? LAUNCHERS.chat;
    if (this.#launcher.dataset.icon === wanted) return;
    this.#launcher.dataset.icon = wanted;
    this.#launcher.querySelector(".when-closed")?.remove();
    this.#launcher.prepend(icon(wanted, "when-closed"));
  }

  #key(event) {
    event.stopPropagation();
    if (event.type !== "keydown" || !this.isOpen) return;
    if (event.key === "Escape" && !event.isComposing) this.close();
    else if (event.key === "Tab" && matchMedia(PHONE).matches) this.#keepFocus(event);
  }

  // On a phone the panel covers the page: focus goes round inside it.
  #keepFocus(event) {
    const reachable = 'button:not([disabled], [hidden]), input, textarea, summary, a[href], [tabindex="0"]';
    const stops = [...this.#panel.element.querySelectorAll(reachable)].filter((stop) => stop.checkVisibility());
    const leaving = this.shadowRoot.activeElement === (event.shiftKey ? stops[0] : stops.at(-1));
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}
