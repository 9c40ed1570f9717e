from __future__ import annotations

import re

import pytest

from serving.evaluation.answers import Asked, read_samples
from serving.evaluation.localized import (
    LOCALES,
    Said,
    figures,
    fit,
    read_development,
    read_localized,
)
from serving.knowledge.localized.selection import Likeness, Ranked

FREE = "Returns are free."
DEAR = "Repairs cost EUR 15."


@pytest.mark.parametrize("locale", LOCALES)
def test_every_question_is_asked_in_every_language(locale: str) -> None:
    english = read_samples()
    asked = read_localized(locale)
    assert [one.says for one in asked] == [one.says for one in english]
    assert not {one.question for one in asked} & {one.question for one in english}
    assert len({one.question for one in asked}) == len(asked)
    if locale == "ar":
        assert all(re.search(r"[\u0621-\u064a]{2}", one.question) for one in asked)


@pytest.mark.parametrize("locale", ["en", *LOCALES])
def test_no_question_to_choose_weights_on_is_one_to_measure_with(locale: str) -> None:
    development = {one.question.lower() for one in read_development(locale)}
    assert not development & {one.question.lower() for one in read_localized(locale)}
    assert len(development) > 90


def test_figures_count_what_is_right_and_what_is_as_in_english() -> None:
    asked = [Asked("is it free", ["are free"]), Asked("and repairs", ["EUR 15"]), Asked("who are you")]

    def said(*quoted: str) -> list[Said]:
        return [
            Said(one, [FREE, DEAR], [words] if words else [])
            for one, words in zip(asked, quoted, strict=True)
        ]

    found = figures("es", said(FREE, FREE, ""), said(FREE, DEAR, FREE))
    assert (found.found, found.right, found.wrong, found.abstained, found.refused) == (
        1.0,
        0.5,
        0.5,
        0.0,
        1.0,
    )
    assert (found.same, found.other, found.more, found.less) == (0.333, 0.333, 0.0, 0.333)


def test_the_fit_weighs_what_tells_right_sentences_from_wrong_ones() -> None:
    def ranked(cosine: float) -> Ranked:
        return Ranked(1, Likeness(cosine, 0.5, 0.1, 0.2, 0.2, 0.3, 0.3, 0.5, 0.0))

    said = [
        Said(Asked(f"question {row}", ["are free"]), [FREE, DEAR], [], [ranked(0.8), ranked(0.3 + row / 50)])
        for row in range(5)
    ]
    weights, _ = fit([*said, Said(Asked("none"), [DEAR], [], [ranked(0.2)])])
    assert weights["cosine"] > 0
    assert weights["asked"] == 0
