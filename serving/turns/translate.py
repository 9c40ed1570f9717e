"""Step 7, before the transaction: replies that no catalogue has in the customer's language are translated."""

from __future__ import annotations

import time
from collections.abc import Sequence

from serving.config import Settings
from serving.translation.base import Audience, language
from serving.translation.catalogue import Catalogue
from serving.translation.courtesy import notice_untranslated
from serving.translation.models import Formality
from serving.translation.service import Order, Translated, Translator
from serving.turns.base import Reply, Turn
from serving.turns.localize import put_into_words, word_button


async def translate(
    turn: Turn,
    replies: Sequence[Reply],
    *,
    translator: Translator,
    catalogue: Catalogue,
    settings: Settings,
    queue_position: int,
) -> None:
    """Never later than the deadline, and never raises for an engine: then the text stays, with a notice."""
    started = time.monotonic()
    for reply in replies:
        if reply.key is not None:
            put_into_words(reply, catalogue.default_locale, catalogue, queue_position)
            reply.buttons = [
                word_button(button, catalogue.default_locale, catalogue) for button in reply.buttons
            ]
    for source in dict.fromkeys(reply.locale for reply in replies):
        mine = [reply for reply in replies if reply.locale == source]
        await _translate(turn, mine, source, translator=translator, settings=settings)
    turn.took("localize", started)


def foreign(turn: Turn, catalogue: Catalogue) -> list[Reply]:
    """The replies that will not be in the customer's language unless somebody translates them."""
    return [reply for reply in turn.replies if _is_foreign(reply, turn, catalogue)]


def _is_foreign(reply: Reply, turn: Turn, catalogue: Catalogue) -> bool:
    if reply.key is None:
        return bool(reply.text.strip()) and language(reply.locale) != language(turn.locale)
    served = catalogue.negotiate(turn.locale)
    return language(served) != language(turn.locale)


async def _translate(
    turn: Turn, replies: Sequence[Reply], source: str, *, translator: Translator, settings: Settings
) -> None:
    order = Order(
        source=source,
        target=turn.locale,
        audience=Audience.CUSTOMER,
        formality=Formality(turn.formality),
        deadline_s=settings.translation_deadline_s,
        remember=True,
    )
    titles = [button["title"] for reply in replies for button in reply.buttons]
    answers = await translator.translate_many([*(reply.text for reply in replies), *titles], order)
    worded = iter(answers[len(replies) :])
    for reply, answer in zip(replies, answers, strict=False):
        buttons = [(button, next(worded)) for button in reply.buttons]
        _put(turn, reply, answer)
        if answer.is_sure:
            reply.buttons = [{"title": title.text, "payload": button["payload"]} for button, title in buttons]


def _put(turn: Turn, reply: Reply, answer: Translated) -> None:
    reply.translation = answer.payload()
    turn.trace.decide("localize", answer.status.value, answer.engine or "; ".join(answer.problems))
    if answer.is_sure:
        reply.text, reply.locale = answer.text, turn.locale
        return
    if not turn.told_untranslated:
        reply.text = f"{notice_untranslated(turn.locale)}\n\n{reply.text}"
        reply.translation["notice"] = True
        turn.told_untranslated = True
