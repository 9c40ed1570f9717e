// The address of what is shown: /console/conversations/ID?status=open&q=lamp#turn-T, /console/knowledge/SOURCE

const CONVERSATION = /^\/console\/conversations\/([^/]+)$/;
const TRANSLATIONS = /^\/console\/translations\/?$/;
const KNOWLEDGE = /^\/console\/knowledge(?:\/([^/]+))?\/?$/;

export function readRoute({ pathname, search, hash }) {
  const id = CONVERSATION.exec(pathname)?.[1];
  const knowledge = KNOWLEDGE.exec(pathname);
  const query = new URLSearchParams(search);
  return {
    view: TRANSLATIONS.test(pathname) ? "translations" : knowledge ? "knowledge" : "inbox",
    source: knowledge?.[1] ? decodeURIComponent(knowledge[1]) : null,
    id: id ? decodeURIComponent(id) : null,
    turn: hash.startsWith("#turn-") ? decodeURIComponent(hash.slice("#turn-".length)) : null,
    details: hash === "#details",
    filter: { status: query.get("status") ?? "", q: query.get("q") ?? "" },
  };
}

export function writeRoute({ view = "inbox", source, id, turn, details, filter }) {
  if (view === "translations") return "/console/translations";
  if (view === "knowledge") return source ? `/console/knowledge/${encodeURIComponent(source)}` : "/console/knowledge";
  const path = id ? `/console/conversations/${encodeURIComponent(id)}` : "/console";
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  const hash = turn ? `#turn-${encodeURIComponent(turn)}` : details ? "#details" : "";
  return path + (query && `?${query}`) + hash;
}
