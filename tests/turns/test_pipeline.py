from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from serving.conversations import service
from serving.conversations.models import Author, Kind, Status
from serving.dialogue.base import Button, DialogueFailed, DialogueMessage
from serving.dialogue.fake import decision
from serving.knowledge.index import EncoderChanged
from tests.turns.support import CATALOGUE, Stage, echo, hand_over, look_up, say, until


async def test_a_scripted_reply_is_committed_with_its_trace(stage: Stage) -> None:
    conversation_id = await stage.answer("hello")
    kinds = [(line.kind, line.author) for line in await stage.events(conversation_id)]
    assert kinds == [
        (Kind.MESSAGE, Author.CUSTOMER),
        (Kind.LOCALE, Author.SYSTEM),
        (Kind.MESSAGE, Author.BOT),
        (Kind.TURN, Author.BOT),
    ]
    [trace] = [turn.payload for turn in await stage.events(conversation_id, Kind.TURN)]
    assert trace["outcome"] == "answered"
    assert trace["answers"] == [1]
    assert trace["route"] == "script"
    assert trace["intent"] == "scripted"
    assert {"queue", "dialogue", "total"} <= trace["timings_ms"].keys()
    assert await stage.unprocessed() == []


async def test_words_come_from_the_catalogue_with_typed_arguments_and_buttons(stage: Stage) -> None:
    stage.script(
        lambda _: decision(
            DialogueMessage(
                route="script",
                key="utter_order_delayed",
                args={"order_number": "P-10482", "eta": "2026-11-25"},
                buttons=[Button(key="button_cancel", title="button_cancel", payload="/cancel")],
            )
        )
    )
    conversation_id = await stage.answer("where is it?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert "P-10482" in message.text
    assert "November 25, 2026" in message.text
    assert message.payload["buttons"] == [{"title": "Cancel", "payload": "/cancel"}]
    assert message.payload["locale"] == "en"


async def test_a_locale_without_catalogue_is_served_in_the_default_one_and_the_trace_says_so(
    stage: Stage,
) -> None:
    stage.script(lambda _: decision(DialogueMessage(route="script", key="utter_greet")))
    conversation_id = await stage.answer("hallo", locale="nl-NL")
    assert (await stage.conversation(conversation_id)).locale == "nl-NL"
    [locale] = await stage.events(conversation_id, Kind.LOCALE)
    assert locale.payload == {"locale": "nl-NL", "reason": "channel"}
    [turn] = await stage.events(conversation_id, Kind.TURN)
    decided = {"step": "localize", "decision": "untranslated"}
    assert decided.items() <= turn.payload["decisions"][-1].items()


async def test_an_answer_from_the_documents_is_previewed_and_cited(stage: Stage) -> None:
    stage.script(look_up)
    conversation_id = await stage.answer("how long does shipping take?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert message.text == "Shipping takes two days."
    assert message.payload["route"] == "knowledge"
    [source] = message.payload["sources"]
    assert (source["title"], source["url"]) == ("Shipping", "http://127.0.0.1:8000/help/shipping")
    assert stage.live.of("preview") == ["Shipping"]
    assert stage.live.of("typing") == [True, False]


async def test_an_answer_whose_address_is_none_is_sent_without(stage: Stage) -> None:
    stage.answers.url = "http://[shop]/returns"
    stage.script(look_up)
    conversation_id = await stage.answer("how long does shipping take?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    [source] = message.payload["sources"]
    assert (message.text, source["title"], source["url"]) == ("Shipping takes two days.", "Shipping", None)


async def test_the_dialogue_learns_with_the_next_message_what_the_documents_said(stage: Stage) -> None:
    stage.script(look_up)
    await stage.answer("how long does shipping take?")
    assert stage.dialogue.told == []
    stage.script(echo)
    await stage.answer("thanks")
    await stage.answer("bye")
    assert stage.dialogue.told == [("bot", "Shipping takes two days.")]


@pytest.mark.parametrize(
    ("broken", "degraded", "why"),
    [
        (None, None, "no document answers it"),
        (RuntimeError("with a customer's words"), "answers", "failed: the worker's log says why"),
        (EncoderChanged(), "answers", "failed: The passages were encoded by another encoder"),
    ],
)
async def test_no_answer_in_the_documents_is_said_and_a_person_offered(
    stage: Stage, broken: Exception | None, degraded: str | None, why: str
) -> None:
    stage.answers.text, stage.answers.broken = "", broken
    stage.script(look_up)
    conversation_id = await stage.answer("do you sell boats?")
    [message] = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    assert message.text == CATALOGUE.format("notice_no_answer", "en").text
    assert message.payload["buttons"] == [{"title": "Talk to a person", "payload": "/talk_to_human"}]
    [turn] = await stage.events(conversation_id, Kind.TURN)
    assert turn.payload["degraded"] == degraded
    assert why in turn.payload["decisions"][-1]["reason"]
    await stage.answer("yes")
    assert stage.dialogue.told == [("bot", "utter_no_answer")], "a following yes means a person"


async def test_history_reaches_the_answer_source_oldest_first(stage: Stage) -> None:
    await stage.answer("hello")
    stage.script(look_up)
    await stage.answer("how long does shipping take?")
    assert list(stage.answers.asked[0].history) == [("customer", "hello"), ("bot", "You said: hello")]


async def test_a_handoff_opens_the_conversation_with_a_summary_and_tells_the_customer(stage: Stage) -> None:
    await stage.answer("my parcel is late")
    stage.script(lambda _: hand_over())
    conversation_id = await stage.answer("a person please")
    conversation = await stage.conversation(conversation_id)
    assert conversation.status is Status.OPEN
    assert conversation.waiting_since is not None
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert note.payload["reason"] == "requested"
    assert note.payload["summary"]["customer"] == ["my parcel is late", "a person please"]
    assert "my parcel is late" in note.text
    assert "You're next in line" in (await stage.said(conversation_id))[-1]
    assert await stage.outcomes(conversation_id) == ["answered", "handed_off"]


async def test_the_note_says_what_the_customer_named_earlier(stage: Stage) -> None:
    found = {"entity": "order_number", "value": "P-10482"}
    stage.script(lambda _: say("Thanks.", entities=[found]))
    await stage.answer("it is P-10482")
    stage.script(lambda _: hand_over())
    conversation_id = await stage.answer("a person please")
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert "Known so far: order_number=P-10482" in note.text
    assert note.payload["summary"]["known"] == {"order_number": "P-10482"}


async def test_the_customer_hears_the_place_in_the_queue(stage: Stage) -> None:
    stage.script(lambda _: hand_over())
    for address in ("first", "second"):
        await stage.answer("a person please", address=address)
    conversation_id = await stage.answer("a person please", address="third")
    assert "number 3 in line" in (await stage.said(conversation_id))[-1]


async def test_a_dialogue_manager_that_fails_hands_over_at_once(stage: Stage) -> None:
    def fail(_: str) -> object:
        raise DialogueFailed("500 ActionFailed: no shop")

    stage.script(fail)
    conversation_id = await stage.answer("where is my order?")
    assert (await stage.conversation(conversation_id)).status is Status.OPEN
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert note.payload["reason"] == "dialogue_failed"
    assert await stage.said(conversation_id) == [CATALOGUE.format("notice_failed", "en").text]


async def test_messages_of_one_burst_become_one_turn(stage: Stage) -> None:
    for text in ("hi", "I have a question", "about my order"):
        received = await stage.write(text)
    await stage.pipeline().process(received.event.conversation_id)
    assert [heard.text for heard in stage.dialogue.heard] == ["hi\nI have a question\nabout my order"]
    assert await stage.outcomes(received.event.conversation_id) == ["answered"]
    assert await stage.unprocessed() == []


async def test_a_tapped_button_is_a_turn_of_its_own(stage: Stage) -> None:
    for text in ("hi", "/order_status", "P-10482"):
        received = await stage.write(text)
    await stage.pipeline().process(received.event.conversation_id)
    assert [heard.text for heard in stage.dialogue.heard] == ["hi", "/order_status", "P-10482"]
    assert await stage.unprocessed() == []


async def test_while_a_human_has_the_conversation_the_bot_is_silent(stage: Stage) -> None:
    conversation_id = await stage.answer("hello")
    async with stage.database.write() as session:
        await service.take_over(session, conversation_id, await stage.operator())
    await stage.answer("are you there?")
    assert await stage.outcomes(conversation_id) == ["answered", "held"]
    assert await stage.said(conversation_id) == ["You said: hello"]
    assert await stage.unprocessed() == []


async def test_after_a_hand_back_the_dialogue_starts_anew_once(stage: Stage) -> None:
    conversation_id = await stage.answer("hello")
    operator = await stage.operator()
    async with stage.database.write() as session:
        await service.take_over(session, conversation_id, operator)
    await stage.answer("are you there?")
    async with stage.database.write() as session:
        await service.hand_back(session, conversation_id, operator)
    await stage.answer("so?")
    await stage.answer("and?")
    assert stage.dialogue.told == [("restart", "")]
    assert (await stage.said(conversation_id))[-2:] == ["You said: so?", "You said: and?"]


async def test_an_operator_who_takes_over_while_the_answer_is_written_speaks_alone(stage: Stage) -> None:
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    conversation_id = received.event.conversation_id
    turn = asyncio.create_task(stage.pipeline().process(conversation_id))
    await stage.answers.begun.wait()
    async with stage.database.write() as session:
        await service.reply(session, conversation_id, await stage.operator(), text="Two days, I checked.")
    stage.answers.go_on.set()
    await turn
    assert await stage.said(conversation_id) == ["Two days, I checked."]
    assert await stage.outcomes(conversation_id) == ["dropped"]
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert "Shipping takes two days." in note.text
    assert len(stage.live.of("dropped")) == 1
    assert await stage.unprocessed() == []


async def test_a_newer_message_drops_the_draft_and_the_next_turn_answers_both(stage: Stage) -> None:
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    conversation_id = received.event.conversation_id
    turn = asyncio.create_task(stage.pipeline().process(conversation_id))
    await stage.answers.begun.wait()
    await stage.write("to France, I mean")
    stage.answers.go_on.set()
    await turn
    assert [question.text for question in stage.answers.asked] == [
        "how long does shipping take?",
        "how long does shipping take?\nto France, I mean",
    ]
    assert await stage.said(conversation_id) == ["Shipping takes two days."]
    turns = await stage.events(conversation_id, Kind.TURN)
    assert [(turn.payload["outcome"], turn.payload["answers"]) for turn in turns] == [
        ("dropped", []),
        ("answered", [1, 2]),
    ]
    # The dialogue manager forgets the first question: it comes again with the second.
    assert stage.dialogue.told == [("rewind", "")]


async def test_what_a_rewind_takes_away_with_the_question_is_told_again(stage: Stage) -> None:
    stage.script(look_up)
    await stage.answer("do you ship to France?")
    stage.answers.go_on.clear()
    stage.answers.begun.clear()
    received = await stage.write("how long does it take?")
    turn = asyncio.create_task(stage.pipeline().process(received.event.conversation_id))
    await stage.answers.begun.wait()
    await stage.write("to Paris")
    stage.answers.go_on.set()
    await turn
    said = ("bot", "Shipping takes two days.")
    assert stage.dialogue.told == [said, ("rewind", ""), said]


async def test_a_message_is_sent_again_with_the_same_id_when_its_turn_broke(stage: Stage) -> None:
    def break_down(_: str) -> object:
        raise RuntimeError("the worker dies")

    stage.script(break_down)
    conversation_id = await stage.answer("return P-10482")
    stage.script(echo)
    await stage.pipeline().process(conversation_id)
    first, second = stage.dialogue.heard
    assert (first.text, first.message_id) == (second.text, second.message_id)
    assert await stage.said(conversation_id) == ["You said: return P-10482"]


async def test_a_script_that_has_acted_is_sent_though_a_newer_message_came(stage: Stage) -> None:
    arrived = asyncio.Event()

    class SlowDialogue(type(stage.dialogue)):
        async def respond(self, *args: object, **kwargs: object) -> object:
            decided = await super().respond(*args, **kwargs)
            await arrived.wait()
            return decided

    stage.dialogue = SlowDialogue(echo)
    received = await stage.write("return P-10482")
    conversation_id = received.event.conversation_id
    turn = asyncio.create_task(stage.pipeline().process(conversation_id))
    await until(lambda: stage.dialogue.heard)
    await stage.write("thanks")
    arrived.set()
    await turn
    assert await stage.said(conversation_id) == ["You said: return P-10482", "You said: thanks"]
    assert stage.dialogue.told == []


async def test_a_customer_who_never_stops_writing_is_answered_all_the_same(stage: Stage) -> None:
    stage.script(look_up)
    received = await stage.write("message 0")
    conversation_id = received.event.conversation_id
    written = 0

    async def another(*_: object, **__: object) -> None:
        nonlocal written
        written += 1
        if written <= 6:
            await stage.write(f"message {written}")

    stage.live.preview = another
    await stage.pipeline().process(conversation_id)
    outcomes = await stage.outcomes(conversation_id)
    assert outcomes.count("answered") >= 1
    assert outcomes.index("answered") == 4
    assert await stage.unprocessed() == []


async def test_a_text_that_the_catalogue_lacks_hands_over_instead_of_trying_again(stage: Stage) -> None:
    stage.script(lambda _: decision(DialogueMessage(route="script", key="utter_nobody_wrote_this")))
    conversation_id = await stage.answer("hello")
    assert (await stage.conversation(conversation_id)).status is Status.OPEN
    assert await stage.outcomes(conversation_id) == ["failed"]
    assert await stage.said(conversation_id) == [CATALOGUE.format("notice_failed", "en").text]
    assert await stage.unprocessed() == []


async def test_a_turn_that_breaks_is_tried_a_few_times_and_then_a_human_has_it(stage: Stage) -> None:
    def break_down(_: str) -> object:
        raise RuntimeError("a bug")

    stage.script(break_down)
    received = await stage.write("hello")
    conversation_id = received.event.conversation_id
    for _ in range(stage.settings.turn_attempts - 1):
        await stage.pipeline().process(conversation_id)
        assert len(await stage.unprocessed()) == 1
    await stage.pipeline().process(conversation_id)
    assert await stage.unprocessed() == []
    assert await stage.outcomes(conversation_id) == ["failed"]
    assert (await stage.conversation(conversation_id)).status is Status.OPEN
    assert len(stage.dialogue.heard) == stage.settings.turn_attempts


async def test_a_commit_that_breaks_is_tried_again_with_the_same_decision(stage: Stage) -> None:
    troubles = [OperationalError("", {}, OSError("the database hiccups"))] * 2

    def hiccup(*arguments: object) -> None:
        if str(arguments[2]).startswith("UPDATE receipts") and troubles:
            raise troubles.pop()

    engine = stage.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hiccup)
    conversation_id = await stage.answer("return P-10482")
    event.remove(engine, "before_cursor_execute", hiccup)
    assert troubles == []
    assert len(stage.dialogue.heard) == 1
    assert await stage.said(conversation_id) == ["You said: return P-10482"]
    assert await stage.outcomes(conversation_id) == ["answered"]


async def test_two_replies_keep_their_order_and_their_turn(stage: Stage) -> None:
    stage.script(
        lambda _: decision(
            DialogueMessage(route="script", text="first"), DialogueMessage(route="script", text="second")
        )
    )
    conversation_id = await stage.answer("hello")
    assert await stage.said(conversation_id) == ["first", "second"]
    messages = (await stage.events(conversation_id, Kind.MESSAGE))[1:]
    [turn] = await stage.events(conversation_id, Kind.TURN)
    assert {message.payload["turn"] for message in messages} == {turn.payload["turn"]}


async def test_a_stale_pointer_does_nothing(stage: Stage) -> None:
    conversation_id = await stage.answer("hello")
    before = len(await stage.events(conversation_id))
    await stage.pipeline().process(conversation_id)
    await stage.pipeline().process("never heard of")
    assert len(await stage.events(conversation_id)) == before


async def test_a_resolved_conversation_is_the_bots_again_when_the_customer_writes(stage: Stage) -> None:
    conversation_id = await stage.answer("hello")
    async with stage.database.write() as session:
        await service.resolve(session, conversation_id, await stage.operator())
    stage.script(lambda _: say("welcome back"))
    assert await stage.answer("one more thing") == conversation_id
    assert (await stage.said(conversation_id))[-1] == "welcome back"
    assert stage.dialogue.told == [("restart", "")]
