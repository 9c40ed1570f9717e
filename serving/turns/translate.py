"""Step 7, before the transaction: replies that no catalogue has in the customer's language are translated."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from serving.config import Settings
from serving.translation.base import Audience, language
from serving.translation.catalogue import Catalogue
from serving.translation.courtesy import notice_untranslated
from serving.translation.models import Formality
from serving.translation.service import Order, Translated, Translator
from serving.turns.base import Reply, Turn
from serving.turns.localize import put_into_words, word_button, word_card


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
        reply.cards = [word_card(card, catalogue.default_locale, catalogue) for card in reply.cards]
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
    beside = [place for reply in replies for place in _places(reply)]
    wanted = [*(reply.text for reply in replies), *(place[name] for place, name in beside)]
    answers = await translator.translate_many(wanted, order)
    worded = iter(answers[len(replies) :])
    for reply, answer in zip(replies, answers, strict=False):
        places = [(*place, next(worded)) for place in _places(reply)]
        _put(turn, reply, answer)
        if answer.is_sure:
            for place, name, translated in places:
                place[name] = translated.text


def _places(reply: Reply) -> Sequence[tuple[dict[str, Any], str]]:
    """Where words stand beside the text: on buttons and cards."""
    buttons = [*reply.buttons, *(button for card in reply.cards for button in card["buttons"])]
    titles = [(one, "title") for one in (*reply.cards, *buttons)]
    return [*titles, *((card, "text") for card in reply.cards if card["text"])]


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
