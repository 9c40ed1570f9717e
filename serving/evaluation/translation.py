"""The translation layer on data: languages told, values kept, the memory's hits, chrF of engines."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po

from serving.db import Database
from serving.knowledge.articles import make_article
from serving.knowledge.parsers.markdown import MarkdownParser
from serving.migrations import upgrade_async
from serving.translation.base import Audience, TranslationEngine, TranslationStatus
from serving.translation.exchange import Pair, import_folder
from serving.translation.glossary import Glossaries
from serving.translation.language import detect
from serving.translation.memory import TranslationMemory, Wanted
from serving.translation.protected import find_spans
from serving.translation.service import Order, Translator

MOST_PAIRS = 150
DEADLINE_S = 600.0
MESSAGES = (
    "Your order {} has been shipped.",
    "Please write to {} about {}.",
    "We refunded {} for order {} on {}.",
    "You can read more at {}.",
    "Is {} in stock, and does it cost {}?",
    "Use `{}` before {}, then see [this page](https://lumen.example/{}).",
    "Thank you for your message about {}.",
    "**Important:** call {} and name {}.",
)
VALUES = (
    "P-10482", "EUR 19.90", "help@lumen.example", "https://lumen.example/a?b=1", "2026-11-22", "RMA-2026-77",
    "€1,299.00", "+32 9 123 45 67", "{name}", "#4711", "13:45", "ana.b-c@shop.example",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Of one language's messages."""

    language: str
    messages: int
    right: int
    wrong: int
    not_told: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one engine and pair: `harmed` counts texts that came out with another value than they went in."""

    engine: str
    pair: str
    texts: int
    sure: int
    unsure: int
    untranslated: int
    harmed: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Sentences that an answer can quote, found in the memory as people translated them."""

    locale: str
    sentences: int
    human: int
    median_us: float


@dataclass(frozen=True, slots=True)
class Quality:
    engine: str
    pair: str
    data: str
    texts: int
    translated: int
    chrf: float


