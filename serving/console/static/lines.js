// From a timeline to the lines of the transcript.
import { buttonTitles } from "/widget/items.js";
import { dayName } from "./format.js";
import { handoffNote } from "./handoff-note.js";
import { languageName } from "./reading-line.js";
import { say, sayOr } from "./words.js";

/** `type`: message, note, system, day. A turn becomes the `turn` of its last message, or a system line of its own. */
export function transcriptLines(timeline) {
  const { events, pending, readings } = timeline;
  const titles = buttonTitles(events);
  const explained = lastMessages(events);
  const deliveries = new Map(events.filter(({ kind }) => kind === "delivery").map(({ payload }) => [payload.event_id, payload]));
  const firstLocale = events.find(({ kind, author }) => kind === "locale" && author !== "operator")?.seq; // only says where the conversation began
  const shown = events.filter(({ seq }) => seq !== firstLocale);
  const lines = shown.flatMap((event) => eventLine(event, { titles, explained, deliveries, readings }));
  const stored = new Set(events.map((event) => event.payload?.client_id));
  for (const entry of pending) if (!stored.has(entry.client_id)) lines.push(pendingLine(entry));
  return withDays(lines);
}

// turn -> seq of the last message that the turn sent
function lastMessages(events) {
  const sent = events.filter(({ kind, payload }) => kind === "message" && payload?.turn);
  return new Map(sent.map(({ seq, payload }) => [payload.turn, seq]));
}

function eventLine(event, { titles, explained, deliveries, readings }) {
  const { id, kind, seq, author, text, payload, operator, at } = event;
  if (kind === "message") {
    const turn = payload?.turn ?? null;
    const shown = author === "customer" ? (titles.get(text) ?? text) : text;
    return [
      {
        type: "message",
        key: payload?.client_id ? `sent-${payload.client_id}` : `event-${seq}`,
        author,
        operator,
        text: shown ?? "",
        reading: readings?.get(seq) ?? null,
        translation: payload?.translation ?? null,
        at,
        route: payload?.route,
        sources: payload?.sources ?? [],
        buttons: payload?.buttons ?? [],
        files: payload?.files ?? [],
        cards: payload?.cards ?? [],
        turn: turn && explained.get(turn) === seq ? turn : null,
        undelivered: deliveries.get(id)?.state === "failed" ? { event: id, reason: deliveries.get(id).error } : null,
      },
    ];
  }
  if (kind === "note") return [{ type: "note", key: `event-${seq}`, author, operator, text: handoffNote(event) ?? text ?? "", at }];
  const said = kind === "turn" ? turnText(payload, explained) : systemText(event);
  if (!said) return [];
  return [{ type: "system", key: `event-${seq}`, text: said, at, turn: kind === "turn" ? payload.turn : null }];
}

// While an operator holds the conversation, the bot's silence needs no line for each message.
function turnText({ turn, outcome }, explained) {
  return outcome === "held" || explained.has(turn) ? null : sayOr(`outcome-${outcome}`, outcome);
}

function systemText(event) {
  const { kind, payload, operator } = event;
  if (kind === "status") return signed(sayOr(`sys-status-${payload.status}`, payload.status), operator);
  if (kind === "assignment") {
    return payload.operator ? say("sys-assigned", { name: payload.operator.name }) : say("sys-unassigned");
  }
  if (kind === "handback") return signed(say("sys-handback"), operator);
  if (kind === "rating") return say("sys-rating", { stars: payload.score, remark: event.text ?? "" });
  if (kind === "locale") return localeText(payload, operator);
  if (kind === "delivery" && payload.state === "failed") return say("sys-delivery");
  return null;
}

function localeText({ locale, reason }, operator) {
  const said = say("sys-locale", { locale: languageName(locale) });
  return [said, sayOr(`locale-why-${reason}`, null), operator?.name].filter(Boolean).join(" · ");
}

function signed(what, operator) {
  return operator?.name ? say("sys-by", { what, name: operator.name }) : what;
}

function pendingLine(entry) {
  const type = entry.kind === "note" ? "note" : "message";
  return { type, key: `sent-${entry.client_id}`, author: "operator", own: true, text: entry.text, files: entry.files ?? [], at: entry.at, entry };
}

function withDays(lines) {
  let shown = null;
  return lines.flatMap((line) => {
    const day = line.at ? new Date(line.at).toDateString() : shown;
    if (day === shown) return [line];
    shown = day;
    return [{ type: "day", key: `day-${day}`, text: dayName(line.at) }, line];
  });
}
