// How an inbox's widget looks: the real one in a frame while it is edited, and what puts it on a page.
import { accentFrom, contrast } from "/widget/accent.js";
import { h, icon } from "/widget/dom.js";
import { decimal } from "./format.js";
import { copy } from "./page-view.js";
import { say, spoken } from "./words.js";

const SURFACES = { light: "#ffffff", dark: "#16191c" }; // --parley-surface of widget/tokens.css
const LEAST_CONTRAST = 3; // WCAG 2.2, 1.4.11: parts of the interface
const LOOKS = ["title", "greeting", "color", "position", "launcher"];

export function isLook(name) {
  return LOOKS.includes(name);
}

/** A section whose frame wears what `form` holds. */
export class Appearance {
  #form;
  #theme = "light";
  #open = true;
  #frame;
  #warnings = h("ul", { class: "findings", role: "status" });

  constructor(form, { inbox, address }) {
    this.#form = form;
    const src = `/console/preview.html?${new URLSearchParams({ locale: spoken().locale })}`;
    this.#frame = h("iframe", { class: "preview", title: say("preview"), src });
    const receive = ({ source, data }) => {
      if (source && source === this.#frame.contentWindow && data === "ready") this.show();
    };
    // As long as the frame is in the page.
    const listening = new AbortController();
    addEventListener("message", (event) => (this.#frame.isConnected ? receive(event) : listening.abort()), { signal: listening.signal });
    form.element.addEventListener("input", () => this.show());
    this.element = h(
      "section",
      { class: "card appearance" },
      h("div", { class: "card-head" }, h("h3", {}, say("preview")), this.#tools()),
      this.#warnings,
      this.#frame,
      snippet(say("script-tag"), scriptTag(address, inbox.id)),
      snippet(say("content-policy"), policy(address)),
    );
    this.#warn(form.values().color);
  }

  show() {
    const values = this.#form.values();
    const config = Object.fromEntries(LOOKS.map((name) => [name, values[name]]));
    const sample = { question: say("preview-question"), answer: say("preview-answer"), source: say("preview-source") };
    this.#frame.contentWindow?.postMessage({ config, sample, theme: this.#theme, open: this.#open }, location.origin);
    this.#warn(values.color);
  }

  #tools() {
    const toggle = (key, pressed, change) => {
      const button = h("button", { type: "button", class: "secondary", "aria-pressed": String(pressed) }, say(key));
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(change()));
        this.show();
      });
      return button;
    };
    const dark = toggle("preview-dark", false, () => (this.#theme = this.#theme === "dark" ? "light" : "dark") === "dark");
    const closed = toggle("preview-closed", false, () => !(this.#open = !this.#open));
    return h("div", { class: "field-row" }, dark, closed);
  }

  #warn(color) {
    const chosen = accentFrom(color)["--parley-accent"];
    const weak = Object.entries(SURFACES).filter(([, surface]) => chosen && contrast(chosen, surface) < LEAST_CONTRAST);
    this.#warnings.hidden = !weak.length;
    const line = ([scheme, surface]) =>
      h("li", { data: { level: "warning" } }, icon("alert"), say("color-contrast", { scheme, ratio: decimal(contrast(chosen, surface), 1) }));
    this.#warnings.replaceChildren(...weak.map(line));
  }
}

function scriptTag(address, inbox) {
  return `<script src="${address}/widget.js" data-inbox="${inbox}" defer></script>`;
}

function policy(address) {
  return `script-src ${address}; connect-src ${address} ${address.replace(/^http/, "ws")}`;
}

function snippet(title, text) {
  return h("div", { class: "snippet" }, h("h4", {}, title), h("pre", { tabindex: "0" }, text), copy(text));
}
