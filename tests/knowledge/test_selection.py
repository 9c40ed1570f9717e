from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from serving.knowledge.answers import candidates
from serving.knowledge.retrieval import FoundSentence, Retriever
from serving.knowledge.selection import (
    READ,
    UNREAD,
    by_likelihood,
    evidence,
    select,
    weighed,
    worth_asking,
)

pytestmark = pytest.mark.usefixtures("shop")


async def test_a_clear_match_is_quoted_alone(retriever: Retriever) -> None:
    found = await retriever.retrieve("how long does standard shipping take?", inbox_id="web")
    chosen = select(candidates(found.sentences))
    assert [sentence.text for sentence in chosen] == ["Standard shipping takes 3 to 5 working days."]


async def test_nothing_is_quoted_for_what_no_article_answers(retriever: Retriever) -> None:
    for question in ("do you sell washing machines?", "who founded the company", ""):
        found = await retriever.retrieve(question, inbox_id="web")
        assert select(candidates(found.sentences)) == []


def test_of_nothing_nothing_is_chosen() -> None:
    assert select([]) == []


async def test_articles_in_sections_and_running_prose_have_rules_of_their_own(retriever: Retriever) -> None:
    found = await retriever.retrieve("how long does standard shipping take?", inbox_id="web")
    sections = candidates(found.sentences)
    prose = [replace(one, passage=replace(one.passage, heading=None)) for one in sections]
    assert UNREAD.of(sections) is UNREAD.headed
    assert UNREAD.of(prose) is UNREAD.prose


def unexpected(found: Sequence[FoundSentence]) -> list[FoundSentence]:
    """As if no question were expected of the documents."""
    return [
        replace(one, expected=None, passage=replace(one.passage, expected=None, expects=False))
        for one in found
    ]


async def test_a_question_like_an_expected_one_is_answered_and_refused_where_none_is_expected(
    retriever: Retriever,
) -> None:
    found = candidates((await retriever.retrieve("i moved house", inbox_id="web")).sentences)
    assert [one.text for one in select(found)][0].startswith("You can change your name, address")
    assert select(unexpected(found)) == []


async def test_documents_of_which_no_question_is_expected_have_their_own_rule_beside_others(
    retriever: Retriever,
) -> None:
    question = "how long does standard shipping take?"
    shown = candidates((await retriever.retrieve(question, inbox_id="web")).sentences)
    beside = [*unexpected(shown[:-1]), replace(shown[-1], expected=None)]
    assert select(beside)[0].text == "Standard shipping takes 3 to 5 working days."
    prose = [replace(one, passage=replace(one.passage, heading=None)) for one in unexpected(shown[-3:])]
    beside = [*shown[:-3], *prose]
    rules = [UNREAD.expecting] * (len(beside) - 3) + [UNREAD.prose] * 3
    logits = [rule.logit(one) for rule, one in zip(rules, evidence(beside), strict=True)]
    assert sorted(logits, reverse=True) == [logit for _, logit in by_likelihood(beside)]


async def test_a_model_is_asked_only_where_a_sentence_may_answer(reading_retriever: Retriever) -> None:
    async def asked(question: str) -> bool:
        found = await reading_retriever.retrieve(question, inbox_id="web")
        return worth_asking(by_likelihood(candidates(found.sentences)))

    assert await asked("how long does standard shipping take?")
    assert await asked("can i pay in three parts?")
    assert not await asked("who won the world cup in 2018?")
    assert not worth_asking([])


async def test_what_was_read_has_rules_of_its_own(
    reading_retriever: Retriever,
) -> None:
    found = await reading_retriever.retrieve("i lost my voucher mail", inbox_id="web")
    shown = candidates(found.sentences)
    likely = max(range(len(shown)), key=lambda index: shown[index].read or 0.0)
    assert shown[likely] in select(shown)
    logits = [READ.expecting.logit(one) for one in evidence(shown)]
    assert sorted(logits, reverse=True) == [logit for _, logit in by_likelihood(shown)]
    assert select([replace(one, read=-20.0, alike=-20.0) for one in shown]) == []
    unread = [replace(one, read=None, alike=None) for one in shown]
    logits = [UNREAD.expecting.logit(one) for one in evidence(unread)]
    assert sorted(logits, reverse=True) == [logit for _, logit in by_likelihood(unread)]


async def test_the_likeliest_come_first_and_the_first_of_them_are_traced(
    retriever: Retriever, reading_retriever: Retriever
) -> None:
    for asked in (retriever, reading_retriever):
        shown = candidates((await asked.retrieve("i lost my voucher mail", inbox_id="web")).sentences)
        found = by_likelihood(shown)
        assert [one.sentence for one in weighed(found)] == [one.text for one, _ in found[:4]]
        logits = [logit for _, logit in found]
        assert logits == sorted(logits, reverse=True)
