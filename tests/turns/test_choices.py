"""Numbers that answer numbered choices, and messages without words."""

from __future__ import annotations

import pytest

from serving.channels.base import Buttons, Capabilities, IncomingFile, IncomingMessage, Received
from serving.conversations.models import Kind
from serving.dialogue.base import Button, Decision, DialogueMessage
from serving.dialogue.fake import decision
from serving.turns.receive import receive
from tests.turns.support import CATALOGUE, Stage, say

PLAIN = Capabilities(max_characters=1000)
RICH = Capabilities(max_characters=1000, buttons=Buttons(most=3, title_characters=20, payload_bytes=64))


def ask(text: str) -> Decision:
    """Offers choices when asked to, else says what it heard."""
    if text != "which?":
        return say(f"You said: {text}")
    buttons = [Button(title="Return it", payload="/return"), Button(title="Keep it", payload="/keep")]
    return decision(DialogueMessage(route="script", text="What shall it be?", buttons=buttons))


async def write(
    stage: Stage, text: str, number: int, *, capabilities: Capabilities = PLAIN, **more: object
) -> Received:
    message = IncomingMessage(
        inbox_id="chat",
        provider_id=f"m{number}",
        address="someone",
        text=text,
        capabilities=capabilities,
        **more,  # type: ignore[arg-type]
    )
    received = await receive(stage.database, stage.redis, stage.settings, message)
    await stage.pipeline().process(received.event.conversation_id)
    return received


async def test_a_number_is_the_choice_that_was_offered_last(stage: Stage) -> None:
    stage.script(ask)
    await write(stage, "which?", 1)
    received = await write(stage, "2.", 2)

    assert received.event.text == "/keep"
    assert received.event.payload["pressed"] == "Keep it"
    assert (await stage.said(received.event.conversation_id))[-1] == "You said: /keep"


async def test_a_number_after_something_else_was_said_is_only_a_number(stage: Stage) -> None:
    stage.script(ask)
    await write(stage, "which?", 1)
    await write(stage, "hm, let me think", 2)

    assert (await write(stage, "2", 3)).event.text == "2"


async def test_a_number_that_was_not_offered_is_only_a_number(stage: Stage) -> None:
    stage.script(ask)
    await write(stage, "which?", 1)

    assert (await write(stage, "7", 2)).event.text == "7"


async def test_where_buttons_were_shown_a_number_is_only_a_number(stage: Stage) -> None:
    stage.script(ask)
    await write(stage, "which?", 1, capabilities=RICH)

    assert (await write(stage, "2", 2, capabilities=RICH)).event.text == "2"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"files": [IncomingFile("a.jpg", "image/jpeg", handle="h")]}, "channel_file_received"),
        ({"unreadable": "sticker"}, "channel_text_only"),
    ],
    ids=["file", "sticker"],
)
async def test_a_message_without_words_is_answered_without_the_dialogue(
    stage: Stage, more: dict[str, object], key: str
) -> None:
    received = await write(stage, "", 1, **more)

    assert stage.dialogue.heard == []
    assert await stage.said(received.event.conversation_id) == [CATALOGUE.format(key, "en").text]
    assert await stage.outcomes(received.event.conversation_id) == ["answered"]


async def test_a_file_with_words_is_a_turn_like_any_other(stage: Stage) -> None:
    files = [IncomingFile("a.jpg", "image/jpeg", handle="h")]
    received = await write(stage, "it is broken", 1, files=files)

    assert [heard.text for heard in stage.dialogue.heard] == ["it is broken"]
    assert [file["name"] for file in received.event.payload["files"]] == ["a.jpg"]
    assert len(await stage.events(received.event.conversation_id, Kind.TURN)) == 1
