"""Step 3: in which language the customer is served and why, and their words in one that Rasa speaks."""

from __future__ import annotations

import time
from dataclasses import replace

from serving.config import Settings
from serving.translation.base import Audience, language
from serving.translation.language import decide
from serving.translation.service import Order, Translator
from serving.turns.base import Turn
from serving.turns.burst import COMMAND


async def understand(turn: Turn, *, settings: Settings, translator: Translator) -> None:
    """A text in a native language goes to the dialogue manager as it was written, and so does one that no
    engine is sure of: it then answers what it can, or hands over."""
    choose_language(turn, settings)
    choice = turn.choice
    if choice is None or turn.text.startswith(COMMAND):
        return
    native = {language(locale) for locale in settings.native}
    if language(choice.text_locale) in native or not turn.text.strip():
        return
    started = time.monotonic()
    order = Order(
        source=choice.text_locale,
        target=settings.default_locale,
        audience=Audience.OPERATOR,
        deadline_s=settings.translation_deadline_s,
    )
    translated = await translator.translate(turn.text, order)
    turn.took("translate", started)
    turn.trace.translation = translated.payload() | {"text": translated.text}
    if translated.is_sure:
        turn.understood = translated.text
    turn.trace.decide("understand", translated.status.value, f"from {choice.text_locale}")


def choose_language(turn: Turn, settings: Settings) -> None:
    situation = turn.situation
    if turn.held and situation.known is not None:
        # Without the history nobody knows what the channel said before: it says nothing new then.
        situation = replace(situation, channel_before=situation.channel)
    choice = decide(situation, enabled=settings.enabled_locales, default=settings.default_locale)
    turn.choice = choice
    turn.locale = choice.locale
    turn.metadata["locale"] = choice.locale
    turn.trace.decide("understand", choice.locale, choice.reason)
