from __future__ import annotations

from serving.conversations.models import Kind, Status
from tests.turns.support import CATALOGUE, Stage, look_up


async def test_an_answer_that_was_refused_twice_hands_over_and_says_why(stage: Stage) -> None:
    stage.script(look_up)
    stage.answers.text = ""
    stage.answers.refused = ("number", "promise")
    conversation_id = await stage.answer("how long does shipping take?")
    assert (await stage.conversation(conversation_id)).status is Status.OPEN
    [note] = await stage.events(conversation_id, Kind.NOTE)
    reason = CATALOGUE.format("note_handoff", "en", {"reason": "answer_refused"}).text
    assert note.text.startswith(reason)
    assert "not in the documents" in reason
    [turn] = await stage.events(conversation_id, Kind.TURN)
    assert turn.payload["outcome"] == "handed_off"
    decided = [
        (one["decision"], one["reason"]) for one in turn.payload["decisions"] if one["step"] == "answer"
    ]
    assert [decision for decision, _ in decided] == ["refused", "refused", "handoff"]
    assert "number" in decided[0][1]
