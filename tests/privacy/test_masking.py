from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from serving.privacy.masking import Masking

PERSONAL = [
    "ana@shop.example",
    "P-10482",
    "+49 170 1234567",
    "4111 1111 1111 1111",
    "https://x.example/me?t=1",
]
pieces = st.lists(st.sampled_from([*PERSONAL, "an A4 frame", "in 2026", "EUR 80", "\n", "why?"]), max_size=8)


@given(pieces)
def test_values_are_hidden_and_come_back_exactly(given_pieces: list[str]) -> None:
    text = ", ".join(given_pieces)
    masking = Masking()
    hidden = masking.hide(text)
    assert not any(value in hidden for value in PERSONAL)
    assert masking.restore(hidden) == text


def test_what_questions_are_about_stays() -> None:
    question = "Does the A4 frame of 2026 cost EUR 80 within 14 days?"
    assert Masking().hide(question) == question


def test_the_same_value_has_the_same_tag_in_every_text() -> None:
    masking = Masking()
    assert masking.hide("ana@shop.example and bo@shop.example") == "EMAIL_1 and EMAIL_2"
    assert masking.hide("write to bo@shop.example") == "write to EMAIL_2"


def test_a_tag_that_nobody_made_stays_as_it_is() -> None:
    assert Masking().restore("EMAIL_7") == "EMAIL_7"
