// The address of what is shown: /console/conversations/ID?status=open&q=lamp#turn-T, /console/knowledge/SOURCE,
// /console/reviews and the other pages.
import { readFilter, writeFilter } from "./filter-fields.js";
import { PAGES } from "./pages.js";

const CONVERSATION = /^\/console\/conversations\/([^/]+)$/;
const TRANSLATIONS = /^\/console\/translations\/?$/;
const KNOWLEDGE = /^\/console\/knowledge(?:\/([^/]+))?\/?$/;
const PAGE = /^\/console\/([a-z]+)\/?$/;

export function readRoute({ pathname, search, hash }) {
  const id = CONVERSATION.exec(pathname)?.[1];
  const knowledge = KNOWLEDGE.exec(pathname);
  const page = PAGE.exec(pathname)?.[1];
  return {
    view: TRANSLATIONS.test(pathname) ? "translations" : knowledge ? "knowledge" : page in PAGES ? page : "inbox",
    source: knowledge?.[1] ? decodeURIComponent(knowledge[1]) : null,
    id: id ? decodeURIComponent(id) : null,
    turn: hash.startsWith("#turn-") ? decodeURIComponent(hash.slice("#turn-".length)) : null,
    details: hash === "#details",
    filter: readFilter(new URLSearchParams(search)),
    query: search,
  };
}

export function writeRoute({ view = "inbox", source, id, turn, details, filter, query = "" }) {
  if (view === "translations") return "/console/translations";
  if (view === "knowledge") return source ? `/console/knowledge/${encodeURIComponent(source)}` : "/console/knowledge";
  if (view in PAGES) return `/console/${view}${query}`;
  const path = id ? `/console/conversations/${encodeURIComponent(id)}` : "/console";
  const wanted = writeFilter(filter);
  const hash = turn ? `#turn-${encodeURIComponent(turn)}` : details ? "#details" : "";
  return path + (wanted && `?${wanted}`) + hash;
}
