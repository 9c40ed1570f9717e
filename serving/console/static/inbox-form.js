import { h } from "/widget/dom.js";
import { isLook } from "./appearance.js";
import { say, sayOr } from "./words.js";

/** The fields of one channel, as its setup names them: `element`, `values()`. Secrets are only written. */
export class InboxForm {
  #fields;
  #inputs = new Map();

  constructor(fields, settings = null) {
    this.#fields = fields;
    const first = fields.filter((field) => field.asked || isLook(field.name));
    const others = fields.filter((field) => !first.includes(field));
    const more = h("details", { class: "advanced" }, h("summary", {}, say("more-settings")), ...others.map((field) => this.#row(field, settings)));
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
    const words = sayOr(`field-${field.name}`, null);
    const label = words ? h("label", { for: id }, words, " ", h("code", {}, field.name)) : h("label", { for: id }, h("code", {}, field.name));
    return h("div", { class: "inbox-field" }, label, field.kind === "color" ? withSwatch(input) : input);
  }

  // The names in code are those of the command line and the documentation: the same in every language.
  #input(field, settings) {
    const value = settings?.[field.name] ?? (settings && field.kind !== "switch" ? "" : field.default ?? "");
    const required = field.required && !(settings && field.kind === "secret");
    if (field.kind === "switch") {
      const box = h("input", { type: "checkbox" });
      box.checked = value === true;
      return box;
    }
    if (field.kind === "choice") {
      const select = h("select", {}, ...field.choices.map((choice) => h("option", { value: choice }, sayOr(`field-${field.name}-${choice}`, choice))));
      select.value = value || field.choices[0];
      return select;
    }
    const secret = field.kind === "secret";
    const placeholder = secret && settings ? say("secret-kept") : field.example;
    const type = secret ? "password" : field.kind === "number" ? "number" : "text";
    const dir = isLook(field.name) && field.kind === "text" ? "auto" : "ltr";
    const input = h("input", { type, placeholder, dir, autocomplete: secret ? "new-password" : "off" });
    input.required = required;
    input.value = Array.isArray(value) ? value.join(", ") : value;
    return input;
  }
}

// The browser's own choice of a colour beside the field that one can also type in.
function withSwatch(input) {
  const swatch = h("input", { type: "color", "aria-label": say("pick-color"), value: input.value || input.placeholder });
  input.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(input.value)) swatch.value = input.value;
  });
  swatch.addEventListener("input", () => {
    input.value = swatch.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return h("div", { class: "field-row" }, swatch, input);
}
