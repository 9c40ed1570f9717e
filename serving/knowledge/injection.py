"""Sentences of a document that speak to a model instead of a reader: neither quoted nor shown to a model.

A document is data, and whoever can put a sentence into one (a review on a page that is read, a shared folder)
must not steer answers. This catches what says so openly; what it misses is still only ever quoted as the
document's own sentence, or confirmed by the checker against it.
"""

from __future__ import annotations

import re

from serving.knowledge.base import PassageHit

_MODEL = r"(?:ai|assistants?|chatbots?|(?:language )?models?|bots?|llms?)"
_SAY = r"(?:say|answer|reply|tell|respond|write|reveal|repeat|output|print)"
_TO_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|context)\b"
    r"|\b(?:system|developer|hidden|initial|previous) (?:prompt|message|instructions?)\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ )?(?:ai|assistant|chatbot|language model|bot|llm|dan)\b"
    r"|\b(?:note|message|instructions?|attention|important)(?: \w+){0,2} (?:to|for) "
    rf"(?:the |all |any |every )?{_MODEL}\b"
    rf"|\b{_MODEL}\b[^.!?]{{0,20}}\b(?:must|should|shall|has to|have to)\b[^.!?]{{0,30}}\b{_SAY}\b"
    r"|(?:^|\n)\s*(?:system|assistant|user)\s*:|<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>"
    r"|\[/?(?:inst|system)\]|#{2,}\s*(?:system|question|passages|sentences)\b",
    re.IGNORECASE,
)


def addresses_a_model(sentence: str) -> bool:
    return _TO_A_MODEL.search(sentence) is not None


def hit_addresses_a_model(hit: PassageHit, text: str) -> bool:
    """`text`: what of the passage is shown. Title and heading stand in the prompt with it, so they are
    read as one: neither may say it, nor all of them together."""
    return addresses_a_model("\n".join([hit.title, hit.heading or "", text]))
