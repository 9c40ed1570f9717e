// Words as the server sends them (serving/translation/browser.py): values are put in here, and plurals chosen.

/** `use` takes what the server sends for a locale; `say` puts a word together. */
export class Words {
  #words = {};
  #plurals;
  #numbers;

  constructor() {
    this.use({ locale: "en" });
  }

  /** `languages`: [{locale, name}], those that one can choose from. */
  use({ locale, dir = "ltr", languages = this.languages ?? [], words = {} }) {
    const format = formatOf(locale);
    Object.assign(this, { locale, dir, format, languages });
    this.#words = words;
    this.#plurals = new Intl.PluralRules(format);
    this.#numbers = new Intl.NumberFormat(format);
  }

  has(key) {
    return Object.hasOwn(this.#words, key);
  }

  say(key, values = {}) {
    let word = this.#words[key] ?? "";
    while (typeof word === "object") word = word.cases[this.#chosenCase(word, values[word.by])];
    return word.replace(/\{(\w+)\}/g, (place, name) => (name in values ? this.#shown(values[name]) : place));
  }

  #chosenCase({ cases, otherwise }, value) {
    if (Object.hasOwn(cases, value)) return value;
    const category = typeof value === "number" ? this.#plurals.select(value) : otherwise;
    return Object.hasOwn(cases, category) ? category : otherwise;
  }

  // In right-to-left text a name or a number must not pull the words around it to its own side.
  #shown(value) {
    const text = typeof value === "number" ? this.#numbers.format(value) : String(value);
    return this.dir === "rtl" ? `\u2068${text}\u2069` : text;
  }
}

// For `Intl`: the reader's own region where it speaks the language, and the digits that order numbers are written with.
function formatOf(locale) {
  const language = (tag) => tag.split("-")[0].toLowerCase();
  const regional = navigator.languages.find((tag) => language(tag) === language(locale));
  return `${regional ?? locale}-u-nu-latn`;
}
