"""Flows in the other languages that the assistant speaks: the same keys and facts, by the real shop."""

from __future__ import annotations

import pytest

from tests.bot.platform import Conversation, Line

ANNA = "anna.keller@example.com"


def speaker(line: Line, locale: str) -> Conversation:
    return Conversation(line, locale=locale)


def test_an_exchange_with_a_correction_in_spanish(line: Line):
    customer = speaker(line, "es")
    assert customer.say("Buenos días, quisiera cambiar un artículo").keys == ["utter_ask_order_number"]
    assert customer.say("es el P-10477").keys == ["utter_ask_email"]
    assert customer.say(f"mi correo es {ANNA}").keys == ["utter_ask_item"]
    question = customer.say("la funda de cojín")
    assert question.keys == ["utter_ask_variant"]
    assert question.args["item"] == "Linen cushion cover (grey)"
    assert customer.say("la roja, por favor").keys == ["utter_ask_variant_again"]
    assert customer.say("pues la de color arena").args["wanted"] == "sand"
    corrected = customer.say("no, la azul")
    assert corrected.keys == ["utter_ask_exchange_confirmation"]
    assert corrected.args["wanted"] == "blue"
    assert customer.say("¿cuánto tarda el envío?").keys == ["knowledge", "utter_ask_exchange_confirmation"]
    assert customer.say("no, gracias").keys == ["utter_nothing_changed"]


def test_an_exchange_with_a_correction_in_arabic(line: Line):
    customer = speaker(line, "ar")
    assert customer.say("مرحبا، أريد استبدال منتج").keys == ["utter_ask_order_number"]
    assert customer.say("رقم الطلب P-١٠٤٧٧").keys == ["utter_ask_email"]
    assert customer.say(f"الإيميل هو {ANNA}").keys == ["utter_ask_item"]
    question = customer.say("غطاء الوسادة")
    assert question.keys == ["utter_ask_variant"]
    assert question.args["item"] == "Linen cushion cover (grey)"
    assert customer.say("الرملي من فضلك").args["wanted"] == "sand"
    corrected = customer.say("لا، الأزرق")
    assert corrected.keys == ["utter_ask_exchange_confirmation"]
    assert (corrected.args["order_number"], corrected.args["wanted"]) == ("P-10477", "blue")
    assert customer.say("لا شكرا").keys == ["utter_nothing_changed"]


@pytest.mark.parametrize(
    ("locale", "begin", "said", "kind"),
    [
        ("es", "tengo un problema con mi paquete P-10472, {mail}", "el paquete no ha llegado", "not_arrived"),
        (
            "de",
            "ich habe ein Problem mit meinem Paket P-10472, {mail}",
            "es ist nie angekommen",
            "not_arrived",
        ),
        ("fr", "j'ai un problème avec mon colis P-10472, {mail}", "il n'est jamais arrivé", "not_arrived"),
        ("ar", "عندي مشكلة في الطرد P-10472، {mail}", "الطرد لم يصل", "not_arrived"),
    ],
)
def test_what_went_wrong_is_understood_in_each_language(line: Line, locale, begin, said, kind):
    customer = speaker(line, locale)
    customer.say(begin.format(mail="diego.fernandez@example.com"))
    summary = customer.say(said)
    assert summary.keys == ["utter_ask_claim_confirmation"]
    assert summary.args["kind"] == kind


@pytest.mark.parametrize(
    ("locale", "said", "address"),
    [
        ("es", "Calle Mayor 12, 28013 Madrid", ("Calle Mayor 12", "28013", "Madrid")),
        ("de", "nein, die neue Adresse ist Lindenweg 4, 50667 Köln", ("Lindenweg 4", "50667", "Köln")),
        ("fr", "c'est 12 rue des Lilas, 75019 Paris", ("12 rue des Lilas", "75019", "Paris")),
        ("ar", "شارع الورد ٤، الرمز البريدي ١١٥١١ القاهرة", ("شارع الورد 4", "11511", "القاهرة")),
    ],
)
def test_an_address_is_read_in_each_language(locale, said, address):
    from bot.actions.flows.change_address import parse

    found = parse(said, locale)
    assert (found.street, found.postcode, found.city) == address
