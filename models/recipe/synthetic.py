"""Made-up companies: sentences by templates, and questions that one of them answers, or none does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from models.recipe.retrieval import Sentence

_SLOT = re.compile(r"\{(\w+)\}")
_SUBJECTS = {
    "thing": 5, "device": 4, "service": 5, "goal": 6, "site": 3, "team": 2, "people": 4, "place": 5
}  # fmt: skip
_FACTS = 60
_OPENERS = ("Please note: ", "As a rule, ", "At present, ", "In general, ", "Since last year, ")
_CLOSERS = (", as always", ", without exception", " at the moment", " under normal conditions")


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    subjects: tuple[str, ...]
    titles: tuple[str, ...]
    statements: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    distractors: list[str] = field(default_factory=list)

    @property
    def group(self) -> str:
        """Kinds of one group answer the same questions: a subject has at most one of them."""
        return self.name.removesuffix("_yes").removesuffix("_no").removesuffix("_how")


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    answer: int | None  # index into the world's sentences


@dataclass(frozen=True, slots=True)
class World:
    sentences: list[Sentence]
    asked: list[Asked]


class Templates:
    def __init__(self, folder: Path) -> None:
        self.kinds = _read_kinds(folder / "templates.txt")
        self.words = _read_words(folder / "words.txt")

    def texts(self) -> list[str]:
        patterns = [p for k in self.kinds for p in (*k.titles, *k.statements, *k.questions, *k.distractors)]
        return patterns + [word for words in self.words.values() for word in words]

    def world(self, rng: np.random.Generator) -> World:
        subjects = [(kind, s) for kind, n in _SUBJECTS.items() for s in self._subjects(kind, n, rng)]
        possible = [(k, s) for k in self.kinds for kind, s in subjects if kind in k.subjects]
        rng.shuffle(possible)
        taken: set[tuple[str, str]] = set()
        sentences: list[Sentence] = []
        asked: list[Asked] = []
        for kind, subject in possible:
            if (kind.group, subject) in taken:
                continue
            taken.add((kind.group, subject))
            known = len(asked) < _FACTS
            if not known and len(sentences) > 2 * _FACTS:
                break
            values = self._values(subject, rng)
            if known:
                sentences.append(self._sentence(kind.statements, kind, values, rng))
            if rng.random() < (0.1 if known else 0.3) and kind.distractors:
                sentences.append(self._sentence(kind.distractors, kind, values, rng))
                answer = len(sentences) - 2 if known else None
            else:
                answer = len(sentences) - 1 if known else None
            if known or rng.random() < 0.35:
                asked.append(Asked(self._question(kind, values, rng), answer))
        return World(sentences, asked)

    def device_questions(self, rng: np.random.Generator) -> list[str]:
        kinds = [kind for kind in self.kinds if kind.subjects == ("device",)]
        subjects = self._subjects("device", 4, rng)
        return [self._question(rng.choice(kinds), self._values(subject, rng), rng) for subject in subjects]

    def _subjects(self, kind: str, count: int, rng: np.random.Generator) -> list[str]:
        nouns = [str(noun) for noun in rng.choice(self.words[kind], size=count, replace=False)]
        if kind in ("thing", "device"):
            if rng.random() < 0.4:  # several of a kind, told apart only by name
                nouns[1] = nouns[0]
            names = rng.choice(self.words["name"], size=count, replace=False)
            return [f"{name} {noun}" for name, noun in zip(names, nouns, strict=True)]
        return nouns

    def _values(self, subject: str, rng: np.random.Generator) -> dict[str, str]:
        values = {slot: str(rng.choice(words)) for slot, words in self.words.items()}
        values["place2"] = str(rng.choice(self.words["place"]))
        values["color2"] = str(rng.choice(self.words["color"]))
        values["subject"] = subject
        values["bare"] = subject.split(" ", 1)[-1]
        number = lambda low, high: int(rng.integers(low, high))  # noqa: E731
        first = number(7, 12)
        return values | {
            "money": f"EUR {number(1, 300)}" + (".90" if rng.random() < 0.3 else ""),
            "days": f"{number(2, 30)} {rng.choice(['days', 'working days', 'weeks', 'hours'])}",
            "years": f"{number(2, 12)} years",
            "hours": f"{number(2, 40)} hours",
            "secs": f"{number(2, 20)} seconds",
            "kg": f"{number(2, 180)} kg",
            "cm": f"{number(10, 250)} cm",
            "cm2": f"{number(10, 250)} cm",
            "n": str(number(3, 40)),
            "temp": f"{rng.choice([30, 40, 60, 90])} degrees",
            "pct": f"{number(3, 50)} %",
            "time": f"{first}:00",
            "time2": f"{number(13, 22)}:00",
            "date": f"{number(1, 29)} {rng.choice(self.words['month'])}",
            "email": f"{rng.choice(['info', 'hello', 'team', 'office'])}@{values['name'].lower()}.example",
        }

    def _sentence(
        self, patterns: list[str], kind: Kind, values: dict[str, str], rng: np.random.Generator
    ) -> Sentence:
        text = _fill(str(rng.choice(patterns)), values | {"a": _article(kind, values, rng)})
        if rng.random() < 0.12:
            text = str(rng.choice(_OPENERS)) + (
                text if text[0].isupper() and text[:4] != "The " else _lower(text)
            )
        elif rng.random() < 0.1:
            text = text[:-1] + str(rng.choice(_CLOSERS)) + "."
        title = str(rng.choice(kind.titles))
        heading = None if rng.random() < 0.2 else _upper(values["subject"])
        if rng.random() < 0.3:
            title, heading = heading or title, title
        return Sentence(_upper(text), title, heading, "made-up")

    def _question(self, kind: Kind, values: dict[str, str], rng: np.random.Generator) -> str:
        return _fill(str(rng.choice(kind.questions)), values | {"a": _article(kind, values, rng)})


def _article(kind: Kind, values: dict[str, str], rng: np.random.Generator) -> str:
    subject = values["subject"]
    if set(kind.subjects) & {"goal", "people", "place"}:
        return subject
    if "service" in kind.subjects and subject[0].islower():
        article = str(rng.choice(["the", "a", "a", "your", ""]))
        article = "an" if article == "a" and subject[0] in "aeiou" else article
        return f"{article} {subject}".strip()
    return f"the {subject}"


def _fill(pattern: str, values: dict[str, str]) -> str:
    return _SLOT.sub(lambda match: values[match.group(1)], pattern)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _read_kinds(path: Path) -> list[Kind]:
    kinds: list[Kind] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, text = line[:2], line[2:].strip()
        if mark == "# " and text.count("|") == 2:
            name, subjects, titles = (part.strip() for part in text.split("|"))
            if name != "kind":
                kinds.append(Kind(name, tuple(subjects.split(",")), tuple(titles.split("; "))))
        elif mark == "S ":
            kinds[-1].statements.append(text)
        elif mark == "Q ":
            kinds[-1].questions.append(text)
        elif mark == "D ":
            kinds[-1].distractors.append(text)
    return kinds


def _read_words(path: Path) -> dict[str, list[str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {slot: values.strip().split("; ") for slot, values in (line.split(":", 1) for line in lines)}