@dataclass(frozen=True, slots=True)
class TranslationFigures:
    languages: Sequence[Told]
    detection_ms: float
    kept: Sequence[Kept]
    hits: Sequence[Hits]
    quality: Sequence[Quality]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def measure_translation(
    engines: Sequence[TranslationEngine], *, samples: Path, data: Path, native: Sequence[str]
) -> TranslationFigures:
    """`samples`: the project's; `data`: the public sets, of which those that are there are used."""
    languages, detection_ms = measure_languages(samples / "evaluation" / "languages.yml")
    with tempfile.TemporaryDirectory(prefix="parley-evaluation-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/memory.db"
        await upgrade_async(url)
        database = Database.connect(url)
        try:
            kept = [one for engine in engines for one in await _values(database, engine)]
            quality = [one for engine in engines for one in await _quality(database, engine, data)]
            await import_folder(database, samples / "translations", source=native[0])
            sentences = await asyncio.to_thread(_sentences, samples / "articles")
            hits = [await _hits(database, sentences, locale, native[0]) for locale in native[1:]]
        finally:
            await database.close()
    return TranslationFigures(languages, detection_ms, kept, hits, quality)


def measure_languages(file: Path) -> tuple[list[Told], float]:
    labelled: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    told: list[Told] = []
    detect("warm up the model first", labelled)
    begun = time.perf_counter()
    for language, messages in labelled.items():
        found = Counter(
            "none" if (one := detect(str(text), labelled)) is None else str(one.locale == language)
            for text in messages
        )
        told.append(Told(language, len(messages), found["True"], found["False"], found["none"]))
    count = sum(one.messages for one in told)
    return told, round((time.perf_counter() - begun) * 1000 / count, 3)


def _pairs(engine: TranslationEngine) -> list[tuple[str, str]]:
    common = ("en", "es", "de", "fr", "ar", "it", "nl", "tr")
    return [(source, target) for source in common for target in common if engine.supports(source, target)]


def _texts() -> list[str]:
    """Every message with every value in its first place, the others in turn."""
    texts: list[str] = []
    for index, message in enumerate(MESSAGES):
        places = message.count("{}")
        for number in range(len(VALUES)):
            chosen = [VALUES[(number + place * (index + 1)) % len(VALUES)] for place in range(places)]
            texts.append(message.format(*chosen))
    return texts


async def _values(database: Database, engine: TranslationEngine) -> list[Kept]:
    translator = Translator(TranslationMemory(database), Glossaries(database), [engine])
    measured: list[Kept] = []
    for source, target in [pair for pair in _pairs(engine) if pair[0] == "en"]:
        order = Order(source, target, Audience.OPERATOR, deadline_s=DEADLINE_S)
        answers = await translator.translate_many(_texts(), order)
        states = Counter(answer.status for answer in answers)
        harmed = sum(_bag(answer.text) != _bag(answer.original) for answer in answers)
        measured.append(
            Kept(
                engine.name,
                f"{source}-{target}",
                len(answers),
                sure=sum(answer.is_sure for answer in answers),
                unsure=states[TranslationStatus.MACHINE_UNSURE],
                untranslated=states[TranslationStatus.UNTRANSLATED],
                harmed=harmed,
            )
        )
    return measured


def _bag(text: str) -> Counter[str]:
    return Counter(span.value for span in find_spans(text))


def _sentences(articles: Path) -> list[str]:
    said = (
        sentence
        for file in sorted(articles.glob("*.md"))
        for document in MarkdownParser().parse(file.read_bytes())
        for passage in make_article(document, name=file.name).passages
        for sentence in passage.sentences
    )
    return list(dict.fromkeys(said))


async def _hits(database: Database, sentences: Sequence[str], locale: str, source: str) -> Hits:
    memory = TranslationMemory(database)
    wanted = Wanted(source, locale)
    await memory.find("", wanted)
    human, took = 0, []
    for sentence in sentences:
        begun = time.perf_counter()
        match = await memory.find(sentence, wanted)
        took.append(time.perf_counter() - begun)
        human += match is not None and match.is_human
    return Hits(locale, len(sentences), human, round(statistics.median(took) * 1e6, 1))


async def _quality(database: Database, engine: TranslationEngine, data: Path) -> list[Quality]:
    from sacrebleu.metrics.chrf import CHRF

    translator = Translator(TranslationMemory(database), Glossaries(database), [engine])
    measured: list[Quality] = []
    for source, target in _pairs(engine):
        for name, pairs in (("oscar", _oscar(data, source, target)), ("xquad", _xquad(data, source, target))):
            if not pairs:
                continue
            chosen = pairs[:: max(1, len(pairs) // MOST_PAIRS)][:MOST_PAIRS]
            order = Order(source, target, Audience.OPERATOR, deadline_s=DEADLINE_S)
            answers = await translator.translate_many([text for text, _ in chosen], order)
            done = sum(answer.status is not TranslationStatus.UNTRANSLATED for answer in answers)
            score = CHRF().corpus_score(
                [answer.text for answer in answers], [[reference for _, reference in chosen]]
            )
            measured.append(
                Quality(engine.name, f"{source}-{target}", name, len(chosen), done, round(score.score, 1))
            )
    return measured


def _oscar(data: Path, source: str, target: str) -> list[Pair]:
    """Strings of a shop with their translations, placeholders and markup among them."""
    other = target if source == "en" else source
    file = data / "oscar" / f"{other}.po"
    if "en" not in (source, target) or not file.is_file():
        return []
    with file.open("rb") as lines:
        catalogue = read_po(lines)
    pairs = [
        (str(message.id), str(message.string))
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy
    ]
    usable = [pair for pair in pairs if len(pair[0].split()) >= 3]
    return usable if source == "en" else [(theirs, ours) for ours, theirs in usable]


def _xquad(data: Path, source: str, target: str) -> list[Pair]:
    files = [data / "xquad" / f"xquad.{locale}.json" for locale in (source, target)]
    if not all(file.is_file() for file in files):
        return []
    questions = [_questions(file) for file in files]
    return [(questions[0][key], questions[1][key]) for key in questions[0] if key in questions[1]]


def _questions(file: Path) -> dict[str, str]:
    read = json.loads(file.read_text(encoding="utf-8"))
    return {
        question["id"]: question["question"]
        for article in read["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    }
