from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from serving.evaluation.translation import measure_languages
from serving.translation.language import Situation, decide, detect, wished_for

ENABLED = ["en", "es", "de", "fr", "ar", "pt", "it", "nl", "pl", "tr", "ru", "zh"]
MESSAGES = Path(__file__).parents[2] / "samples" / "evaluation" / "languages.yml"


def _decide(*messages: str, **fields: object) -> tuple[str, str]:
    choice = decide(Situation(messages=messages, **fields), enabled=ENABLED, default="en")  # type: ignore[arg-type]
    return choice.locale, choice.reason


def test_the_labelled_set_is_as_large_as_promised() -> None:
    labelled = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    assert sorted(labelled) == sorted(ENABLED)
    assert sum(map(len, labelled.values())) >= 200


def test_short_messages_are_told_and_hardly_ever_wrongly() -> None:
    told, _ = measure_languages(MESSAGES)
    messages = sum(one.messages for one in told)
    assert sum(one.right for one in told) >= 0.97 * messages
    assert sum(one.wrong for one in told) <= 0.01 * messages


@pytest.mark.parametrize(
    "text",
    [
        "P-10482",
        "https://www.lumen.example/producto/lampara",
        "ana@ejemplo.es",
        "42 !!",
        "😀😀",
        "ok",
        "",
        "iPhone",
    ],
)
def test_what_holds_no_words_tells_nothing(text: str) -> None:
    assert detect(text, ENABLED) is None


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("hola", "es"),
        ("Bonjour!", "fr"),
        ("مرحبا", "ar"),
        ("привет", "ru"),
        ("你好", "zh"),
        ("Guten Tag", "de"),
    ],
)
def test_one_or_two_words_are_told_by_a_lexicon_or_their_script(text: str, locale: str) -> None:
    found = detect(text, ENABLED)
    assert found is not None
    assert found.locale == locale


def test_only_enabled_languages_are_told() -> None:
    found = detect("Onde está a minha encomenda?", ["en", "es"])
    assert found is None or found.locale in ("en", "es")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("English please", "en"),
        ("¿podemos hablar en español?", "es"),
        ("do you speak German?", "de"),
        ("en français s'il vous plaît", "fr"),
        ("بالعربية من فضلك", "ar"),
        ("请说中文", "zh"),
        ("I want to return the book in Spanish", None),
        ("the Turkish rug arrived broken", None),
    ],
)
def test_a_wish_for_a_language_is_a_name_and_nothing_but_the_words_of_a_wish(
    text: str, locale: str | None
) -> None:
    assert wished_for([text], ENABLED) == locale


def test_what_nobody_says_anything_about_is_in_the_default_language() -> None:
    assert _decide("P-10482") == ("en", "default")


def test_the_channels_locale_counts_where_the_words_do_not_tell() -> None:
    assert _decide("P-10482", channel="fr-BE") == ("fr-BE", "channel")


def test_the_first_plain_words_go_before_what_the_channel_assumes() -> None:
    assert _decide("¿Cuánto tarda el envío?", channel="en") == ("es", "detected")


def test_a_region_is_kept_where_the_words_agree_with_it() -> None:
    assert _decide("Onde está a minha encomenda?", channel="pt-BR") == ("pt-BR", "channel")


def test_one_short_message_does_not_switch_and_two_do() -> None:
    settled = {"known": "es", "known_reason": "detected", "earlier": ["¿Dónde está mi pedido?"]}
    assert _decide("Where is my parcel?", **settled) == ("es", "conversation")
    settled["earlier"] = ["¿Dónde está mi pedido?", "Where is my order?"]
    assert _decide("Where is my parcel?", **settled) == ("en", "switched")
    settled["earlier"] = ["Where is my order?", "¿Dónde está mi pedido?"]
    assert _decide("Where is my parcel?", **settled) == ("es", "conversation")


def test_one_long_message_switches() -> None:
    long = "I have been waiting for my parcel for two weeks and nobody answers me"
    assert _decide(long, known="es", known_reason="detected") == ("en", "switched")


def test_two_messages_of_one_burst_switch() -> None:
    known = {"known": "es", "known_reason": "detected"}
    assert _decide("Where is my order?", "I want a refund", **known)[0] == "en"


def test_a_choice_from_the_channels_list_holds_against_words_and_for_good() -> None:
    text = "Where is my order? It should have been here a long time ago."
    assert _decide(text, channel="de", chosen=True) == ("de", "customer")
    later = {
        "channel": "de",
        "channel_before": "de",
        "chosen": True,
        "known": "de",
        "known_reason": "customer",
    }
    assert _decide(text, **later) == ("de", "customer")


def test_a_later_wish_goes_before_an_earlier_choice() -> None:
    later = {
        "channel": "de",
        "channel_before": "de",
        "chosen": True,
        "known": "de",
        "known_reason": "customer",
    }
    assert _decide("English please", **later) == ("en", "customer")
    after = later | {"known": "en"}
    assert _decide("P-10482", **after) == ("en", "customer")


def test_an_operators_word_stays_whatever_is_written() -> None:
    known = {"known": "fr", "known_reason": "operator", "channel": "de", "chosen": True}
    assert _decide("English please", **known) == ("fr", "operator")


def test_the_text_may_be_in_another_language_than_the_answer() -> None:
    situation = Situation(
        messages=["Onde está a minha encomenda?"], known="de", known_reason="customer", channel=None
    )
    choice = decide(situation, enabled=ENABLED, default="en")
    assert (choice.locale, choice.text_locale) == ("de", "pt")
