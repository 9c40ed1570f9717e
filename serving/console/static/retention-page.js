// How long conversations are kept, and what is known of one person: to take away or to erase.
import { h } from "/widget/dom.js";
import { ago, number } from "./format.js";
import { action, card, form, table } from "./page-view.js";
import { say } from "./words.js";

export function load(api, query) {
  return api.read("retention", Object.fromEntries(["days", "q", "inbox", "keep"].map((name) => [name, query.get(name)])));
}

export function render({ retention, inboxes, due, contacts }, context) {
  return { tools: [], body: [retentionCard(retention, due, context), inboxesCard(inboxes, due, retention.days, context), personCard(contacts, context)] };
}

/** Nothing is erased before somebody has seen how much it is. */
function retentionCard({ days, changed_at: changedAt }, due, { api, query, ask, reload }) {
  const tried = query.get("inbox") ? null : Number(query.get("days")) || null;
  const set = (value) => async () => {
    await api.change("retention", { days: value });
    if (query.get("days")) ask(new URLSearchParams());
    else reload();
  };
  const look = form([{ name: "days", key: "retention-days", type: "number", min: 1, max: 3650, required: true, value: String(tried ?? days ?? ""), id: "retention-days" }], {
    submit: "retention-look",
    id: "retention-look",
    act: ({ days: wanted }) => ask(new URLSearchParams({ days: wanted })),
  });
  return card(
    say("retention-title"),
    h("p", {}, days ? say("retention-now", { days }) : say("retention-forever"), changedAt ? h("small", { class: "hint" }, " · ", ago(changedAt)) : null),
    h("p", { class: "hint" }, say("retention-hint")),
    look,
    tried && tried !== days ? outcome(due, set(tried)) : null,
    days ? action("retention-keep-all", set(null)) : null,
  );
}

/** What would be erased by what was chosen, before it holds. */
function outcome(due, set) {
  return h("div", { class: "try-out", role: "status" }, h("p", {}, say("retention-due", { due })), due ? action("retention-set", set, { danger: true }) : action("retention-set-only", set, { primary: true }));
}

/** Each inbox with what holds for it; the one in the address is being changed. */
function inboxesCard(inboxes, due, general, context) {
  const { query, ask } = context;
  const rows = inboxes.map((inbox) => {
    const open = query.get("inbox") === inbox.id;
    const change = h("button", { type: "button", class: "secondary", id: `retention-${inbox.id}`, "aria-expanded": String(open) }, say("retention-change"), h("span", { class: "hidden" }, ` ${inbox.name}`));
    change.addEventListener("click", () => ask(new URLSearchParams(open ? {} : { inbox: inbox.id })));
    const head = h(
      "div",
      { class: "rule" },
      h("strong", { dir: "auto" }, inbox.name),
      inbox.removed ? h("span", { class: "tag" }, say("retention-removed")) : null,
      h("span", { class: "hint" }, [kept(inbox.days), inbox.own ? null : say("retention-as-others")].filter(Boolean).join(" · ")),
      change,
    );
    return h("li", {}, head, open ? ruleForm(inbox, due, general, context) : null);
  });
  const hint = h("p", { class: "hint" }, say("retention-inboxes-hint"));
  const list = rows.length ? h("ul", { class: "rules" }, rows) : h("p", { class: "hint" }, say("retention-inboxes-none"));
  return card(say("retention-inboxes"), hint, list);
}

function kept(days) {
  return days ? say("retention-kept", { days }) : say("retention-kept-forever");
}

function ruleForm(inbox, due, general, { api, query, ask }) {
  const tried = query.get("keep");
  const choice = tried ?? (inbox.own ? (inbox.days ? "days" : "forever") : "general");
  const choices = [["general", say("retention-choice-general", { kept: kept(general) })], ["days", say("retention-choice-days")], ["forever", say("retention-choice-forever")]];
  const days = query.get("days") ?? inbox.days ?? "";
  const look = form(
    [
      { name: "keep", key: "retention-choice", choices, value: choice, id: `keep-${inbox.id}` },
      { name: "days", key: "retention-days", type: "number", min: 1, max: 3650, required: true, value: String(days), id: `days-${inbox.id}` },
    ],
    { submit: "retention-look", id: `retention-look-${inbox.id}`, act: (values) => ask(new URLSearchParams(asked(inbox, values))) },
  );
  const [select, length] = [look.elements.keep, look.elements.days];
  const follow = () => {
    length.disabled = select.value !== "days";
    length.parentElement.hidden = length.disabled;
  };
  select.addEventListener("change", follow);
  follow();
  const set = async () => {
    const path = `retention/inboxes/${encodeURIComponent(inbox.id)}`;
    if (tried === "general") await api.change(`${path}/remove`);
    else await api.change(path, { days: tried === "days" ? Number(query.get("days")) : null });
    document.getElementById(`retention-${inbox.id}`)?.focus();
    ask(new URLSearchParams());
  };
  return h("div", {}, look, tried ? outcome(due, set) : null);
}

function asked(inbox, { keep, days }) {
  return { inbox: inbox.id, keep, ...(keep === "days" ? { days } : {}) };
}

function personCard(contacts, { api, query, ask }) {
  const wanted = query.get("q") ?? "";
  const find = form([{ name: "q", key: "person-find", type: "search", required: true, maxlength: 320, value: wanted }], {
    submit: "person-look",
    act: ({ q }) => ask(new URLSearchParams({ q })),
  });
  const rows = contacts.map((one) => [
    h("span", { class: "cell", dir: "auto" }, [...new Set([one.called, one.name])].filter(Boolean).join(" · ")),
    number(one.conversations),
    ago(one.since),
    h("a", { class: "secondary", href: `/console/api/contacts/${encodeURIComponent(one.id)}/export`, download: true }, say("person-export")),
    eraser(one, api),
  ]);
  const columns = ["name", "person-conversations", "person-since", "person-export", "person-erase"].map((key) => say(key));
  return card(say("person-title"), h("p", { class: "hint" }, say("person-hint")), find, wanted ? table(say("person-title"), columns, rows, { empty: say("person-nobody") }) : null);
}

function eraser({ id, called }, api) {
  const element = h("details", {}, h("summary", {}, say("person-erase")));
  const typed = h("span", {}, say("person-confirm", { called }));
  const confirm = form([{ name: "confirm", key: "person-confirm-label", required: true, autocomplete: "off" }], {
    submit: "person-erase",
    act: async (values) => {
      const { erased } = await api.change(`contacts/${encodeURIComponent(id)}/erase`, values);
      element.replaceWith(h("p", { role: "status" }, say("person-erased", { conversations: number(erased.conversations), files: number(erased.files) })));
    },
  });
  element.append(typed, confirm);
  return element;
}
