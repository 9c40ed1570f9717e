"""Full-text search over messages, notes and contacts (migrations 0007 and 0012)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# A search looks at the newest matches: whoever wants older ones gives another word or a period.
NEWEST_MATCHES = 1000
MAX_WORDS = 12
SNIPPET_CHARACTERS = 120
# What writes an order number, an address or a link: each part is found by itself.
SEPARATORS = "-_@./:#+"
_WORD = re.compile(r"[^\W_]+")

WORDS_OF_EVENTS = f"to_tsvector('simple', translate(coalesce(text, ''), '{SEPARATORS}', '        '))"
WORDS_OF_CONTACTS = (
    "to_tsvector('simple', translate(coalesce(name, '') || ' ' || coalesce(email, ''),"
    f" '{SEPARATORS}', '        '))"
)

MESSAGES: Mapping[str, TextClause] = {
    "sqlite": text(
        "SELECT e.conversation_id, e.seq, e.text FROM"
        " (SELECT rowid FROM messages_fts WHERE messages_fts MATCH :words ORDER BY rowid DESC LIMIT :most) m"
        " JOIN events e ON e.id = m.rowid ORDER BY e.id DESC"
    ),
    "postgresql": text(
        "SELECT conversation_id, seq, text FROM events WHERE kind IN ('message', 'note')"  # noqa: S608
        f" AND {WORDS_OF_EVENTS} @@ to_tsquery('simple', :words) AND id > :after"
        # Not by `id` itself: its index would be walked along from the newest.
        " ORDER BY id + 0 DESC LIMIT :most"
    ),
}
CONTACTS: Mapping[str, TextClause] = {
    "sqlite": text(
        "SELECT c.id FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE p.rowid IN"
        " (SELECT rowid FROM contacts_fts WHERE contacts_fts MATCH :words LIMIT :most)"
    ),
    "postgresql": text(
        "SELECT c.id FROM conversations c WHERE c.contact_id IN (SELECT id FROM contacts"  # noqa: S608
        f" WHERE {WORDS_OF_CONTACTS} @@ to_tsquery('simple', :words) LIMIT :most)"
    ),
}


# PostgreSQL cannot tell frequent words from rare ones: it walks along the newest for a word that hardly
# anybody wrote, or sorts every match of one that everybody writes. So it is asked among few of the newest
# events first, by the index of words (docs/decisions/0065).
WINDOWS = (20_000, 200_000)
NEWEST = text("SELECT coalesce(max(id), 0) FROM events")


@dataclass(frozen=True, slots=True)
class Match:
    """The newest message of a conversation that has the words; None: its contact has them."""

    seq: int | None
    text: str
    words: Sequence[str]

    @property
    def snippet(self) -> str | None:
        """What stands around the first word that is found."""
        return snippet(self.text, self.words) if self.seq is not None else None


async def search(session: AsyncSession, query: str) -> Mapping[str, Match]:
    """Conversations with a message, a note or a contact that has every word; the last may be a beginning."""
    words = _WORD.findall(query)[:MAX_WORDS]
    if not words:
        return {}
    dialect = session.get_bind().dialect.name
    wanted: dict[str, object] = {"words": _expression(words, dialect), "most": NEWEST_MATCHES}
    found: dict[str, Match] = {}
    newest = await session.scalar(NEWEST) if dialect == "postgresql" else None
    for conversation_id, seq, said in await _messages(session, wanted, newest=newest):
        if conversation_id not in found:
            found[conversation_id] = Match(seq, said or "", words)
    for (conversation_id,) in await session.execute(CONTACTS[dialect], wanted):
        found.setdefault(conversation_id, Match(None, "", words))
    return found


async def _messages(
    session: AsyncSession, wanted: dict[str, object], *, newest: int | None
) -> Sequence[Row[str, int, str | None]]:
    """`newest`: the last event's id on PostgreSQL, None on SQLite, which reads its index backwards."""
    if newest is None:
        return (await session.execute(MESSAGES["sqlite"], wanted)).all()
    for after in (newest - window for window in WINDOWS):
        rows = (await session.execute(MESSAGES["postgresql"], wanted | {"after": after})).all()
        if len(rows) == wanted["most"]:
            return rows
    return (await session.execute(MESSAGES["postgresql"], wanted | {"after": 0})).all()


def _expression(words: Sequence[str], dialect: str) -> str:
    if dialect == "sqlite":
        return " ".join(f'"{word}"' for word in words) + " *"
    return " & ".join(f"'{word}'" for word in words) + ":*"


def snippet(said: str, words: Sequence[str]) -> str:
    flat = " ".join(said.split())
    lowered = flat.lower()
    at = min((place for word in words if (place := lowered.find(word.lower())) >= 0), default=0)
    start = max(0, at - SNIPPET_CHARACTERS // 3)
    cut = flat[start : start + SNIPPET_CHARACTERS]
    return ("…" if start else "") + cut + ("…" if start + SNIPPET_CHARACTERS < len(flat) else "")
