from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.knowledge.words import Frequencies, QueryWords, query_words, stems

KNOWN = Frequencies(passages=1000, containing={"carrier": 200, "search": 10, "the": None})


def overlap(text: str, query: str = "the carrier search") -> tuple[float, float, float]:
    found = QueryWords(query, KNOWN).overlap(stems(text), usual_length=8)
    return found.bm25, found.covered, found.phrases


def test_the_rarer_word_weighs_more() -> None:
    assert overlap("we search for it")[1] > overlap("the carriers come")[1]


def test_all_words_in_their_order_are_the_whole() -> None:
    _, covered, phrases = overlap("a carrier search takes long")
    assert covered == pytest.approx(1)
    # "the carrier" does not stand there.
    assert 0.5 < phrases < 1
    assert overlap("the carrier search takes long")[2] == pytest.approx(1)


def test_words_apart_are_no_phrase() -> None:
    _, covered, phrases = overlap("search, said our carrier")
    assert covered == pytest.approx(1)
    assert phrases == 0


def test_forms_and_accents_of_a_word_are_the_word() -> None:
    assert stems("Searching Cafés") == stems("search cafe")


def test_a_long_text_gains_less_than_a_short_one() -> None:
    assert overlap("carrier search")[0] > overlap("carrier search " + "word " * 40)[0]


def test_nothing_that_says_something_overlaps_with_nothing() -> None:
    found = QueryWords("the", Frequencies(passages=0, containing={"the": None}))
    assert found.overlap(stems("the end"), usual_length=2).covered == 0
    assert found.covered(stems("the end")) == 0


def test_a_question_of_stop_words_is_looked_for_as_it_is() -> None:
    assert query_words("what is it") == ["what", "is", "it"]
    assert query_words("what is a return") == ["return"]


@given(text=st.text(max_size=40), query=st.text(max_size=40))
def test_every_share_is_a_share(text: str, query: str) -> None:
    counts = dict.fromkeys(query_words(query), 1)
    words = QueryWords(query, Frequencies(passages=3, containing=counts))
    found = words.overlap(stems(text), usual_length=5)
    assert 0 <= found.covered <= 1.0001
    assert 0 <= found.phrases <= 1.0001
    assert 0 <= found.bm25 <= 2.3
