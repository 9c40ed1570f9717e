// Every word the widget says, in English. The session's `strings` replace them, key by key; a catalogue id
// like `widget-send` means `send`.

const ENGLISH = {
  "title": "Support",
  "greeting": "Hello! Ask about an order, delivery, returns or anything in our help pages.",
  "open": "Open the chat",
  "close": "Close the chat",
  "conversation": "Conversation",
  "bot-name": "Assistant",
  "bot-badge": "Bot",
  "human-badge": "Human",
  "you": "You",
  "team": "Support team",
  "status-bot": "Our assistant replies at once",
  "status-open": "Waiting for our team",
  "status-assigned": "You are talking to {name}",
  "status-resolved": "This conversation is closed",
  "placeholder": "Write a message…",
  "message-label": "Your message",
  "send": "Send",
  "talk-to-human": "Talk to a person",
  "talk-to-human-message": "I would like to talk to a person.",
  "typing": "{name} is writing",
  "sending": "Sending",
  "queued": "Waiting for a connection",
  "sent": "Sent",
  "failed": "Not sent",
  "retry": "Try again",
  "discard": "Delete",
  "too-long": "This message is too long. Please shorten it.",
  "sources": "Sources",
  "open-source": "Open the article",
  "page": "page {page}",
  "new-messages": "New messages",
  "unread": "{count} unread",
  "today": "Today",
  "yesterday": "Yesterday",
  "offline": "You are offline. What you write is kept and sent when you are back.",
  "reconnecting": "The connection was lost. Trying again…",
  "degraded": "We have a technical problem. Your messages are kept and will be answered.",
  "unavailable": "The chat cannot be reached right now. Trying again…",
  "wrong-inbox": "This chat is not set up correctly. Please tell the owner of this page.",
  "session-expired": "Your earlier session has expired. This is a new conversation.",
  "notice-open": "You are in the queue for our team",
  "notice-joined": "{name} joined the conversation",
  "notice-handback": "Our assistant is back",
  "notice-resolved": "Conversation closed. Write again any time.",
};

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

export class Strings {
  #words = ENGLISH;

  constructor(locale = "en") {
    this.locale = locale;
  }

  localize(locale, strings = {}) {
    this.locale = locale || this.locale;
    const given = Object.entries(strings ?? {}).map(([key, text]) => [key.replace(/^widget-/, ""), text]);
    this.#words = { ...ENGLISH, ...Object.fromEntries(given) };
  }

  get direction() {
    return RIGHT_TO_LEFT.has(this.locale.toLowerCase().split(/[-_]/)[0]) ? "rtl" : "ltr";
  }

  text(key, values = {}) {
    return this.#words[key].replace(/\{\s*\$?(\w+)\s*\}/g, (whole, name) => values[name] ?? whole);
  }

  time(at) {
    return this.#format(at, { hour: "2-digit", minute: "2-digit" });
  }

  day(at) {
    const days = Math.round((startOfDay(new Date()) - startOfDay(at)) / 86_400_000);
    if (days === 0) return this.text("today");
    if (days === 1) return this.text("yesterday");
    return this.#format(at, { weekday: "long", day: "numeric", month: "long" });
  }

  #format(at, options) {
    try {
      return new Intl.DateTimeFormat(this.locale.replace("_", "-"), options).format(at);
    } catch {
      return new Intl.DateTimeFormat("en", options).format(at);
    }
  }
}

function startOfDay(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}
