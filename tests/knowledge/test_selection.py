from __future__ import annotations

from dataclasses import replace

import pytest

from serving.knowledge.answers import candidates
from serving.knowledge.retrieval import Retriever
from serving.knowledge.selection import WITH_EMBEDDED_MODEL, WITHOUT_MODEL, evidence, select

pytestmark = pytest.mark.usefixtures("shop")


async def test_a_clear_match_is_quoted_alone(retriever: Retriever) -> None:
    found = await retriever.retrieve("how long does standard shipping take?", inbox_id="web")
    chosen = select(WITHOUT_MODEL, candidates(found.sentences))
    assert [sentence.text for sentence in chosen] == ["Standard shipping takes 3 to 5 working days."]


async def test_nothing_is_quoted_for_what_no_article_answers(retriever: Retriever) -> None:
    for question in ("do you sell bicycles?", "who founded the company", ""):
        found = await retriever.retrieve(question, inbox_id="web")
        assert select(WITHOUT_MODEL, candidates(found.sentences)) == []


async def test_the_models_choice_weighs_for_a_sentence(retriever: Retriever) -> None:
    shown = candidates((await retriever.retrieve("where is the tracking code?", inbox_id="web")).sentences)
    alone, with_word = evidence(shown)[1], evidence(shown, picked=[1])[1]
    assert WITH_EMBEDDED_MODEL.headed.logit(with_word) > WITH_EMBEDDED_MODEL.headed.logit(alone)
    assert WITHOUT_MODEL.headed.logit(with_word) == WITHOUT_MODEL.headed.logit(alone)


def test_of_nothing_nothing_is_chosen() -> None:
    assert select(WITHOUT_MODEL, []) == []


async def test_articles_in_sections_and_running_prose_have_rules_of_their_own(retriever: Retriever) -> None:
    found = await retriever.retrieve("how long does standard shipping take?", inbox_id="web")
    sections = candidates(found.sentences)
    prose = [replace(one, passage=replace(one.passage, heading=None)) for one in sections]
    assert WITHOUT_MODEL.of(sections) is WITHOUT_MODEL.headed
    assert WITHOUT_MODEL.of(prose) is WITHOUT_MODEL.prose
