// The address of what is shown: /console/conversations/ID?status=open&q=lamp#turn-T

const CONVERSATION = /^\/console\/conversations\/([^/]+)$/;

export function readRoute({ pathname, search, hash }) {
  const id = CONVERSATION.exec(pathname)?.[1];
  const query = new URLSearchParams(search);
  return {
    id: id ? decodeURIComponent(id) : null,
    turn: hash.startsWith("#turn-") ? decodeURIComponent(hash.slice("#turn-".length)) : null,
    details: hash === "#details",
    filter: { status: query.get("status") ?? "", q: query.get("q") ?? "" },
  };
}

export function writeRoute({ id, turn, details, filter }) {
  const path = id ? `/console/conversations/${encodeURIComponent(id)}` : "/console";
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  const hash = turn ? `#turn-${encodeURIComponent(turn)}` : details ? "#details" : "";
  return path + (query && `?${query}`) + hash;
}
