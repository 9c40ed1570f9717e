// Times and numbers as people read them, in the operator's language.
import { icon } from "/widget/dom.js";
import { say, spoken } from "./words.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

// Made once a locale: making one takes longer than using it.
const made = new Map();

function intl(Kind, options) {
  const { format } = spoken();
  const key = `${Kind.name} ${format} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Kind(format, options));
  return made.get(key);
}

const inUnit = (value, unit) => intl(Intl.NumberFormat, { style: "unit", unit, unitDisplay: "short" }).format(value);
const dated = (at, options) => intl(Intl.DateTimeFormat, options).format(at);

export function sinceThen(at) {
  const ms = Date.now() - new Date(at);
  if (ms < MINUTE_MS) return say("now");
  if (ms < HOUR_MS) return inUnit(Math.floor(ms / MINUTE_MS), "minute");
  if (ms < DAY_MS) return inUnit(Math.floor(ms / HOUR_MS), "hour");
  return inUnit(Math.floor(ms / DAY_MS), "day");
}

/** "5 min. ago", or that it was just now. */
export function ago(at) {
  const ms = Date.now() - new Date(at);
  if (ms < MINUTE_MS) return say("just-now");
  const [unit, length] = [["day", DAY_MS], ["hour", HOUR_MS], ["minute", MINUTE_MS]].find(([, length]) => ms >= length);
  return intl(Intl.RelativeTimeFormat, { style: "short" }).format(-Math.floor(ms / length), unit);
}

/** The clock for today, the date for anything older. */
export function whenShort(at) {
  const then = new Date(at);
  return then.toDateString() === new Date().toDateString() ? clock(then) : dated(then, { day: "numeric", month: "short" });
}

export function clock(at) {
  return dated(new Date(at), { timeStyle: "short" });
}

export function dayName(at) {
  const then = new Date(at);
  if (then.toDateString() === new Date().toDateString()) return say("today");
  if (then.toDateString() === new Date(Date.now() - DAY_MS).toDateString()) return say("yesterday");
  return dated(then, { weekday: "long", day: "numeric", month: "long" });
}

export function percent(share) {
  return intl(Intl.NumberFormat, { style: "percent", maximumSignificantDigits: 2 }).format(Math.round((share ?? 0) * 1000) / 1000);
}

export function number(value) {
  return intl(Intl.NumberFormat, {}).format(value);
}

export function decimal(value, digits) {
  return intl(Intl.NumberFormat, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function milliseconds(ms) {
  const [value, unit] = ms < 1000 ? [Math.round(ms), "millisecond"] : [ms / 1000, "second"];
  return intl(Intl.NumberFormat, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

export function contactName(conversation) {
  const { contact, id } = conversation;
  return contact?.name || contact?.email || say("visitor", { id: id.slice(-4) });
}

/** Two letters for somebody with a name, a figure for a visitor without. */
export function avatarOf(conversation) {
  const known = conversation.contact?.name || conversation.contact?.email;
  return known ? initials(known) : icon("person");
}

export function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0]).join("").toUpperCase();
}

export function dateOf(at) {
  return dated(new Date(at), { dateStyle: "medium" });
}

export function momentOf(at) {
  return dated(new Date(at), { dateStyle: "medium", timeStyle: "short" });
}
