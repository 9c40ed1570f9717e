"""What an operator reads and writes: both in his language, the customer's stays beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.config import Settings
from serving.conversations.models import Author, Conversation, Event
from serving.db import Database
from serving.translation.base import Audience, TranslationStatus, language
from serving.translation.language import detect
from serving.translation.models import Formality, MessageTranslation
from serving.translation.service import Order, Translated, Translator

# Of a long conversation the latest; the rest when it is scrolled to.
MAX_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the operator reads it. `engine` None: somebody wrote it in this language."""

    seq: int
    text: str
    source: str
    status: TranslationStatus
    engine: str | None = None
    score: float | None = None


def locale_of(event: Event, conversation: Conversation, settings: Settings) -> str:
    """The language that the message's text is in."""
    if event.author is not Author.CUSTOMER:
        said = (event.payload.get("translation") or {}).get("target") or event.payload.get("locale")
        if said:
            return str(said)
    usual = conversation.locale or settings.default_locale
    found = detect(event.text or "", [*settings.enabled_locales, usual])
    return usual if found is None or found.locale == language(usual) else found.locale


async def read(
    database: Database,
    translator: Translator,
    settings: Settings,
    conversation: Conversation,
    events: Sequence[Event],
    *,
    target: str,
) -> list[Reading]:
    """Those in another language than the operator's, translated in one batch a language and kept.

    What no engine can is left out: another one may translate it tomorrow.
    """
    foreign = [
        (event, source)
        for event in events[-MAX_MESSAGES:]
        if event.text and language(source := locale_of(event, conversation, settings)) != language(target)
    ]
    async with database.read() as session:
        known = await _known(session, [event.id for event, _ in foreign], target)
    readings = {event.seq: _original(event, target) for event, _ in foreign}
    readings |= {event.seq: known[event.id](event.seq) for event, _ in foreign if event.id in known}
    open_ones = [(event, source) for event, source in foreign if readings[event.seq] is None]
    made: list[tuple[Event, Translated]] = []
    for source in dict.fromkeys(source for _, source in open_ones):
        mine = [event for event, theirs in open_ones if theirs == source]
        order = Order(source, target, Audience.OPERATOR, deadline_s=settings.translation_patience_s)
        answers = await translator.translate_many([event.text or "" for event in mine], order)
        made += zip(mine, answers, strict=True)
    done = [(event, answer) for event, answer in made if answer.status is not TranslationStatus.UNTRANSLATED]
    await _keep(database, done, target)
    readings |= {event.seq: _reading(event, answer) for event, answer in done}
    return [reading for reading in readings.values() if reading is not None]


class _Kept:
    def __init__(self, row: MessageTranslation) -> None:
        self._row = row

    def __call__(self, seq: int) -> Reading:
        row = self._row
        return Reading(seq, row.text, row.source_locale, TranslationStatus(row.status), row.engine, row.score)


async def _known(session: AsyncSession, event_ids: Sequence[int], target: str) -> dict[int, _Kept]:
    rows = await session.scalars(
        select(MessageTranslation).where(
            MessageTranslation.event_id.in_(event_ids), MessageTranslation.locale == language(target)
        )
    )
    return {row.event_id: _Kept(row) for row in rows}


def _original(event: Event, target: str) -> Reading | None:
    """What was translated for the customer need not be translated back."""
    about = event.payload.get("translation") or {}
    if language(str(about.get("source") or "")) != language(target) or not about.get("original"):
        return None
    return Reading(event.seq, str(about["original"]), str(about["target"]), TranslationStatus.HUMAN)


def _reading(event: Event, answer: Translated) -> Reading:
    return Reading(event.seq, answer.text, answer.source, answer.status, answer.engine, answer.score)


async def _keep(database: Database, done: Sequence[tuple[Event, Translated]], target: str) -> None:
    if not done:
        return
    async with database.write() as session:
        for event, answer in done:
            await session.merge(
                MessageTranslation(
                    event_id=event.id,
                    locale=language(target),
                    text=answer.text,
                    source_locale=answer.source,
                    engine=answer.engine,
                    score=answer.score,
                    status=answer.status.value,
                )
            )


async def preview(
    translator: Translator,
    settings: Settings,
    conversation: Conversation,
    text: str,
    *,
    own: str,
    formality: Formality,
) -> Translated:
    """An operator's words as the customer would read them, addressed as the inbox' brand does."""
    target = conversation.locale or settings.default_locale
    found = detect(text, [*settings.enabled_locales, own, target])
    source = own if found is None else found.locale
    order = Order(
        source,
        target,
        Audience.OPERATOR,
        formality=formality,
        deadline_s=settings.translation_patience_s,
    )
    return await translator.translate(text, order)
