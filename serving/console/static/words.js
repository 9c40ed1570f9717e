// What the console says, in the language that was asked for or the operator chose: the server has the words.

import { requestJson } from "/widget/http.js";
import { Words } from "/widget/words.js";

const words = new Words();

/** Without a `locale` the server decides: the operator's choice, else the browser's languages. Throws ApiError. */
export async function loadWords(locale) {
  const query = locale ? `?${new URLSearchParams({ locale })}` : "";
  const options = { cache: "no-cache", credentials: "same-origin" };
  const page = await requestJson(`/console/api/words${query}`, options);
  words.use(page);
  document.documentElement.lang = page.locale;
  document.documentElement.dir = page.dir;
}

/** `languages`: [{locale, name}]; `format` is the locale for `Intl`. */
export function spoken() {
  return { locale: words.locale, format: words.format, languages: words.languages };
}

export function say(key, values) {
  return words.say(id(key), values);
}

/** For keys made of data: the data itself where no word is known. */
export function sayOr(key, fallback) {
  return words.has(id(key)) ? say(key) : fallback;
}

function id(key) {
  return `console-${key.replaceAll("_", "-")}`;
}
