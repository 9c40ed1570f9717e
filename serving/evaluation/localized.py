"""The same questions in each native language: what is answered, and whether it is the same everywhere.

`python -m serving.evaluation.localized ENCODER_FOLDER` fits the weights of knowledge/localized/selection.py:
logistic regression on samples/evaluation/development.yml, all languages together.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import yaml

from serving.config import PROJECT_ROOT
from serving.evaluation.answers import ARTICLES, SAMPLES, Asked, read_samples
from serving.evaluation.asking import Note, unseen
from serving.evaluation.library import INBOX, opened_library
from serving.evaluation.selecting import logistic
from serving.knowledge.answers import candidates
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.localized.retrieval import LocalizedRetriever
from serving.knowledge.localized.selection import RULE, Evidence, Ranked, Rule, choose, evidence
from serving.knowledge.prompt import MAX_CANDIDATES
from serving.knowledge.reader import Reader
from serving.knowledge.retrieval import FoundSentence, Retriever
from serving.knowledge.selection import select
from serving.translation.exchange import import_folder

EVALUATION = PROJECT_ROOT / "samples" / "evaluation"
TRANSLATIONS = PROJECT_ROOT / "samples" / "translations"
LOCALES = ("es", "de", "fr", "ar")


@dataclass(frozen=True, slots=True)
class Said:
    """`shown`: the sentences to choose from, as the document has them; `quoted`: those that are chosen."""

    asked: Asked
    shown: Sequence[str]
    quoted: Sequence[str]
    ranked: Sequence[Ranked] = ()


@dataclass(frozen=True, slots=True)
class LocaleFigures:
    """Shares, as in answers.py. `same`: of all questions, those answered or refused as in English, with the
    same first sentence; `other`: with another one; `more`, `less`: answered here only, or in English only."""

    locale: str
    found: float
    right: float
    wrong: float
    abstained: float
    refused: float
    same: float
    other: float
    more: float
    less: float


@dataclass(frozen=True, slots=True)
class Difference:
    """`facts`: by language, the first sentence quoted, as the document has it; None: refused."""

    question: str
    facts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LocalizedFigures:
    questions: int
    languages: Sequence[LocaleFigures]
    differences: Sequence[Difference]


class Languages:
    """The sample articles with their reviewed segments, asked in any native language."""

    def __init__(self, english: Retriever, localized: LocalizedRetriever) -> None:
        self._english = english
        self._localized = localized

    async def ask(self, asked: Asked, locale: str, *, rule: Rule = RULE) -> Said:
        if locale == "en":
            best = candidates((await self._english.retrieve(asked.question, inbox_id=INBOX)).sentences)
            quoted = select(best)
            return Said(asked, [one.text for one in best], [one.text for one in quoted])
        found = await self._localized.retrieve(asked.question, locale=locale, inbox_id=INBOX)
        shown = [_original(one) for one in found.retrieval.sentences[:MAX_CANDIDATES]]
        ranked = found.ranked[:MAX_CANDIDATES]
        return Said(asked, shown, [shown[index] for index in choose(ranked, rule)], ranked)


def _original(sentence: FoundSentence) -> str:
    originals = sentence.passage.originals
    return sentence.text if originals is None else originals[sentence.index]


@asynccontextmanager
async def opened_languages(
    encoder: Encoder,
    *,
    reader: Reader | None = None,
    articles: Path = ARTICLES,
    translations: Path = TRANSLATIONS,
    postgres: bool = False,
) -> AsyncIterator[Languages]:
    async with opened_library(articles, encoder, reader=reader, postgres=postgres) as library:
        await import_folder(library.db, translations, source="en")
        localized = LocalizedRetriever(library.db, encoder, library.index, locales=LOCALES)
        yield Languages(library.retriever, localized)


def read_localized(locale: str, samples: Path = SAMPLES) -> list[Asked]:
    """The questions of answers.yml in this language, in the same order."""
    asked = read_samples(samples)
    if locale == "en":
        return asked
    file = samples.with_name(f"{samples.stem}.{locale}.yml")
    words = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Asked(words[one.question], one.says) for one in asked]


def read_development(locale: str) -> list[Asked]:
    rows = yaml.safe_load((EVALUATION / "development.yml").read_text(encoding="utf-8"))
    return [Asked(row[locale], row["says"]) for row in rows]


async def measure_localized(
    encoder: Encoder,
    locales: Sequence[str] = LOCALES,
    *,
    reader: Reader | None = None,
    postgres: bool = False,
    note: Note = unseen,
) -> LocalizedFigures:
    """English first, chosen by retrieval's rule without the model, as the others are."""
    async with opened_languages(encoder, reader=reader, postgres=postgres) as languages:
        said: dict[str, list[Said]] = {}
        for locale in ("en", *locales):
            note(f"questions in {locale}")
            said[locale] = [await languages.ask(asked, locale) for asked in read_localized(locale)]
    return LocalizedFigures(
        questions=len(said["en"]),
        languages=[figures(locale, said[locale], said["en"]) for locale in said],
        differences=[
            Difference(english.asked.question, {locale: _first(said[locale][row]) for locale in said})
            for row, english in enumerate(said["en"])
            if len({_first(said[locale][row]) for locale in said}) > 1
        ],
    )


def _first(said: Said) -> str | None:
    return said.quoted[0] if said.quoted else None


def figures(locale: str, said: Sequence[Said], english: Sequence[Said]) -> LocaleFigures:
    answerable = [one for one in said if one.asked.says]
    others = [one for one in said if not one.asked.says]
    right = sum(_right(one.asked, one.quoted) for one in answerable)
    abstained = sum(not one.quoted for one in answerable)
    alike = Counter(_alike(one.quoted, other.quoted) for one, other in zip(said, english, strict=True))
    return LocaleFigures(
        locale=locale,
        found=_share(sum(_right(one.asked, one.shown) for one in answerable), len(answerable)),
        right=_share(right, len(answerable)),
        wrong=_share(len(answerable) - right - abstained, len(answerable)),
        abstained=_share(abstained, len(answerable)),
        refused=_share(sum(not one.quoted for one in others), len(others)),
        **{kind: _share(alike[kind], len(said)) for kind in ("same", "other", "more", "less")},
    )


def _alike(quoted: Sequence[str], english: Sequence[str]) -> str:
    if bool(quoted) != bool(english):
        return "more" if quoted else "less"
    return "same" if list(quoted[:1]) == list(english[:1]) else "other"


def _right(asked: Asked, quoted: Sequence[str]) -> bool:
    text = " ".join(quoted).lower()
    return any(says.lower() in text for says in asked.says)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def fit(said: Sequence[Said]) -> tuple[Mapping[str, float], float]:
    """Weights by name, and the bias. Questions that have an answer weigh as much as those that have none."""
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    shares: list[float] = []
    kinds = Counter(bool(one.asked.says) for one in said)
    for one in said:
        for sentence, found in zip(one.shown, evidence(one.ranked), strict=True):
            rows.append(astuple(found))
            labels.append(_right(one.asked, [sentence]))
            shares.append(1 / kinds[bool(one.asked.says)])
    weights, bias = logistic(np.array(rows), np.array(labels, dtype=np.float64), np.array(shares))
    names = [one.name for one in fields(Evidence)]
    return dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True)), round(bias, 2)


async def _main(encoder: Path) -> None:
    async with opened_languages(load_encoder(encoder)) as languages:
        said = [
            await languages.ask(asked, locale) for locale in LOCALES for asked in read_development(locale)
        ]
    weights, bias = fit(said)
    sys.stdout.write(f"{json.dumps(weights)} bias={bias}\n")


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
