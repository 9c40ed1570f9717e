// The bot's note of a handoff (serving/turns/handoff.py), in the operator's own language: from what it stands on.
import { say } from "./words.js";

/** Null for any other note. */
export function handoffNote({ payload }) {
  if (!payload?.summary || !payload.reason) return null;
  const { customer = [], tried = [], known = {}, written } = payload.summary;
  const knows = Object.entries(known).map(([name, value]) => `${name}=${value}`);
  const parts = [
    say("note-handoff", { reason: payload.reason }),
    written ? say("note-summary", { summary: written }) : null,
    [say("note-customer-said"), ...customer.map((text) => `- ${text.replace(/\s+/g, " ").trim()}`)].join("\n"),
    tried.length ? say("note-bot-tried", { tried: tried.join(", ") }) : null,
    knows.length ? say("note-bot-knows", { known: knows.join(", ") }) : null,
  ];
  return parts.filter(Boolean).join("\n\n");
}
