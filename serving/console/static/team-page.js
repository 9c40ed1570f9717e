// Who may use the console, who is invited, and the replies that everybody uses.
import { h, icon } from "/widget/dom.js";
import { dateOf } from "./format.js";
import { action, card, form, table, ToldOnce } from "./page-view.js";
import { may } from "./pages.js";
import { say } from "./words.js";

const ROLES = ["viewer", "agent", "admin"];
const invitationLink = new ToldOnce();

export async function load(api) {
  const [team, { replies }] = await Promise.all([api.read("team"), api.read("canned")]);
  return { ...team, replies };
}

export function render({ operators, invitations, replies }, context) {
  const admin = may(context.state.operator, "admin");
  return {
    body: [
      card(say("team"), people(operators, admin, context)),
      admin ? invitationsCard(invitations, context) : null,
      repliesCard(replies, context),
    ],
  };
}

function refuse(select, error) {
  select.value = [...select.options].find((option) => option.defaultSelected).value;
  select.setCustomValidity(error.message);
  select.reportValidity();
}

function people(operators, admin, context) {
  const { api, reload, state } = context;
  const role = (one) => {
    const change = ({ target }) => api.change(`team/${one.id}/role`, { role: target.value }).then(reload, (error) => refuse(target, error));
    return h("select", { "aria-label": say("role-of", { name: one.name }), on: { change } }, ROLES.map((name) => h("option", { value: name, selected: name === one.role }, say(`role-${name}`))));
  };
  const act = (one, name) => action(`account-${name}`, () => api.change(`team/${one.id}/${name}`).then(reload), { danger: name === "disable" });
  const rows = operators.map((one) => [
    h("span", { class: "cell" }, h("strong", {}, h("bdi", {}, one.name)), h("span", { class: "hint" }, h("bdi", {}, one.email))),
    admin && !one.disabled ? role(one) : say(`role-${one.role}`),
    one.disabled ? h("span", { class: "tag bad" }, say("account-disabled")) : one.single_sign_on ? h("span", { class: "tag" }, say("single-sign-on")) : "",
    admin && one.id !== state.operator.id ? h("span", { class: "cell row" }, one.disabled ? act(one, "enable") : [act(one, "sign-out"), act(one, "disable")]) : "",
  ]);
  return table(say("team"), [say("name"), say("role"), say("status"), say("actions-column")], rows);
}

function invitationsCard(invitations, { api, reload }) {
  const withdraw = ({ id }) => action("withdraw", () => api.change(`team/invitations/${id}/withdraw`).then(reload));
  const rows = invitations.map((one) => [h("bdi", {}, one.name), h("bdi", {}, one.email), say(`role-${one.role}`), dateOf(one.expires_at), withdraw(one)]);
  const columns = ["name", "email", "role", "expires", "actions-column"].map((key) => say(key));
  const invite = form(
    [
      { name: "name", key: "name", required: true, maxlength: 200, autocomplete: "off" },
      { name: "email", key: "email", type: "email", required: true, autocomplete: "off" },
      { name: "role", key: "role", value: "agent", choices: ROLES.map((one) => [one, say(`role-${one}`)]) },
    ],
    {
      submit: "invite",
      id: "invite",
      hint: say("invite-hint"),
      act: async (values) => {
        const { link } = await api.change("team/invitations", values);
        invitationLink.keep(say("invitation-link"), link);
        reload();
      },
    },
  );
  return card(say("invitations"), table(say("invitations"), columns, rows, { empty: say("invitations-empty") }), invite, invitationLink.render());
}

function repliesCard(replies, { api, reload, state }) {
  const able = may(state.operator, "agent");
  const remove = (one) =>
    h("button", { type: "button", class: "icon-button", "aria-label": say("remove-reply", { shortcut: one.shortcut }), on: { click: () => api.change(`canned/${one.id}/remove`).then(reload) } }, icon("close"));
  const rows = replies.map((one) => [h("code", {}, `/${one.shortcut}`), one.locale, h("span", { dir: "auto", class: "clamp" }, one.text), able ? remove(one) : ""]);
  const add = form(
    [
      { name: "shortcut", key: "shortcut", required: true, maxlength: 40, pattern: "/?[\\w\\-]+", autocomplete: "off" },
      { name: "locale", key: "language", choices: ["en", "es", "de", "fr", "ar"].map((one) => [one, one]) },
      { name: "text", key: "reply-text", rows: 3, required: true, maxlength: 4000 },
    ],
    {
      submit: "keep-reply",
      act: async (values) => {
        await api.change("canned", values);
        reload();
      },
    },
  );
  return card(
    say("canned-replies"),
    h("p", { class: "hint" }, say("canned-hint")),
    table(say("canned-replies"), [say("shortcut"), say("language"), say("reply-text"), h("span", { class: "hidden" }, say("remove"))], rows, { empty: say("canned-empty") }),
    able ? h("details", {}, h("summary", {}, say("keep-reply")), add) : null,
  );
}

