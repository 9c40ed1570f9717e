from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.knowledge.sentences import split_sentences


@pytest.mark.parametrize(
    "language, text, sentences",
    [
        ("en", "It costs EUR 4.90. It is quick.", ["It costs EUR 4.90.", "It is quick."]),
        ("en", "Pay by card, e.g. Visa. Not cash!", ["Pay by card, e.g. Visa.", "Not cash!"]),
        ("en", "Ask Dr. Smith at no. 5. Really?", ["Ask Dr. Smith at no. 5.", "Really?"]),
        ("en", "The answer is no. You can ask.", ["The answer is no.", "You can ask."]),
        (
            "en",
            "See https://a.example/b.html?c=d. Then go.",
            ["See https://a.example/b.html?c=d.", "Then go."],
        ),
        ("en", "Write to help@a.example. We answer.", ["Write to help@a.example.", "We answer."]),
        ("en", 'Choose "Cancel order." Then wait.', ['Choose "Cancel order."', "Then wait."]),
        ("en", "Closed (see below.) Open on Monday.", ["Closed (see below.)", "Open on Monday."]),
        ("en", "Wait ... then go. Done", ["Wait ... then go.", "Done"]),
        ("de", "Am 3. Mai z. B. um 9 Uhr. Danach nicht.", ["Am 3. Mai z. B. um 9 Uhr.", "Danach nicht."]),
        ("de", "Das kostet 5 EUR inkl. MwSt. Bitte.", ["Das kostet 5 EUR inkl. MwSt.", "Bitte."]),
        ("en", "Order by Dec. 24. It comes in time.", ["Order by Dec. 24.", "It comes in time."]),
        ("en", "Prices are incl. 21 % VAT. Pay.", ["Prices are incl. 21 % VAT.", "Pay."]),
        ("en", "Steps: 1. Open the app. 2. Pay.", ["Steps: 1. Open the app.", "2. Pay."]),
        ("en", "It costs EUR 5. It is quick.", ["It costs EUR 5.", "It is quick."]),
        ("en", "We met in the sun. 5 came.", ["We met in the sun.", "5 came."]),
        ("de", "Bahnhofstr. 12, Fr. 9 Uhr.", ["Bahnhofstr. 12, Fr. 9 Uhr."]),
        ("de", "Die Muster GmbH & Co. KG haftet.", ["Die Muster GmbH & Co. KG haftet."]),
        ("es", "¿Cuánto cuesta? Son 5 EUR.", ["¿Cuánto cuesta?", "Son 5 EUR."]),
        ("fr", "Par ex. Paris. C'est tout !", ["Par ex. Paris.", "C'est tout !"]),
        ("ar", "كم السعر؟ خمسة.", ["كم السعر؟", "خمسة."]),
        ("zh", "你好。再见！", ["你好。", "再见！"]),
        ("en", "  spread \n over\tlines ", ["spread over lines"]),
        ("en", "", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(language: str, text: str, sentences: list[str]) -> None:
    assert split_sentences(text, language=language) == sentences


@given(st.text(), st.sampled_from(["en", "de", "xx"]))
def test_nothing_is_lost_or_added(text: str, language: str) -> None:
    sentences = split_sentences(text, language=language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence.strip() == sentence != "" for sentence in sentences)
