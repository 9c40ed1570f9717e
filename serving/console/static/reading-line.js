import { h, icon } from "/widget/dom.js";
import { say, sayOr } from "./words.js";

/** Under a message: what it says in the operator's language, else what was written before it was translated. */
export function readingOf({ text, reading, translation }) {
  if (reading?.text.trim() === text.trim()) return null; // a number, an address: nothing to translate
  if (reading) return translated(reading.text, reading.source, reading.sure);
  if (!translation || translation.status === "untranslated") return null;
  return h("details", { class: "reading-line" }, h("summary", {}, icon("globe"), say("show-original", { language: languageName(translation.source) })), h("p", { dir: "auto" }, translation.original));
}

function translated(text, source, sure) {
  const label = say(sure ? "translated-from" : "translated-unsure", { language: languageName(source) });
  return h("div", { class: sure ? "reading-line" : "reading-line unsure" }, h("p", { dir: "auto" }, text), h("small", {}, icon(sure ? "globe" : "alert"), label));
}

/** A language in the console's own words, else its code. */
export function languageName(locale) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

export function statusName(status) {
  return sayOr(status === "memory" ? "translation-from-memory" : `translation-${status}`, status);
}
