// From the conversation to the lines of the message list.

/** Lines, oldest first, each with a stable `key`. `type`: message, notice, day. */
export function listItems({ conversation, connection, outbox, strings, config, notice }) {
  const stored = conversation.events.flatMap((event) => eventItem(event, conversation, strings));
  const titles = buttonTitles(conversation.events);
  for (const item of stored) if (item.own) item.text = titles.get(item.text) ?? item.text;
  const known = new Set(stored.map((item) => item.key));
  const pending = outbox.entries.map((entry) => pendingItem(entry, connection)).filter((item) => !known.has(item.key));
  const previews = conversation.previews.map((preview) => previewItem(preview, strings));
  const greeting = greetingItem(stored[0], strings, config);
  const lines = [greeting, ...stored, ...previews, ...pending];
  if (notice) lines.unshift({ type: "notice", key: `notice-${notice}`, text: strings.text(notice) });
  return grouped(withDays(lines, strings));
}

/** The quick replies still open: those of the last message, while nobody has answered it. */
export function openButtons({ conversation, outbox }) {
  if (outbox.entries.length || conversation.previews.length) return [];
  const last = conversation.events.filter((event) => event.kind === "message").at(-1);
  return last && last.author !== "customer" ? (last.payload?.buttons ?? []) : [];
}

/** What stood on a button, by what it says: a press is stored as its payload, the customer saw its title. */
export function buttonTitles(events) {
  const offered = events.flatMap(({ payload }) => [...(payload?.cards ?? []), payload ?? {}]);
  const buttons = offered.flatMap(({ buttons: some }) => some ?? []).filter(({ payload }) => payload);
  return new Map(buttons.map(({ payload, title }) => [payload, title]));
}

function eventItem(event, conversation, strings) {
  if (event.kind === "message") return [messageItem(event, conversation, strings)];
  const text = noticeText(event, strings);
  return text ? [{ type: "notice", key: `event-${event.seq}`, text, at: new Date(event.at) }] : [];
}

function messageItem(event, conversation, strings) {
  const own = event.author === "customer";
  return {
    type: "message",
    key: conversation.keyOf(event),
    own,
    ...speaker(event.author, event.operator, strings),
    text: event.text ?? "",
    files: event.payload?.files ?? [],
    cards: event.payload?.cards ?? [],
    sources: event.payload?.sources ?? [],
    at: new Date(event.at),
    state: own ? "sent" : null,
  };
}

function pendingItem(entry, { state: connectionState }) {
  const waits = entry.state === "sending" && connectionState === "offline";
  return {
    type: "message",
    key: `message-${entry.client_id}`,
    clientId: entry.client_id,
    own: true,
    speaker: "customer",
    text: entry.shown ?? entry.text,
    files: entry.files ?? [],
    sources: [],
    at: new Date(entry.at),
    state: waits ? "queued" : entry.state,
    error: entry.error,
  };
}

function previewItem({ turn, text }, strings) {
  return {
    type: "message",
    key: `turn-${turn}`,
    own: false,
    ...speaker("bot", null, strings),
    text,
    sources: [],
    at: new Date(),
    streaming: true,
  };
}

function greetingItem(first, strings, config) {
  return {
    type: "message",
    key: "greeting",
    own: false,
    ...speaker("bot", null, strings),
    text: config.greeting || strings.text("greeting"),
    sources: [],
    at: first?.at ?? new Date(),
    timeless: true,
  };
}

export function speaker(author, operator, strings) {
  if (author === "operator") {
    return { speaker: `operator-${operator?.id ?? ""}`, human: true, name: operator?.name ?? strings.text("team") };
  }
  return { speaker: author, human: false, name: strings.text(author === "customer" ? "you" : "bot-name") };
}

function noticeText(event, strings) {
  const { kind, payload } = event;
  if (kind === "handback") return strings.text("notice-handback");
  if (kind === "status" && payload.status === "open") return strings.text("notice-open");
  if (kind === "status" && payload.status === "resolved") return strings.text("notice-resolved");
  if (kind === "assignment" && payload.operator) {
    return strings.text("notice-joined", { name: payload.operator.name ?? strings.text("team") });
  }
  return null;
}

function withDays(lines, strings) {
  let shown = null;
  return lines.flatMap((line) => {
    const day = line.at?.toDateString();
    if (!day || day === shown) return [line];
    shown = day;
    return [{ type: "day", key: `day-${day}`, text: strings.day(line.at) }, line];
  });
}

// Consecutive messages of one speaker share a name above and a time below.
function grouped(lines) {
  const speakers = lines.map((line) => (line.type === "message" ? line.speaker : null));
  return lines.map((line, index) => ({
    ...line,
    first: speakers[index] !== speakers[index - 1],
    last: speakers[index] !== speakers[index + 1],
  }));
}
