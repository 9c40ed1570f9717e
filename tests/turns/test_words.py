"""What a turn says, in each language: dates, money, counts and the brand's form of address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serving.channels.models import Inbox
from serving.conversations.models import Author, Kind
from serving.dialogue.base import Card, CardButton, DialogueMessage, Wording
from serving.dialogue.fake import decision
from serving.turns.plain import plain
from tests.turns.support import Stage

CANCELLED = decision(
    DialogueMessage(
        route="script",
        key="utter_order_was_cancelled",
        args={"order_number": "P-10482", "refund": {"amount": 1289.9, "currency": "EUR"}, "days": 7},
    )
)
PROCESSING = decision(
    DialogueMessage(
        route="script",
        key="utter_order_processing",
        args={"order_number": "P-10482", "order_date": "2026-11-12", "eta": "2026-11-25"},
    )
)


@pytest.mark.parametrize(
    ("locale", "parts"),
    [
        ("en", ["€1,289.90", "7 working days"]),
        ("es", ["1.289,90\xa0€", "7 días laborables"]),
        ("de", ["1.289,90\xa0€", "7 Werktagen"]),
        ("fr", ["1\u202f289,90\xa0€", "7 jours ouvrés"]),
        ("ar", ["1,289.90\xa0€", "\u20687\u2069 أيام عمل", "\u2068P-10482\u2069"]),
    ],
)
async def test_money_and_counts(stage: Stage, locale: str, parts: list[str]) -> None:
    stage.script(lambda _: CANCELLED)
    [said] = await stage.said(await stage.answer("/affirm", locale=locale))
    assert [part for part in parts if part not in said] == []
    assert locale == "ar" or "\u2068" not in said


@pytest.mark.parametrize(
    ("locale", "dates"),
    [
        ("en", ["November 12, 2026", "November 25, 2026"]),
        ("es", ["del 12 de noviembre de 2026", "el 25 de noviembre de 2026"]),
        ("de", ["vom 12. November 2026", "bis zum 25. November 2026"]),
        ("fr", ["du 12 novembre 2026", "le 25 novembre 2026"]),
        ("ar", ["12 نوفمبر 2026", "25 نوفمبر 2026"]),
    ],
)
async def test_dates_have_their_month_in_letters(stage: Stage, locale: str, dates: list[str]) -> None:
    stage.script(lambda _: PROCESSING)
    [said] = await stage.said(await stage.answer("/order_status", locale=locale))
    assert [date for date in dates if date not in said] == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "أقل من يوم عمل"),
        (1, "يوم عمل واحد"),
        (2, "يومي عمل"),
        (3, "3 أيام عمل"),
        (11, "11 يوم عمل"),
        (100, "100 يوم عمل"),
    ],
)
async def test_arabic_counts_in_six_ways(stage: Stage, days: int, words: str) -> None:
    message = CANCELLED.messages[0]
    counted = replace(CANCELLED, messages=[replace(message, args={**message.args, "days": days})])
    stage.script(lambda _: counted)
    [said] = await stage.said(await stage.answer("/affirm", locale="ar"))
    assert f" {words}." in plain(said)


@pytest.mark.parametrize(
    ("formality", "locale", "words"),
    [
        ("formal", "de", "Ihre Bestellung"),
        ("familiar", "de", "Deine Bestellung"),
        ("familiar", "es", "Tu pedido"),
        ("familiar", "fr", "Ta commande"),
        ("familiar", "ar", "طلبكم"),
        ("familiar", "en", "Your order"),
    ],
)
async def test_each_brand_has_its_form_of_address(
    stage: Stage, formality: str, locale: str, words: str
) -> None:
    async with stage.database.write() as session:
        (await session.get_one(Inbox, "web")).settings = {"formality": formality}
    stage.script(lambda _: PROCESSING)
    [said] = await stage.said(await stage.answer("/order_status", locale=locale))
    assert words in said


@pytest.mark.parametrize(
    ("locale", "title", "button"),
    [
        ("en", "Order P-10482", "Return something"),
        ("de", "Bestellung P-10482", "Etwas zurücksenden"),
        ("ar", "الطلب \u2068P-10482\u2069", None),
    ],
)
async def test_a_card_is_in_the_customers_language(
    stage: Stage, locale: str, title: str, button: str | None
) -> None:
    card = Card(
        title=Wording(key="card_order", args={"order_number": "P-10482"}),
        text=Wording(text="Halo floor lamp"),
        image="https://shop.example/lamp.png",
        buttons=[
            CardButton(title="", key="choice_start_return", payload="/start_return"),
            CardButton(title="DHL", url="https://parcels.example/1"),
        ],
    )
    [told] = PROCESSING.messages
    stage.script(lambda _: replace(PROCESSING, messages=[replace(told, cards=[card])]))
    conversation = await stage.answer("/order_status", locale=locale)
    [said] = [one for one in await stage.events(conversation, Kind.MESSAGE) if one.author is Author.BOT]
    [shown] = said.payload["cards"]
    assert (shown["title"], shown["text"]) == (title, "Halo floor lamp")
    assert shown["image"] == {"url": "https://shop.example/lamp.png"}
    assert shown["buttons"][1] == {"title": "DHL", "url": "https://parcels.example/1"}
    assert shown["buttons"][0]["payload"] == "/start_return"
    assert button is None or shown["buttons"][0]["title"] == button
