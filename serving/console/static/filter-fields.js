// What the inbox can be filtered by (serving/console/filtering.py): a name here is a parameter of the address.

import { languageName } from "./reading-line.js";

/** `choices(all)`: [value, words] to choose from; without it the field is typed. */
export const FIELDS = {
  status: { key: "status", hidden: true },
  q: { key: "search", hidden: true },
  channel: { key: "channel", choices: ({ channels }) => channels.map((one) => [one, one]) },
  inbox: { key: "filter-inbox", choices: ({ inboxes }) => inboxes.map(({ id, name }) => [id, name]) },
  assignee: {
    key: "assignee",
    choices: ({ colleagues }, say) => [
      ["me", say("assignee-me")],
      ["nobody", say("nobody")],
      ...colleagues.map(({ id, name }) => [id, name]),
    ],
  },
  locale: { key: "language", choices: ({ locales }) => locales.map((one) => [one, languageName(one)]) },
  intent: { key: "intent", choices: ({ intents }) => intents.map((one) => [one, one]) },
  below: {
    key: "filter-below",
    choices: (_, say) => ["0.3", "0.5", "0.7", "0.9"].map((one) => [one, say("below-percent", { percent: Number(one) * 100 })]),
  },
  rating: { key: "rating", choices: (_, say) => [1, 2, 3, 4].map((one) => [String(one), say("rating-at-most", { stars: one })]) },
  reviewed: {
    key: "reviewed",
    choices: (_, say) => ["no", "yes", "right", "wrong"].map((one) => [one, say(`reviewed-${one}`)]),
  },
  handoff: { key: "handoff-reason", choices: ({ handoffs }, say) => handoffs.map((one) => [one, say("handed", { reason: one })]) },
  since: { key: "since", type: "date" },
  until: { key: "until", type: "date" },
};

export const NAMES = Object.keys(FIELDS);

export function emptyFilter() {
  return Object.fromEntries(NAMES.map((name) => [name, ""]));
}

export function readFilter(query) {
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
}

export function writeFilter(filter) {
  return new URLSearchParams(NAMES.map((name) => [name, filter[name]]).filter(([, value]) => value)).toString();
}

export function sameFilter(one, other) {
  return writeFilter(one) === writeFilter(other);
}

/** Whether only the server can tell which conversations fit. */
export function needsServer(filter) {
  return NAMES.some((name) => name !== "status" && filter[name]);
}
