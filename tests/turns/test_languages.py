"""In which language a customer is served, and how his words and ours get into it."""

from __future__ import annotations

import pytest

from serving.conversations import timeline
from serving.conversations.models import Author, Kind
from serving.dialogue.base import DialogueMessage
from serving.dialogue.fake import decision
from serving.translation.base import Capabilities
from serving.translation.courtesy import notice_untranslated
from serving.translation.exchange import import_pairs
from serving.translation.fake import WordListEngine
from tests.turns.support import Stage, look_up

PORTUGUESE = {"onde": "where", "está": "is", "o": "the", "meu": "my", "pedido": "order"}


def _into_english(**fields: object) -> WordListEngine:
    return WordListEngine(**{"words": PORTUGUESE, "pairs": frozenset({("pt", "en")}), **fields})


async def _locales(stage: Stage, conversation_id: str) -> list[tuple[str, str]]:
    events = await stage.events(conversation_id, Kind.LOCALE)
    return [(event.payload["locale"], event.payload["reason"]) for event in events]


async def test_a_question_in_another_language_than_the_page_is_answered_in_its_own(stage: Stage) -> None:
    conversation_id = await stage.answer("¿Cuánto tarda el envío a Canarias?", locale="en")
    assert await _locales(stage, conversation_id) == [("es", "detected")]
    assert stage.dialogue.heard[-1].metadata["locale"] == "es"
    assert stage.dialogue.heard[-1].text == "¿Cuánto tarda el envío a Canarias?"


async def test_a_language_is_kept_until_two_messages_or_a_long_one_say_otherwise(stage: Stage) -> None:
    conversation_id = await stage.answer("Where is my order, please?")
    await stage.answer("¿Dónde está mi pedido?")
    assert (await stage.conversation(conversation_id)).locale == "en"
    await stage.answer("¿Cuándo llega el paquete?")
    assert (await stage.conversation(conversation_id)).locale == "es"
    await stage.answer("Actually I would rather know how long a return of the lamp takes, please")
    assert await _locales(stage, conversation_id) == [
        ("en", "default"),
        ("es", "switched"),
        ("en", "switched"),
    ]


async def test_a_customer_who_asks_for_a_language_gets_it_and_keeps_it(stage: Stage) -> None:
    conversation_id = await stage.answer("Auf Deutsch bitte", locale="en")
    await stage.answer("Where is my parcel? It should have been here two days ago.", locale="en")
    assert await _locales(stage, conversation_id) == [("de", "customer")]


async def test_what_an_operator_has_set_stays(stage: Stage) -> None:
    conversation_id = await stage.answer("hello there, I have a question")
    async with stage.database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        await timeline.append(
            session,
            conversation,
            kind=Kind.LOCALE,
            author=Author.OPERATOR,
            payload={"locale": "fr", "reason": "operator"},
            operator_id="ana",
        )
    await stage.answer("¿Dónde está mi pedido, por favor? Llevo dos semanas esperando el paquete.")
    assert (await stage.conversation(conversation_id)).locale == "fr"


async def test_a_foreign_question_reaches_the_dialogue_in_a_language_it_speaks(stage: Stage) -> None:
    stage.engines = [_into_english()]
    conversation_id = await stage.answer("Onde está o meu pedido P-10482?")
    assert stage.dialogue.heard[-1].text == "where is the my order P-10482?"
    [turn] = await stage.events(conversation_id, Kind.TURN)
    assert turn.payload["translation"]["original"] == "Onde está o meu pedido P-10482?"
    assert turn.payload["translation"]["status"] == "machine"


async def test_a_question_that_no_engine_is_sure_of_goes_as_it_is(stage: Stage) -> None:
    stage.engines = [_into_english(can=Capabilities(licence="none", threshold=1.0))]
    conversation_id = await stage.answer("Onde está o meu pedido?")
    assert stage.dialogue.heard[-1].text == "Onde está o meu pedido?"
    [turn] = await stage.events(conversation_id, Kind.TURN)
    assert turn.payload["translation"]["status"] == "machine_unsure"


async def test_a_quoted_sentence_comes_out_in_reviewed_words(stage: Stage) -> None:
    stage.script(look_up)
    async with stage.database.write() as session:
        pairs = [("Shipping takes two days.", "O envio demora dois dias.")]
        await import_pairs(session, pairs, source="en", target="pt", origin="x")
    conversation_id = await stage.answer("Quanto tempo demora o envio?")
    assert await stage.said(conversation_id) == ["O envio demora dois dias."]
    *_, reply = await stage.events(conversation_id, Kind.MESSAGE)
    assert reply.payload["locale"] == "pt"
    assert reply.payload["translation"]["original"] == "Shipping takes two days."
    assert reply.payload["translation"]["status"] == "human"


async def test_without_an_engine_the_customer_reads_why_once_and_the_original(stage: Stage) -> None:
    stage.script(look_up)
    conversation_id = await stage.answer("Quanto tempo demora o envio?")
    await stage.answer("E quanto tempo demora a devolução?")
    notice = notice_untranslated("pt")
    assert "traduzir" in notice
    assert await stage.said(conversation_id) == [
        f"{notice}\n\nShipping takes two days.",
        "Shipping takes two days.",
    ]
    replies = [e for e in await stage.events(conversation_id, Kind.MESSAGE) if e.author is Author.BOT]
    assert [reply.payload["translation"]["status"] for reply in replies] == ["untranslated"] * 2


async def test_buttons_and_scripts_are_translated_where_the_catalogue_does_not_speak(stage: Stage) -> None:
    button = {"key": "button_talk_to_human", "title": "x", "payload": "/talk_to_human"}
    stage.engines = [
        WordListEngine(
            words={"talk": "fale", "to": "com", "a": "uma", "person": "pessoa"},
            pairs=frozenset({("en", "pt")}),
        )
    ]
    stage.answers.text = ""
    stage.script(look_up)
    conversation_id = await stage.answer("Quanto tempo demora o envio?")
    *_, reply = await stage.events(conversation_id, Kind.MESSAGE)
    assert reply.payload["buttons"][0]["payload"] == button["payload"]
    assert reply.payload["translation"]["engine"] is not None or reply.payload["translation"]["problems"]


async def test_a_slow_engine_does_not_hold_a_reply(stage: Stage) -> None:
    stage.settings = stage.settings.model_copy(update={"translation_deadline_s": 0.2})
    stage.engines = [WordListEngine(pairs=frozenset({("en", "pt")}), waits_s=600)]
    stage.script(look_up)
    conversation_id = await stage.answer("Quanto tempo demora o envio?")
    [said] = await stage.said(conversation_id)
    assert said.endswith("Shipping takes two days.")


@pytest.mark.parametrize("locale", ["en", "es", "de", "fr", "ar", "pt", "it", "nl", "pl", "tr", "ru", "zh"])
def test_every_recognised_language_has_its_notice(locale: str) -> None:
    english = notice_untranslated("en")
    assert (notice_untranslated(locale) == english) == (locale == "en")


async def test_a_handoff_is_worded_with_its_place_before_it_is_translated(stage: Stage) -> None:
    stage.script(lambda _: decision(DialogueMessage(route="handoff", reason="requested")))
    conversation_id = await stage.answer("Quero falar com uma pessoa, por favor")
    [said] = await stage.said(conversation_id)
    assert "next in line" in said
    assert said.startswith(notice_untranslated("pt"))
