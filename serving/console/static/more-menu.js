import { h, icon } from "/widget/dom.js";
import { say } from "./words.js";

const MORNING = 9;

/** What is done less often with a conversation: give it to a colleague, let it sleep, print it. */
export class MoreMenu {
  #state;
  #colleague = h("select", { id: "assign-to" });
  #until = h("input", { type: "datetime-local", id: "snooze-at", required: true });
  #parts;

  constructor(state) {
    this.#state = state;
    this.button = h(
      "button",
      { type: "button", class: "icon-button", popovertarget: "more-menu", "aria-label": say("more-actions"), title: say("more-actions") },
      icon("more"),
    );
    const assign = h("button", { type: "button", class: "secondary", on: { click: () => this.#act("assign", { operator: this.#colleague.value }) } }, say("assign"));
    const sleep = SNOOZES.map(([key, until]) =>
      h("button", { type: "button", class: "secondary", on: { click: () => this.#snooze(until()) } }, say(key)),
    );
    const own = h("button", { type: "button", class: "secondary", on: { click: () => this.#until.reportValidity() && this.#snooze(new Date(this.#until.value)) } }, say("snooze-until"));
    this.#parts = [
      h("label", { for: "assign-to" }, say("assign-to")),
      h("div", { class: "row" }, this.#colleague, assign),
      h("h2", {}, say("snooze-until")),
      h("div", { class: "snoozes" }, sleep),
      h("label", { for: "snooze-at" }, say("snooze-at")),
      h("div", { class: "row" }, this.#until, own),
    ];
    const printed = h("button", { type: "button", class: "secondary", on: { click: () => this.#print() } }, icon("print"), say("print"));
    this.element = h("div", { id: "more-menu", class: "more-menu", popover: "auto", role: "dialog", "aria-label": say("more-actions") }, this.#parts, printed);
    this.element.addEventListener("toggle", ({ newState }) => newState === "open" && this.#load());
  }

  open() {
    if (!this.button.closest("[hidden]")) this.element.showPopover();
  }

  render({ status, assignee }, operator) {
    const held = assignee && assignee.id !== operator.id && operator.role !== "admin";
    const able = operator.role !== "viewer" && !held && status !== "resolved";
    for (const part of this.#parts) part.hidden = !able;
  }

  async #load() {
    this.#until.min = localTime(new Date());
    const { colleagues } = await this.#state.api.read("choices").catch(() => ({ colleagues: [] }));
    this.#colleague.replaceChildren(...colleagues.map(({ id, name }) => h("option", { value: id }, name)));
  }

  #act(action, body) {
    this.element.hidePopover();
    this.#state.act(action, body);
  }

  #snooze(until) {
    this.#act("snooze", { until: until.toISOString() });
  }

  #print() {
    this.element.hidePopover();
    print();
  }
}

function tomorrow(days) {
  const then = new Date();
  then.setDate(then.getDate() + days);
  then.setHours(MORNING, 0, 0, 0);
  return then;
}

/** As an input of a date and a time wants it. */
function localTime(moment) {
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const SNOOZES = [
  ["snooze-hour", () => new Date(Date.now() + 3_600_000)],
  ["snooze-tomorrow", () => tomorrow(1)],
  ["snooze-week", () => tomorrow(7)],
];
