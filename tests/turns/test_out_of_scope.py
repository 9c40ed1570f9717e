"""What the scripts do not know may stand in the documents."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from serving.conversations.models import Kind, Status
from serving.dialogue.base import DialogueMessage
from serving.dialogue.fake import decision
from tests.turns.support import CATALOGUE, Stage, out_of_scope


async def test_the_documents_are_asked_before_a_customer_hears_out_of_scope(stage: Stage) -> None:
    stage.script(lambda _: out_of_scope())
    conversation_id = await stage.answer("can I bring my dog on the tour?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert (message.text, message.payload["route"]) == ("Shipping takes two days.", "knowledge")
    assert [asked.text for asked in stage.answers.asked] == ["can I bring my dog on the tour?"]
    await stage.answer("thanks")
    assert stage.dialogue.told == [("bot", "Shipping takes two days.")], "it was no failure after all"


@pytest.mark.parametrize("refused", [(), ("an invented number",)])
async def test_out_of_scope_is_said_where_the_documents_do_not_answer_either(
    stage: Stage, refused: Sequence[str]
) -> None:
    stage.answers.text, stage.answers.refused = "", refused
    stage.script(lambda _: out_of_scope())
    conversation_id = await stage.answer("who won the match?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert message.text == CATALOGUE.format("utter_out_of_scope", "en").text
    assert message.payload["route"] == "script"
    assert (await stage.conversation(conversation_id)).status is Status.BOT


async def test_no_person_is_offered_before_the_question_of_a_flow(stage: Stage) -> None:
    stage.answers.text = ""
    question = DialogueMessage(route="script", key="utter_ask_order_number")
    found_nothing = DialogueMessage(route="knowledge", query="express?", topic="shipping")
    stage.script(lambda _: decision(found_nothing, question))
    conversation_id = await stage.answer("how much is express?")
    said = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert [message.payload["key"] for message in said] == ["notice_no_answer_here", "utter_ask_order_number"]
    assert not any(message.payload.get("buttons") for message in said[:1])
    await stage.answer("yes")
    assert ("bot", "utter_no_answer") not in stage.dialogue.told
