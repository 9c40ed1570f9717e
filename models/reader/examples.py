"""What the reader learns from: companies' sentences and the questions that each answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from serving.evaluation.companies import read_company
from serving.evaluation.xquad import read_xquad
from serving.knowledge.sentences import split_sentences, with_place

HERE = Path(__file__).parent
COMPANIES, HELD_OUT = HERE / "companies", HERE / "held_out"
# Of each intent's questions; more teach little that the first do not.
PER_INTENT = 40


@dataclass(frozen=True, slots=True)
class World:
    """All sentences of one company with their places, and its questions with the indexes of what answers."""

    sentences: list[str]
    answered: list[tuple[str, set[int]]]
    unanswered: list[str] = field(default_factory=list)


def companies(folder: Path) -> list[World]:
    return [_company(file) for file in sorted(folder.glob("*.txt"))]


def intents(shared: Path) -> list[World]:
    """Sentences written for the intents of public sets, of which the training halves are the questions."""
    return [
        _intents(HERE / "intents.txt", _clinc(shared)),
        _intents(HERE / "shop_intents.txt", _bitext(shared)),
    ]


def _company(file: Path) -> World:
    company = read_company(file)
    sentences = [with_place(line.title, line.heading, line.text) for line in company.lines]
    return World(sentences, [(text, {index}) for text, index in company.answered], list(company.unanswered))


def _intents(file: Path, questions: dict[str, list[str]]) -> World:
    rows = [line.split(" | ") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    sentences = [with_place(*place.split(" / "), sentence) for _, place, sentence in rows]
    answered = [
        (question, {index})
        for index, (intent, *_) in enumerate(rows)
        for question in questions[intent][:PER_INTENT]
    ]
    # What no sentence is about.
    others = sorted(questions.keys() - {row[0] for row in rows})
    return World(sentences, answered, [text for intent in others for text in questions[intent][:3]])


def _clinc(shared: Path) -> dict[str, list[str]]:
    data = json.loads((shared / "clinc150" / "data_oos_plus.json").read_text(encoding="utf-8"))
    questions: dict[str, list[str]] = {}
    for text, intent in data["train"]:
        questions.setdefault(intent, []).append(text)
    return questions


def _bitext(shared: Path) -> dict[str, list[str]]:
    questions: dict[str, list[str]] = {}
    with (shared / "bitext" / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            questions.setdefault(row["intent"], []).append(row["utterance"])
    return questions


def paragraphs(shared: Path) -> Iterator[World]:
    """Each article of XQuAD, with each fourth of its paragraphs: the odd ones are measured, and on the rest
    of the even ones rules were compared."""
    found, questions = read_xquad(shared / "xquad")
    articles: dict[str, list[int]] = {}
    for number, paragraph in enumerate(found):
        if number % 4 == 0:
            articles.setdefault(paragraph.title, []).append(number)
    for numbers in articles.values():
        sentences: list[str] = []
        places: dict[str, range] = {}
        for number in numbers:
            texts = split_sentences(found[number].text)
            places[found[number].key] = range(len(sentences), len(sentences) + len(texts))
            sentences += [with_place(found[number].title, None, text) for text in texts]
        answered = [
            (question.text, right)
            for question in questions
            if question.paragraph in places
            and (
                right := {
                    index
                    for index in places[question.paragraph]
                    if question.answer.lower() in sentences[index].lower()
                }
            )
        ]
        yield World(sentences, answered)
