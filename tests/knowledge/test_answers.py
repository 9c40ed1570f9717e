from __future__ import annotations

import pytest

from serving.knowledge import prompt
from serving.knowledge.answers import QuotedAnswers, candidates
from serving.knowledge.base import Answer, Citation, Question
from serving.knowledge.retrieval import Retrieval, Retriever
from serving.knowledge.selection import by_likelihood
from serving.knowledge.service import build_answer_source
from serving.llm.fake import FakeModel
from serving.llm.vllm import VllmModel
from tests.model_server import ModelServer

EXPRESS = "Express shipping takes 1 to 2 working days and costs EUR 9.90."
STANDARD_TIME = "Standard shipping takes 3 to 5 working days."
STANDARD_COST = "Standard shipping costs EUR 4.90 per order, however many items the order holds."

pytestmark = pytest.mark.usefixtures("shop")


class Previews(list[str]):
    async def __call__(self, text: str) -> None:
        self.append(text)


def question(text: str, **facts: object) -> Question:
    return Question(text=text, **({"inbox_id": "web", "conversation_id": "c1"} | facts))


async def ask(retriever: Retriever, model: FakeModel, text: str, **facts: object) -> tuple[Answer, Previews]:
    previews = Previews()
    return await QuotedAnswers(retriever, model).answer(question(text, **facts), previews), previews


async def numbers(retriever: Retriever, text: str, *sentences: str) -> str:
    """What the model must reply to point at these sentences."""
    retrieval: Retrieval = await retriever.retrieve(text, inbox_id="web")
    likely = by_likelihood(candidates(retrieval.sentences))[: prompt.MAX_CANDIDATES]
    shown = [sentence.text for sentence, _ in likely]
    return ",".join(str(shown.index(sentence) + 1) for sentence in sentences)


async def test_the_sentence_that_the_model_points_at_is_quoted_with_its_source(retriever: Retriever) -> None:
    text = "how much is express shipping?"
    model = FakeModel(reply=await numbers(retriever, text, EXPRESS))
    answer, previews = await ask(retriever, model, text)
    assert answer.text == EXPRESS
    assert answer.citations == [
        Citation("Shipping times and cost", "/help/shipping", EXPRESS, heading="Express shipping")
    ]
    assert previews == [EXPRESS]
    assert (answer.abstained, answer.degraded, answer.model) == (False, None, "fake")
    assert (answer.prompt_tokens, answer.completion_tokens) == (10, len(model.reply))
    assert set(answer.timings_ms) == {"encode", "search", "read", "retrieve", "first_token", "generate"}
    assert answer.passages[0].title == "Shipping times and cost"


async def test_neighbours_are_one_quote_in_reading_order_and_grow_in_the_preview(
    retriever: Retriever,
) -> None:
    text = "how long does standard shipping take and what does standard shipping cost?"
    reply = await numbers(retriever, text, STANDARD_COST, EXPRESS, STANDARD_TIME)
    answer, previews = await ask(retriever, FakeModel(reply=reply), text)
    standard = f"{STANDARD_TIME} {STANDARD_COST}"
    assert answer.text == f"{standard}\n\n{EXPRESS}"
    assert [citation.quote for citation in answer.citations] == [standard, EXPRESS]
    assert previews == [STANDARD_COST, f"{STANDARD_COST}\n\n{EXPRESS}", answer.text]


async def test_the_model_is_held_to_the_sentences_and_told_the_conversation(retriever: Retriever) -> None:
    model = FakeModel()
    history = [("customer", "hello"), ("bot", "Hi there!")]
    await ask(retriever, model, "how much is express shipping?", history=history)
    request = model.requests[0]
    assert request.structured == {"choice": prompt.choices(prompt.MAX_CANDIDATES)}
    assert request.conversation_id == "c1"
    assert EXPRESS in request.messages[-1]["content"]
    assert "Hi there!" in request.messages[-1]["content"]


async def test_where_the_model_says_none_nothing_is_quoted(retriever: Retriever) -> None:
    answer, previews = await ask(retriever, FakeModel("none"), "do you sell garden gnomes?")
    assert (answer.text, answer.citations, previews) == ("", [], [])
    assert (answer.abstained, answer.degraded, answer.model) == (True, None, "fake")


async def test_what_no_document_is_near_is_not_even_asked(retriever: Retriever) -> None:
    model = FakeModel("1")
    answer, _ = await ask(retriever, model, "who won the world cup in 2018?")
    assert answer.abstained
    assert model.requests == []


async def test_an_empty_question_is_no_question(retriever: Retriever) -> None:
    answer, _ = await ask(retriever, FakeModel("1"), "")
    assert answer.abstained


async def test_with_the_model_away_a_clear_match_is_quoted(retriever: Retriever) -> None:
    answer, previews = await ask(retriever, FakeModel(away=True), "how long does standard shipping take?")
    assert answer.text == STANDARD_TIME
    assert previews == [STANDARD_TIME]
    assert (answer.abstained, answer.degraded, answer.model) == (False, "model", None)


async def test_with_the_model_away_a_vague_match_is_not(retriever: Retriever) -> None:
    answer, previews = await ask(retriever, FakeModel(away=True), "do you sell washing machines?")
    assert (answer.text, previews) == ("", [])
    assert (answer.abstained, answer.degraded) == (True, "model")


@pytest.mark.parametrize("reply", ["", "Shipping takes a week.", "99", "1,1", "1, and 2", "1,2,3,4"])
async def test_a_reply_that_is_not_of_the_form_is_never_shown(retriever: Retriever, reply: str) -> None:
    answer, _ = await ask(retriever, FakeModel(reply), "how long does standard shipping take?")
    assert answer.text == STANDARD_TIME
    assert answer.degraded == "model"


async def test_a_follow_up_is_understood_from_the_turn_before(retriever: Retriever) -> None:
    before = "What does standard shipping cost?"
    reply = await numbers(retriever, f"{before} and express?", EXPRESS)
    history = [("customer", before), ("bot", STANDARD_COST)]
    answer, _ = await ask(retriever, FakeModel(reply), "and express?", history=history)
    assert answer.text == EXPRESS


async def test_a_real_model_quotes_only_what_the_documents_say(
    shop: object, make_settings: object, encoder_path: object, model_server: ModelServer
) -> None:
    settings = make_settings(encoder_path=encoder_path, llm_url=model_server.url)
    model = VllmModel(model_server.url, model_server.name)
    source = build_answer_source(settings, shop, model)
    try:
        for text in ("how long does standard shipping take?", "can I return a mattress?"):
            answer = await source.answer(question(text), Previews())
            assert answer.degraded is None
            assert answer.model == model_server.name
            assert answer.prompt_tokens > 0
            assert answer.text == "\n\n".join(citation.quote for citation in answer.citations)
            for citation in answer.citations:
                assert any(citation.quote in hit.text for hit in answer.passages)
    finally:
        await model.close()
