// One's own account: the password, the browsers that are signed in, and tokens for programs.
import { h } from "/widget/dom.js";
import { ago, dateOf } from "./format.js";
import { action, card, form, table, ToldOnce } from "./page-view.js";
import { may } from "./pages.js";
import { say } from "./words.js";

const SCOPES = ["read", "write", "export", "admin"];
const newToken = new ToldOnce();

export async function load(api) {
  const [{ sessions }, { tokens }] = await Promise.all([api.read("me/sessions"), api.read("me/tokens")]);
  return { sessions, tokens };
}

export function render({ sessions, tokens }, context) {
  return { body: [passwordCard(context), sessionsCard(sessions, context), tokensCard(tokens, context)] };
}

function passwordCard({ api }) {
  const done = h("p", { class: "hint", role: "status" });
  const change = form(
    [
      { name: "old", key: "old-password", type: "password", autocomplete: "current-password" },
      { name: "new", key: "new-password", type: "password", autocomplete: "new-password", required: true, minlength: 10 },
    ],
    {
      submit: "change-password",
      hint: say("password-hint"),
      act: async (values, element) => {
        await api.change("me/password", values);
        element.reset();
        done.textContent = say("password-changed");
      },
    },
  );
  return card(say("password"), change, done);
}

function sessionsCard(sessions, { api, reload }) {
  const end = ({ id }) => action("end-session", () => api.change(`me/sessions/${id}/end`).then(reload));
  const rows = sessions.map((one) => [
    h("span", { title: one.browser }, browserName(one.browser) ?? say("unknown")),
    one.address ?? "",
    ago(one.created_at),
    one.current ? h("span", { class: "tag good" }, say("this-browser")) : end(one),
  ]);
  const columns = ["browser", "network-address", "signed-in-since", "actions-column"].map((key) => say(key));
  const others = sessions.length > 1 ? action("end-others", () => api.change("me/sessions/others/end").then(reload)) : null;
  return card(say("sessions"), table(say("sessions"), columns, rows), others);
}

const BROWSERS = [["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]];
const SYSTEMS = [["Windows", "Windows"], ["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Mac OS", "macOS"], ["Linux", "Linux"]];

// "Firefox · Linux", or what the browser says of itself.
function browserName(agent) {
  const known = [BROWSERS, SYSTEMS].map((names) => names.find(([part]) => agent?.includes(part))?.[1]).filter(Boolean);
  return known.length ? known.join(" · ") : agent;
}

function tokensCard(tokens, { api, reload, state }) {
  const revoke = ({ id }) => action("revoke", () => api.change(`me/tokens/${id}/revoke`).then(reload), { danger: true });
  const rows = tokens.map((one) => [one.name, one.scopes.join(", "), one.used_at ? ago(one.used_at) : say("never"), one.expires_at ? dateOf(one.expires_at) : say("never"), revoke(one)]);
  const columns = ["name", "scopes", "last-used", "expires", "actions-column"].map((key) => say(key));
  const boxes = SCOPES.filter((scope) => scope !== "admin" || may(state.operator, "admin")).map((scope) => {
    const box = h("input", { type: "checkbox", value: scope, checked: scope === "read" });
    return { box, label: h("label", { class: "check" }, box, say(`scope-${scope}`)) };
  });
  const make = form(
    [
      { name: "name", key: "token-name", required: true, maxlength: 100, autocomplete: "off" },
      { name: "days", key: "expires", value: "90", choices: [["30", say("days-count", { days: 30 })], ["90", say("days-count", { days: 90 })], ["365", say("days-count", { days: 365 })], ["", say("never")]] },
    ],
    {
      submit: "make-token",
      id: "make-token",
      hint: say("tokens-hint"),
      act: async ({ name, days }) => {
        const scopes = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
        const { token } = await api.change("me/tokens", { name, scopes, days: days ? Number(days) : null });
        newToken.keep(say("token-made"), token);
        reload();
      },
    },
  );
  make.querySelector("button").before(h("fieldset", { class: "scopes" }, h("legend", {}, say("scopes")), boxes.map(({ label }) => label)));
  return card(say("api-tokens"), table(say("api-tokens"), columns, rows, { empty: say("tokens-empty") }), make, newToken.render());
}
