// How long conversations are kept, and what is known of one person: to take away or to erase.
import { h } from "/widget/dom.js";
import { ago, number } from "./format.js";
import { action, card, form, table } from "./page-view.js";
import { say } from "./words.js";

export function load(api, query) {
  return api.read("retention", { days: query.get("days"), q: query.get("q") });
}

export function render({ retention, due, contacts }, context) {
  return { tools: [], body: [retentionCard(retention, due, context), personCard(contacts, context)] };
}

/** Nothing is erased before somebody has seen how much it is. */
function retentionCard({ days, changed_at: changedAt }, due, { api, query, ask, reload }) {
  const tried = Number(query.get("days")) || null;
  const set = (value) => async () => {
    await api.change("retention", { days: value });
    if (query.get("days")) ask(new URLSearchParams());
    else reload();
  };
  const look = form([{ name: "days", key: "retention-days", type: "number", min: 1, max: 3650, required: true, value: String(tried ?? days ?? "") }], {
    submit: "retention-look",
    act: ({ days: wanted }) => ask(new URLSearchParams({ days: wanted })),
  });
  return card(
    say("retention-title"),
    h("p", {}, days ? say("retention-now", { days: number(days) }) : say("retention-forever"), changedAt ? h("small", { class: "hint" }, " · ", ago(changedAt)) : null),
    h("p", { class: "hint" }, say("retention-hint")),
    look,
    tried && tried !== days
      ? h("div", { class: "row", role: "status" }, h("p", {}, say("retention-due", { days: number(tried), due: number(due) })), action("retention-set", set(tried), { danger: true }))
      : null,
    days ? action("retention-keep-all", set(null)) : null,
  );
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
