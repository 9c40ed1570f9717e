"""The reviewed translations of the sample articles say each sentence once, with its figures and names."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT
from serving.knowledge.segments import segments_of_file

ARTICLES = sorted((PROJECT_ROOT / "samples" / "articles").glob("*.md"))
TRANSLATIONS = PROJECT_ROOT / "samples" / "translations"
LOCALES = ("es", "de", "fr", "ar")

# Words that these languages write as English does.
SAME = {("de", "Newsletter"), ("es", "Cookies"), ("de", "Cookies"), ("fr", "Cookies"), ("fr", "Contact")}
NAMES = (
    *("Lumen & Oak", "Oak Circle", "Alder", "Birch", "Elm", "Ash", "UNiDAYS", "Black Friday", "Amazon"),
    *("Visa", "Mastercard", "American Express", "PayPal", "Apple Pay", "Google Pay", "Bancontact", "iDEAL"),
    *(
        "Klarna",
        "3-D Secure",
        "Google Analytics",
        "Google",
        "Facebook",
        "Korenlei 12",
        "Gravensteen",
        "Ramen",
    ),
    *("FSC", "LED", "E27", "E14", "IP44", "IP65", "PDF", "ZIP", "QR"),
)
CURRENCIES = {"EUR": r"€|يورو", "GBP": r"£|جنيه"}
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w|lumenandoak\.example(?:/[\w-]+)?")
NUMBER = re.compile(r"\d+(?:[.,\u202f]\d+)*")
# Arabic has a form of the noun for two of it.
TWO = re.compile(r"\bو?(?:يومي عمل|أسبوعين|سنتان)\b")


def rows(locale: str, article: str) -> list[list[str]]:
    with (TRANSLATIONS / locale / f"{article}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@cache
def pairs(locale: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for article in ARTICLES for row in rows(locale, article.stem)[1:]]


def numbers(text: str, locale: str) -> Counter[float]:
    """By value: 1,200.5 is 1.200,5 in German."""
    thousands, decimal = {"en": ",.", "ar": ",.", "es": ".,", "de": ".,", "fr": "\u202f,"}[locale]
    found = Counter(
        float(number.replace(thousands, "").replace(decimal, ".")) for number in NUMBER.findall(text)
    )
    if locale == "ar":
        found[2.0] += len(TWO.findall(text))
    return +found


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_segment_of_each_article_is_translated_once(locale: str) -> None:
    for article in ARTICLES:
        header, *translated = rows(locale, article.stem)
        assert header == ["source", "target"]
        assert [row[0] for row in translated] == await segments_of_file(article)
        assert all(len(row) == 2 and row[1].strip() == row[1] != "" for row in translated)


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_translated_that_is_not_there(locale: str) -> None:
    assert sorted(file.stem for file in (TRANSLATIONS / locale).iterdir()) == [file.stem for file in ARTICLES]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_same_words_are_translated_alike_everywhere(locale: str) -> None:
    translations: dict[str, set[str]] = {}
    for source, target in pairs(locale):
        translations.setdefault(source, set()).add(target)
    assert {source: words for source, words in translations.items() if len(words) > 1} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_sentences_are_translated_alike(locale: str) -> None:
    sources: dict[str, set[str]] = {}
    for source, target in pairs(locale):
        sources.setdefault(target, set()).add(source)
    assert {words: said for words, said in sources.items() if len(said) > 1} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_left_in_english(locale: str) -> None:
    same = {(locale, source) for source, target in pairs(locale) if source == target}
    assert same <= SAME


@pytest.mark.parametrize("locale", LOCALES)
def test_every_number_keeps_its_value(locale: str) -> None:
    wrong = [
        (source, target)
        for source, target in pairs(locale)
        if numbers(source, "en") != numbers(target, locale)
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_amount_keeps_its_currency(locale: str) -> None:
    wrong = [
        (source, target)
        for source, target in pairs(locale)
        for code, sign in CURRENCIES.items()
        if len(re.findall(rf"\b{code}\b", source))
        != len(re.findall(rf"\b{code}\b|(?<=\d.)(?:{sign})", target))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_names_and_addresses_stay_as_they_are(locale: str) -> None:
    changed = [
        (kept, target)
        for source, target in pairs(locale)
        for kept in (*(name for name in NAMES if re.search(rf"\b{name}\b", source)), *ADDRESS.findall(source))
        if kept not in target
    ]
    assert changed == []


def test_arabic_is_written_in_arabic_letters_and_latin_digits() -> None:
    for _, target in pairs("ar"):
        assert re.search(r"[\u0621-\u064a]{2}", target), target
        assert not re.search(r"[\u0660-\u0669\u200e\u200f\u202a-\u202e\u2066-\u2069]", target), target


def test_the_readme_names_author_and_reviewer() -> None:
    text = Path(TRANSLATIONS / "README.md").read_text(encoding="utf-8")
    assert "Written by" in text
    assert "Reviewed by" in text
