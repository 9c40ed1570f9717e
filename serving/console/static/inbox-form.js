import { h } from "/widget/dom.js";
import { say } from "./words.js";

/** The fields of one channel, as its setup names them: `element`, `values()`. Secrets are only written. */
export class InboxForm {
  #fields;
  #inputs = new Map();

  constructor(fields, settings = null) {
    this.#fields = fields;
    const first = fields.filter((field) => field.asked);
    const others = fields.filter((field) => !field.asked);
    const more = h("details", { class: "more" }, h("summary", {}, say("more-settings")), ...others.map((field) => this.#row(field, settings)));
    this.element = h("div", { class: "inbox-fields" }, ...first.map((field) => this.#row(field, settings)), others.length ? more : null);
  }

  /** What was entered; an empty secret is left out, so that the stored one stays. */
  values() {
    const entered = this.#fields.map((field) => [field.name, this.#value(field)]);
    return Object.fromEntries(entered.filter(([, value]) => value !== undefined));
  }

  #value(field) {
    const input = this.#inputs.get(field.name);
    if (field.kind === "switch") return input.checked;
    const text = input.value.trim();
    if (field.kind === "secret") return text || undefined;
    if (field.kind === "list") return text ? text.split(",").map((item) => item.trim()) : [];
    return text;
  }

  #row(field, settings) {
    const input = this.#input(field, settings);
    this.#inputs.set(field.name, input);
    const id = `field-${field.name}`;
    input.id = id;
    return h("div", { class: "inbox-field" }, h("label", { for: id, dir: "ltr" }, field.name), input);
  }

  // The names are those of the command line and the documentation: the same in every language.
  #input(field, settings) {
    const value = settings?.[field.name] ?? (settings ? "" : field.default ?? "");
    const required = field.required && !(settings && field.kind === "secret");
    if (field.kind === "switch") {
      const box = h("input", { type: "checkbox" });
      box.checked = value === true;
      return box;
    }
    if (field.kind === "choice") {
      const select = h("select", {}, ...field.choices.map((choice) => h("option", { value: choice }, choice)));
      select.value = value || field.choices[0];
      return select;
    }
    const secret = field.kind === "secret";
    const placeholder = secret && settings ? say("secret-kept") : field.example;
    const type = secret ? "password" : field.kind === "number" ? "number" : "text";
    const input = h("input", { type, placeholder, dir: "ltr", autocomplete: secret ? "new-password" : "off" });
    input.required = required;
    input.value = Array.isArray(value) ? value.join(", ") : value;
    return input;
  }
}
