import { h, icon } from "/widget/dom.js";
import { Appearance } from "./appearance.js";
import { InboxForm } from "./inbox-form.js";
import { say } from "./words.js";

/** For admins: the inboxes on one side; on the other the one that is open, or a new one. */
export class InboxesView {
  #inboxes;
  #list = h("ul", { class: "rows inbox-rows" });
  #main = h("div", {});
  #shown = null; // what the form was made for: it is not made again while somebody types
  #answer = h("div", { class: "inbox-answer", "aria-live": "polite" });
  #problem = h("p", { class: "problem", role: "alert" });
  #keys = h("section", { class: "card" });

  constructor(inboxes) {
    this.#inboxes = inboxes;
    const add = h("button", { type: "button", class: "primary", on: { click: () => this.#inboxes.open(null) } }, icon("plus"), say("new-inbox"));
    const side = h("nav", { class: "inbox-side", "aria-label": say("inboxes") }, add, this.#list);
    this.element = h("div", { class: "inboxes" }, side, this.#main);
  }

  render() {
    const { all, opened, channels, problem } = this.#inboxes;
    this.#list.replaceChildren(...all.map((inbox) => this.#row(inbox, inbox.id === opened)));
    const wanted = `${opened ?? ""}/${channels.length}`;
    if (channels.length && this.#shown !== wanted) {
      this.#shown = wanted;
      const parts = opened ? this.#editing(this.#inboxes.current) : [this.#making()];
      this.#main.replaceChildren(...parts, this.#keys);
    }
    this.#problem.textContent = problem;
    this.#renderAnswer();
    this.#renderKeys();
  }

  #row(inbox, isOpen) {
    const click = () => this.#inboxes.open(inbox.id);
    const button = h("button", { type: "button", class: "inbox-row", on: { click } }, h("b", {}, inbox.name), h("span", { class: "hint", dir: "ltr" }, `${inbox.id} · ${inbox.channel}`));
    if (isOpen) button.setAttribute("aria-current", "true");
    return h("li", {}, button);
  }

  #making() {
    const choice = h("select", { id: "new-channel" }, ...this.#inboxes.channels.map((made) => h("option", { value: made.channel }, made.title)));
    const id = h("input", { id: "new-id", dir: "ltr", required: true, pattern: "[a-z0-9][a-z0-9_\\-]{0,39}", autocomplete: "off" });
    const name = h("input", { id: "new-name", required: true, maxlength: "200", autocomplete: "off" });
    const place = h("div", {});
    let form;
    const choose = () => {
      const channel = this.#inboxes.channelOf(choice.value);
      form = new InboxForm(channel.fields);
      place.replaceChildren(form.element);
      id.value = choice.value.replace("_", "-");
      name.value = channel.title;
    };
    choice.addEventListener("change", choose);
    choose();
    const submit = (event) => {
      event.preventDefault();
      this.#inboxes.add({ channel: choice.value, id: id.value, name: name.value, fields: form.values() });
    };
    const field = (label, input) => h("div", { class: "inbox-field" }, h("label", { for: input.id }, label), input);
    const fields = [field(say("channel"), choice), field(say("name"), name), field(say("inbox-id"), id)];
    const button = h("button", { type: "submit", class: "primary" }, say("make-inbox"));
    return h("section", { class: "card" }, h("h3", {}, say("new-inbox")), h("form", { on: { submit } }, ...fields, place, button), this.#problem, this.#answer);
  }

  #editing(inbox) {
    const channel = this.#inboxes.channelOf(inbox.channel);
    const form = new InboxForm(channel?.fields ?? [], inbox.settings);
    const name = h("input", { id: "inbox-name", required: true, maxlength: "200", autocomplete: "off" });
    name.value = inbox.name;
    const submit = (event) => {
      event.preventDefault();
      this.#inboxes.save(inbox.id, { name: name.value, fields: form.values() });
    };
    const act = (label, click, style = "secondary") => h("button", { type: "button", class: style, on: { click } }, say(label));
    const remove = () => {
      if (confirm(say("remove-inbox-hint", { name: inbox.name }))) this.#inboxes.remove(inbox.id);
    };
    const buttons = h(
      "div",
      { class: "field-row" },
      h("button", { type: "submit", class: "primary" }, say("save")),
      act("check-inbox", () => this.#inboxes.check(inbox.id)),
      act("remove-inbox", remove, "secondary danger"),
    );
    const named = h("div", { class: "inbox-field" }, h("label", { for: "inbox-name" }, say("name")), name);
    const card = h("section", { class: "card" }, h("h3", {}, `${channel?.title ?? inbox.channel} · ${inbox.id}`), h("form", { on: { submit } }, named, form.element, buttons), this.#problem, this.#answer);
    if (inbox.channel !== "widget") return [card];
    return [card, new Appearance(form, { inbox, address: this.#inboxes.address }).element];
  }

  #renderAnswer() {
    const { result, busy } = this.#inboxes;
    if (busy) return this.#answer.replaceChildren(h("p", { class: "hint" }, say("inbox-checking")));
    if (!result) return this.#answer.replaceChildren();
    const findings = result.findings.map(({ level, part, message }) => h("li", { data: { level } }, h("b", {}, `${part}: `), message));
    const steps = result.steps.map((step) => h("li", {}, h("pre", { dir: "ltr" }, step)));
    const shown = Object.entries(result.shown).map(([name, value]) => h("li", {}, h("b", {}, `${name}: `), h("code", { dir: "ltr" }, value)));
    const list = (words, items) => (items.length ? [h("h4", {}, say(words)), h("ul", { class: "findings" }, ...items)] : []);
    this.#answer.replaceChildren(...list("shown-once", shown), ...list("findings", findings), ...list("next-steps", steps));
  }

  #renderKeys() {
    const inbox = this.#inboxes.current;
    this.#keys.hidden = inbox?.channel !== "rest";
    if (this.#keys.hidden || this.#keys.contains(document.activeElement)) return;
    const name = h("input", { required: true, maxlength: "200", "aria-label": say("key-name"), placeholder: say("key-name") });
    const submit = (event) => {
      event.preventDefault();
      document.activeElement?.blur();
      this.#inboxes.makeKey(inbox.id, name.value);
    };
    const row = (key) => {
      const click = (event) => {
        event.target.blur();
        this.#inboxes.revokeKey(inbox.id, key.id);
      };
      return h("li", {}, h("span", {}, `${key.name} (…${key.hint})`), h("button", { type: "button", class: "secondary", on: { click } }, say("revoke-key")));
    };
    const make = h("form", { class: "field-row", on: { submit } }, name, h("button", { type: "submit", class: "secondary" }, say("make-key")));
    this.#keys.replaceChildren(h("h3", {}, say("api-keys")), h("ul", { class: "findings keys" }, ...this.#inboxes.keys.map(row)), make);
  }
}
