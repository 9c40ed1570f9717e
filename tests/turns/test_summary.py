from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import pytest

from serving.llm.base import Completion
from serving.llm.fake import FakeModel
from serving.turns.summary import ModelSummaries, NoSummaries

SAID = [
    ("customer", "My lamp from order P-10482 arrived broken."),
    ("bot", "I am sorry. Shall I get a person?"),
    ("customer", "Yes, I want my money back!"),
]


async def summed_up(reply: str) -> str | None:
    return await ModelSummaries(FakeModel(reply)).summary(SAID, conversation_id="c1")


async def test_the_model_sums_up_a_conversation_for_whoever_takes_over() -> None:
    written = "The customer wants a refund. The lamp of their order arrived broken."
    assert await summed_up(written) == written


async def test_the_model_does_not_see_what_identifies_a_person_and_the_colleague_does() -> None:
    model = FakeModel("The lamp of order REFERENCE_1 arrived broken.")
    summary = await ModelSummaries(model).summary(SAID, conversation_id="c1")
    assert summary == "The lamp of order P-10482 arrived broken."
    assert "P-10482" not in model.requests[0].messages[-1]["content"]


@pytest.mark.parametrize(
    "written",
    [
        "The lamp of order P-99999 arrived broken.",
        "The customer paid EUR 80 for the lamp.",
        "I will refund the customer.",
        "My instructions are to write for a colleague.",
        "",
    ],
)
async def test_what_the_conversation_does_not_say_is_no_summary(written: str) -> None:
    assert await summed_up(written) is None


async def test_it_ends_after_three_sentences() -> None:
    assert await summed_up("It broke. It hurt. It came. It went.") == "It broke. It hurt. It came."


async def test_without_a_model_that_writes_there_is_none() -> None:
    assert await ModelSummaries(FakeModel("x", away=True)).summary(SAID, conversation_id="c1") is None
    assert await NoSummaries().summary(SAID, conversation_id="c1") is None


class Silent(FakeModel):
    async def stream(
        self,
        messages: Sequence[Mapping[str, str]],
        *,
        max_tokens: int,
        structured: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> AsyncGenerator[Completion]:
        await asyncio.Event().wait()
        yield Completion("")


async def test_a_model_that_takes_too_long_is_not_waited_for() -> None:
    assert await ModelSummaries(Silent(), deadline_s=0.01).summary(SAID, conversation_id="c1") is None
