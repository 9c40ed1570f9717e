import { Controller } from "./controller.js";
import { Messenger } from "./messenger.js";
import { storageOf } from "./storage.js";
import { requestJson } from "./http.js";
import { loadStrings } from "./strings.js";

export const STYLES = ["tokens.css", "widget.css"];
const TAG = "parley-messenger";

/** Options are the script tag's data attributes: inbox, locale, dir, theme ("light" | "dark"), identity (a signed JWT). */
export async function start(options) {
  if (document.querySelector(TAG)) return;
  const chosen = storageOf(options).get("locale");
  const locale = chosen || options.locale || document.documentElement.lang || navigator.language;
  const [strings, config, ...sheets] = await Promise.all([
    loadStrings({ modules: options.modules, locale }),
    loadAppearance(options),
    ...STYLES.map((name) => loadSheet(new URL(name, options.modules))),
  ]);
  if (!customElements.get(TAG)) customElements.define(TAG, Messenger);
  const messenger = document.createElement(TAG);
  messenger.setUp({ ...options, controller: new Controller({ ...options, locale, strings, config }), sheets });
  document.body.append(messenger);
}

// The chat is worth having in other colours than its inbox's.
function loadAppearance({ origin, inbox }) {
  const url = `${origin}/api/widget/${encodeURIComponent(inbox)}/appearance`;
  return requestJson(url, { credentials: "omit" }).catch(() => ({}));
}

// Constructed sheets need no `style-src` in the host page's Content-Security-Policy.
export async function loadSheet(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}
