"""Which language a message is in, for the components of the pipeline."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.emoji import in_words
from bot.gloss import gloss
from bot.locales import PIVOT, spoken
from bot.patterns import mask

ENGLISH = "text_in_english"


def locale_of(message: Message) -> str:
    """Of a customer's message as the platform says; of a training example as its block in bot/data/nlu/."""
    metadata = message.get(METADATA) or {}
    block = metadata.get(METADATA_INTENT)
    if isinstance(block, dict):
        return str(block.get("locale", PIVOT))
    if message.get(INTENT):
        return PIVOT  # an example without a block of its own language
    return spoken(metadata, message.get(TEXT) or "")


def in_english(message: Message) -> str:
    """The text without its values, word for word in the pivot, also what emoji alone say. Kept with the
    message: several components read it."""
    known: str | None = message.get(ENGLISH)
    if known is None:
        text, locale = message.get(TEXT) or "", locale_of(message)
        known = in_words(text) or (
            mask(text) if locale == PIVOT else mask(text, lambda words: gloss(words, locale))
        )
        message.set(ENGLISH, known)
    return known
