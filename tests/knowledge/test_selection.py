from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from serving.knowledge.answers import candidates
from serving.knowledge.retrieval import FoundSentence, Retriever
from serving.knowledge.selection import (
    WITH_EMBEDDED_MODEL,
    WITHOUT_MODEL,
    WORDLESS_FROM,
    evidence,
    likeliest_first,
    select,
    weighed,
)

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


def unexpected(found: Sequence[FoundSentence]) -> list[FoundSentence]:
    """As if no question were expected of the documents."""
    return [
        replace(one, expected=None, passage=replace(one.passage, expected=None, expects=False))
        for one in found
    ]


async def test_a_question_like_an_expected_one_is_answered_and_refused_where_none_is_expected(
    retriever: Retriever,
) -> None:
    found = candidates((await retriever.retrieve("i cant print that label", inbox_id="web")).sentences)
    assert [one.text for one in select(WITHOUT_MODEL, found)][0].startswith("If you have no printer")
    assert select(WITHOUT_MODEL, unexpected(found)) == []


async def test_documents_of_which_no_question_is_expected_have_their_own_rule_beside_others(
    retriever: Retriever,
) -> None:
    question = "how long does standard shipping take?"
    shown = candidates((await retriever.retrieve(question, inbox_id="web")).sentences)
    other = replace(shown[-1], expected=None)
    chosen = select(WITH_EMBEDDED_MODEL, [*unexpected(shown[:-1]), other], picked=[0])
    assert chosen[0].text == "Standard shipping takes 3 to 5 working days."


async def test_what_shares_no_word_with_a_question_answers_only_what_is_expected_almost_so(
    retriever: Retriever,
) -> None:
    found = candidates((await retriever.retrieve("i cant print that label", inbox_id="web")).sentences)
    (best,) = select(WITHOUT_MODEL, found)
    assert best.expected is not None
    farther = replace(best, expected=replace(best.expected, cosine=WORDLESS_FROM - 0.01))
    for known, likely in ((0.0, best), (0.5, farther)):
        changed = replace(likely, known=known)
        assert select(WITHOUT_MODEL, [changed if one is best else one for one in found])[:1] == [changed]
    wordless = replace(farther, known=0.0)
    assert select(WITHOUT_MODEL, [wordless if one is best else one for one in found]) == []


async def test_what_was_read_has_rules_of_its_own_in_which_the_model_has_no_voice(
    reading_retriever: Retriever,
) -> None:
    found = await reading_retriever.retrieve("i lost my voucher mail", inbox_id="web")
    shown = candidates(found.sentences)
    likely = max(range(len(shown)), key=lambda index: shown[index].read or 0.0)
    chosen = select(WITHOUT_MODEL, shown)
    assert shown[likely] in chosen
    assert select(WITH_EMBEDDED_MODEL, shown, picked=[len(shown) - 1]) == chosen
    far = [replace(one, read=-20.0) for one in shown]
    assert select(WITHOUT_MODEL, far) == []


async def test_the_likeliest_come_first_where_they_were_read_and_the_best_where_not(
    retriever: Retriever, reading_retriever: Retriever
) -> None:
    question = "i lost my voucher mail"
    shown = candidates((await reading_retriever.retrieve(question, inbox_id="web")).sentences)
    traced = weighed(shown)
    assert [one.sentence for one in traced] == [one.text for one in likeliest_first(shown)[: len(traced)]]
    assert [one.logit for one in traced] == sorted((one.logit for one in traced), reverse=True)
    unread = candidates((await retriever.retrieve(question, inbox_id="web")).sentences)
    assert likeliest_first(unread) == unread
    assert weighed(unread) == []
