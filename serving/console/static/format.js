// Times and numbers as people read them, in the browser's language.
import { icon } from "/widget/dom.js";
import { say } from "./words.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const unit = (name) => new Intl.NumberFormat(undefined, { style: "unit", unit: name, unitDisplay: "short" });
const MINUTES = unit("minute");
const HOURS = unit("hour");
const DAYS = unit("day");
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL_DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const NUMBER = new Intl.NumberFormat();
const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumSignificantDigits: 2 });

export function sinceThen(at) {
  const ms = Date.now() - new Date(at);
  if (ms < MINUTE_MS) return say("now");
  if (ms < HOUR_MS) return MINUTES.format(Math.floor(ms / MINUTE_MS));
  if (ms < DAY_MS) return HOURS.format(Math.floor(ms / HOUR_MS));
  return DAYS.format(Math.floor(ms / DAY_MS));
}

/** "5 min ago", or that it was just now. */
export function ago(at) {
  return Date.now() - new Date(at) < MINUTE_MS ? say("just-now") : say("ago", { time: sinceThen(at) });
}

/** The clock for today, the date for anything older. */
export function whenShort(at) {
  const then = new Date(at);
  return then.toDateString() === new Date().toDateString() ? CLOCK.format(then) : DATE.format(then);
}

export function clock(at) {
  return CLOCK.format(new Date(at));
}

export function dayName(at) {
  const then = new Date(at);
  if (then.toDateString() === new Date().toDateString()) return say("today");
  if (then.toDateString() === new Date(Date.now() - DAY_MS).toDateString()) return say("yesterday");
  return FULL_DAY.format(then);
}

export function percent(share) {
  return PERCENT.format(Math.round((share ?? 0) * 1000) / 1000);
}

export function number(value) {
  return NUMBER.format(value);
}

export function decimal(value, digits) {
  return new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function milliseconds(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
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
