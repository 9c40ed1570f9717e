// What the widget says, in the customer's language: the server has the words, this fills them in.

import { requestJson } from "./http.js";
import { Words } from "./words.js";

const DAY_MS = 86_400_000;

/** The words of a page that is new here. They come from where the widget's modules came from. Throws ApiError. */
export async function loadStrings({ modules, locale }) {
  const url = new URL("words", modules);
  url.searchParams.set("locale", locale);
  const strings = new Strings();
  strings.use(await requestJson(url, { cache: "no-cache", credentials: "omit" }));
  return strings;
}

export class Strings extends Words {
  /** With the words of the session: those of its inbox. */
  localize({ locale, dir, strings }) {
    this.use({ locale, dir, words: strings });
  }

  text(key, values) {
    return this.say(`widget-${key}`, values);
  }

  time(at) {
    return this.#format(at, { timeStyle: "short" });
  }

  day(at) {
    const days = Math.round((startOfDay(new Date()) - startOfDay(at)) / DAY_MS);
    if (days === 0) return this.text("today");
    if (days === 1) return this.text("yesterday");
    return this.#format(at, { weekday: "long", day: "numeric", month: "long" });
  }

  #format(at, options) {
    return new Intl.DateTimeFormat(this.format, options).format(at);
  }
}

function startOfDay(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}
