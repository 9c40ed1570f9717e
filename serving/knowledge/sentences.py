"""Splits prose into sentences that can be quoted on their own."""

from __future__ import annotations

import re

# In the assistant's native languages: what never ends a sentence, and what stands before a number.
_NEVER_LAST = {
    *("e.g", "i.e", "vs", "approx", "ca", "cf", "mr", "mrs", "ms", "dr", "prof", "st", "incl", "excl", "co"),
    *("z.b", "d.h", "u.a", "bzw", "ggf", "inkl", "exkl", "evtl", "zzgl"),
    *("p.ej", "sr", "sra", "srta", "núm", "av", "aprox"),
    *("p.ex", "ex", "mme", "mlle", "réf"),
}
_BEFORE_NUMBER = {"no", "nos", "nr", "p", "pp", "fig", "art", "abs", "max", "min", "máx", "mín", "pág", "tel"}
_DAYS_AND_MONTHS = {
    "en": {
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri"),
        *("jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    },
    "de": {
        *("mo", "di", "mi", "do", "fr", "sa", "so"),
        *("jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez"),
    },
    "es": {
        *("lun", "mié", "jue", "vie", "sáb"),
        *("ene", "feb", "abr", "jun", "jul", "ago", "sep", "sept", "oct", "nov", "dic"),
    },
    "fr": {"lun", "jeu", "ven", "sam", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc"},
}
# Closing quotes and brackets belong to the sentence that they close.
_END = re.compile(r"""[.!?؟。！？…]+["'”’»)\]]*(?=\s|$)|(?<=[。！？])""")
_LAST_WORD = re.compile(r"[\w.]+$")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d]$")
# "Steps: 1. Open the app."
_ITEM = re.compile(r"(?:^\s*|:\s)\d{1,2}$")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}$")


def split_sentences(text: str, *, language: str = "en") -> list[str]:
    """Sentences in order, white space collapsed."""
    text = " ".join(text.split())
    sentences: list[str] = []
    begin = 0
    for match in _END.finditer(text):
        if match.end() > begin and _ends_here(text[begin : match.start()], text, match.end(), language):
            sentences.append(text[begin : match.end()].strip())
            begin = match.end()
    rest = text[begin:].strip()
    return [sentence for sentence in (*sentences, rest) if sentence]


def _ends_here(before: str, text: str, end: int, language: str) -> bool:
    following = text[end:].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if text[end - 1] != ".":
        return True
    word = _LAST_WORD.search(before)
    last = word.group().lower() if word else ""
    if last in _NEVER_LAST or _INITIAL.search(before) or _ITEM.search(before):
        return False
    if following[0].isdigit() and _stands_before_numbers(last, language):
        return False
    # "am 3. Mai"; in English a number may well end a sentence.
    return not (language == "de" and _ORDINAL.search(before))


def _stands_before_numbers(word: str, language: str) -> bool:
    """As in "p. 3", "Dec. 24" and "Bahnhofstr. 12"."""
    return (
        word in _BEFORE_NUMBER
        or word in _DAYS_AND_MONTHS.get(language, ())
        or (language == "de" and word.endswith("str"))
    )


def with_place(title: str, heading: str | None, sentence: str) -> str:
    """A sentence often says what it is about only together with the words above it."""
    return f"{title} > {heading}: {sentence}" if heading else f"{title}: {sentence}"
