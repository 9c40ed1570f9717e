"""Full-text search over messages, notes and contacts (migrations 0007 and 0012)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from serving.conversations.models import Event

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

_ON_POSTGRESQL = (
    "SELECT conversation_id, max(id), count(*) FROM"  # noqa: S608
    " (SELECT conversation_id, id FROM events WHERE kind IN ('message', 'note')"
    # The words from a subquery: whoever plans sees none, and takes the index (decision 0065).
    f" AND {WORDS_OF_EVENTS} @@ (SELECT to_tsquery('simple', :words)) {{recent}}"
    # Not by `id` itself: its index would be walked along from the newest.
    " ORDER BY id + 0 DESC LIMIT :most) m GROUP BY conversation_id"
)
# Conversation, the id of the newest of its matching messages, how many of them.
MESSAGES: Mapping[str, TextClause] = {
    "sqlite": text(
        "SELECT e.conversation_id, max(e.id), count(*) FROM"
        " (SELECT rowid FROM messages_fts WHERE messages_fts MATCH :words ORDER BY rowid DESC LIMIT :most) m"
        " JOIN events e ON e.id = m.rowid GROUP BY e.conversation_id"
    ),
    "postgresql": text(_ON_POSTGRESQL.format(recent="")),
}
RECENT = text(_ON_POSTGRESQL.format(recent="AND id > :after"))
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
# anybody wrote, or sorts every match of one that everybody writes. So words are looked for among few of the
# newest events first, by the index of words; how many are found there says how far back the others lie.
# Several words are together less often, and to look for them once more costs more.
FIRST_WINDOW = 60_000
FIRST_WINDOW_OF_SEVERAL = 300_000
NEWEST = text("SELECT coalesce(max(id), 0) FROM events")


@dataclass(frozen=True, slots=True)
class Found:
    """Conversations that have the words, each with the id of its newest event that does; None: its contact
    has them."""

    words: Sequence[str]
    events: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Match:
    """The newest message of a conversation that has the words; `seq` None: its contact has them."""

    seq: int | None
    text: str
    words: Sequence[str]

    @property
    def snippet(self) -> str | None:
        """What stands around the first word that is found."""
        return snippet(self.text, self.words) if self.seq is not None else None


async def search(session: AsyncSession, query: str) -> Found:
    """Conversations with a message, a note or a contact that has every word; the last may be a beginning."""
    words = _WORD.findall(query)[:MAX_WORDS]
    if not words:
        return Found((), {})
    dialect = session.get_bind().dialect.name
    wanted: dict[str, object] = {"words": _expression(words, dialect), "most": NEWEST_MATCHES}
    events: dict[str, int | None] = {}
    for (conversation_id,) in await session.execute(CONTACTS[dialect], wanted):
        events[conversation_id] = None
    if dialect == "postgresql":
        rows = await _by_windows(
            session, wanted, window=FIRST_WINDOW if len(words) == 1 else FIRST_WINDOW_OF_SEVERAL
        )
    else:
        rows = await _messages(session, wanted)
    return Found(words, events | {conversation_id: event_id for conversation_id, event_id, _ in rows})


async def matches(session: AsyncSession, found: Found, ids: Sequence[str]) -> Mapping[str, Match]:
    """What was found in these conversations, with its text: a page needs few of them."""
    wanted = {one: found.events[one] for one in ids if one in found.events}
    told = await session.execute(
        select(Event.conversation_id, Event.seq, Event.text).where(
            Event.id.in_([event_id for event_id in wanted.values() if event_id is not None])
        )
    )
    said = {conversation_id: Match(seq, text_ or "", found.words) for conversation_id, seq, text_ in told}
    return {one: said.get(one, Match(None, "", found.words)) for one in wanted}


Rows = Sequence[Row[str, int, int]]


async def _messages(session: AsyncSession, wanted: Mapping[str, object]) -> Rows:
    dialect = session.get_bind().dialect.name
    return (await session.execute(MESSAGES[dialect], dict(wanted))).all()


async def _by_windows(session: AsyncSession, wanted: Mapping[str, object], *, window: int) -> Rows:
    newest: int = await session.scalar(NEWEST) or 0
    while 2 * window < newest:
        rows = (await session.execute(RECENT, {**wanted, "after": newest - window})).all()
        count = sum(one[2] for one in rows)
        if count == NEWEST_MATCHES:
            return rows
        # Twice as far as it takes if the others lie as close.
        window = 2 * window * NEWEST_MATCHES // max(1, count)
    return await _messages(session, wanted)


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
