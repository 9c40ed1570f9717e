"""What in a sentence can be checked against a text word by word: numbers, dates, names, addresses, negation.

English, as what the model writes is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from serving.knowledge.quantities import NUMBER_WORDS, quantities
from serving.knowledge.words import STOP_WORDS, all_words, stems

_DATE_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|yesterday|tonight|weekends?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;)]*)?", re.I
)
# Inside a sentence; the first word is a name only where it is written like one ("UNiDAYS", "IP44").
_NAME = re.compile(r"(?<!^)(?<![.!?:] )(?<![\"'(“])\b[A-Z][\w'’-]*|^\w*[a-z]?[A-Z]\w*[A-Z]\w*")
_CLAUSE = re.compile(
    r"[.;:,!?]\s|\b(?:and|but|because|if|when|unless|until|while|although|which)\b", re.IGNORECASE
)
_ANSWER_WORD = re.compile(r"^\s*(?:yes|no|sure|of course|sorry|please)\b[,.!: ]*", re.IGNORECASE)
# Words that carry a claim of their own though retrieval leaves them out.
_UNIVERSAL = frozenset({"all", "always", "any", "anything", "every", "everything", "everyone", "completely"})
# What a sentence of a help centre begins with in other words than the passage's.
_OPENERS = frozenset({
    "according", "all", "any", "article", "ask", "bring", "buyers", "call", "change", "check", "choose",
    "clients", "contact", "cost", "costs", "customers", "delivery", "deliveries", "every", "everyone",
    "find", "follow", "go", "items", "keep", "log", "many", "money", "most", "new", "normal", "nobody",
    "none", "one", "only", "open", "order", "ordering", "orders", "packages", "parcels", "pay",
    "paying", "payment", "payments", "people", "pick", "prices", "product", "products", "purchases",
    "refund", "refunds", "regular", "report", "request", "return", "returning", "returns", "see",
    "select", "send", "sending", "shipments", "shipping", "shoppers", "show", "sign", "since",
    "standard", "take", "two", "unfortunately", "use", "using", "visit", "wait", "write", "yours",
})  # fmt: skip
# Words that say nothing which a passage could confirm.
_LIGHT = STOP_WORDS | {
    "about", "after", "again", "also", "although", "am", "because", "been", "before", "being",
    "between", "both", "but", "cannot", "d", "during", "each", "he", "hello", "her", "here", "hi",
    "him", "his", "however", "into", "just", "let", "ll", "m", "more", "must", "need", "never", "nor",
    "off", "once", "only", "out", "over", "re", "s", "same", "she", "sorry", "still", "t", "thank",
    "thanks", "then", "though", "through", "too", "unless", "until", "up", "upon", "us", "ve", "very",
    "while", "within", "without", "yes",
}  # fmt: skip


def statement(sentence: str) -> str:
    """Without the "Yes," that it may begin with."""
    return _ANSWER_WORD.sub("", sentence).strip()


def numbers(text: str) -> set[str]:
    """Digits; "two" is 2, "1,200" and "1.200" are 1200."""
    return {quantity.value for quantity in quantities(text)}


def dates(text: str) -> set[str]:
    """Weekdays, months and the like, in the singular. "may" only where a number stands beside it."""
    found = {word.lower().rstrip("s") for word in _DATE_WORD.findall(text)}
    if "may" in found and not re.search(r"\d+\.? may\b|\bmay \d", text, re.IGNORECASE):
        found.discard("may")
    return found


def addresses(text: str) -> set[str]:
    return {found.lower().rstrip(".").removeprefix("https://") for found in _ADDRESS.findall(text)}


def names(text: str) -> set[str]:
    """Words written like names, in lower case."""
    found = (name.rstrip("'’-").removesuffix("'s").removesuffix("’s").lower() for name in _NAME.findall(text))
    return {name for name in found if name not in _LIGHT and name != "i"}


def first_name(text: str) -> str | None:
    """The first word, in lower case, where it is written large and no sentence begins with it for the
    trade's sake."""
    word = re.match(r"[A-Z][\w'’-]*", text)
    name = re.sub(r"['’].*", "", word.group()).lower() if word else None
    return None if name is None or name in _LIGHT or name in _OPENERS else name


def universals(text: str) -> set[str]:
    return {word for word in all_words(text) if word in _UNIVERSAL}


def telling_stems(text: str) -> list[str]:
    """In order, without the words that say nothing by themselves; number words as digits."""
    words = [NUMBER_WORDS.get(word, word) for word in all_words(text)]
    return [stem for word in words if word not in _LIGHT for stem in stems(word)]


def clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if clause and clause.strip():
            yield clause
