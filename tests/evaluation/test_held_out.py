"""What is reported is never what was chosen or trained on."""

from __future__ import annotations

import json
from pathlib import Path

from serving.config import PROJECT_ROOT
from serving.evaluation.answers import (
    CHOOSING,
    HELD_OUT,
    MORE_COMPANIES,
    NURSERY,
    questions_of,
    read_phrasings,
    read_questions,
    read_samples,
)
from serving.evaluation.companies import read_company
from serving.knowledge.parsers.markdown import MarkdownParser
from serving.knowledge.words import all_words

ARTICLES = PROJECT_ROOT / "samples" / "articles"
COMPANIES = HELD_OUT.with_name("companies")


def wordings(questions: list[str]) -> set[str]:
    return {" ".join(all_words(question)) for question in questions}


def test_no_question_that_is_reported_is_one_to_choose_or_train_on() -> None:
    ours = [asked.question for asked in [*read_samples(), *read_phrasings("test")]]
    reported = wordings([*ours, *asked_of(NURSERY)])
    chosen_on = wordings([asked.question for asked in read_samples(CHOOSING)])
    trained_on = wordings([asked.question for asked in read_phrasings("train")])
    assert reported.isdisjoint(chosen_on)
    assert reported.isdisjoint(trained_on)


def test_no_question_that_is_reported_is_an_expected_one() -> None:
    expected = {
        question.question
        for file in ARTICLES.glob("*.md")
        for document in MarkdownParser().parse(file.read_bytes())
        for section in document.sections
        for question in section.expected
    }
    assert len(expected) > 1000
    reported = [asked.question for asked in [*read_samples(), *read_phrasings("test")]]
    assert wordings(reported).isdisjoint(wordings(list(expected)))


def test_no_question_to_the_other_company_is_one_that_it_expects() -> None:
    expected = wordings([question for question, _ in read_company(NURSERY).expected])
    asked = wordings(asked_of(NURSERY))
    assert len(expected) > 100
    assert asked.isdisjoint(expected)


def test_no_question_that_is_reported_is_one_that_reader_rule_or_model_learnt_from() -> None:
    learnt, more, held_out = (
        [question for company in folder.glob("*.txt") for question in asked_of(company)]
        for folder in (COMPANIES, MORE_COMPANIES, HELD_OUT)
    )
    ours = [one.question for one in [*read_samples(), *read_phrasings("test")]]
    assert (len(learnt) > 5000, len(more) > 3000, len(held_out) > 800) == (True, True, True)
    assert alike([*ours, *asked_of(NURSERY)], [*learnt, *more, *held_out]) == []
    assert wordings([one.question for one in read_samples(CHOOSING)]).isdisjoint(wordings(learnt))
    assert wordings(held_out).isdisjoint(wordings([*learnt, *more]))


def asked_of(file: Path) -> list[str]:
    return [one.question for one in questions_of(read_company(file))]


def alike(some: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Pairs of the same words but for one in eight, in whatever order."""
    by_word: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for text in others:
        words = frozenset(all_words(text))
        for word in words:
            by_word.setdefault(word, []).append((text, words))
    found: set[tuple[str, str]] = set()
    for text in some:
        words = frozenset(all_words(text))
        for word in words:
            for other, theirs in by_word.get(word, []):
                if 8 * len(words & theirs) >= 7 * len(words | theirs):
                    found.add((text, other))
    return sorted(found)


def test_the_paragraphs_that_are_reported_are_not_those_to_choose_on(tmp_path: Path) -> None:
    data = [
        {
            "title": "T",
            "paragraphs": [
                {
                    "context": "One.",
                    "qas": [{"id": f"{n}", "question": f"q{n}", "answers": [{"text": "One"}]}],
                }
            ],
        }
        for n in range(4)
    ]
    (tmp_path / "xquad.en.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    odd, even = (
        {asked.question for asked in read_questions(tmp_path, every=1, parity=parity)} for parity in (1, 0)
    )
    assert (odd, even) == ({"q1", "q3"}, {"q0", "q2"})


def test_each_answer_to_choose_on_stands_in_the_articles() -> None:
    text = " ".join(
        " ".join(file.read_text(encoding="utf-8").split()) for file in ARTICLES.glob("*.md")
    ).lower()
    asked = [one for one in read_samples(CHOOSING) if one.says]
    assert len(asked) == 60
    assert [one.question for one in asked if not any(says.lower() in text for says in one.says)] == []


def test_the_other_company_has_questions_of_both_kinds() -> None:
    company = read_company(NURSERY)
    assert (len(company.answered), len(company.unanswered)) == (69, 26)
    assert len({line.text for line in company.lines}) == len(company.lines)
