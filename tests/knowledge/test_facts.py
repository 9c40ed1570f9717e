from __future__ import annotations

import pytest

from serving.knowledge import facts


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert facts.numbers("two items, 1,200 euro, 4.90") == {"2", "1200", "4.90"}
    assert facts.numbers("1.200 and 12:30") == {"1200", "12:30"}


def test_a_month_is_a_date_and_the_verb_is_not() -> None:
    assert facts.dates("On 3 May and on Sundays") == {"may", "sunday"}
    assert facts.dates("You may return it") == set()


def test_addresses_are_found_with_their_full_stop_left_out() -> None:
    assert facts.addresses("Write to help@lumen.example or see lumen.example/track.") == {
        "help@lumen.example",
        "lumen.example/track",
    }


def test_names_are_words_written_large_but_not_the_first() -> None:
    assert facts.names("Ask the team of UNiDAYS in Ghent's centre") == {"unidays", "ghent"}
    assert facts.names("UNiDAYS confirms it") == {"unidays"}


@pytest.mark.parametrize(
    ("text", "negated", "affirmed"),
    [
        ("We don't refund it", {"refund"}, set()),
        ("Large sofas cannot be exchanged, only returned", {"exchang"}, {"return"}),
        ("It is covered", set(), {"cover"}),
    ],
)
def test_a_negation_belongs_to_the_word_after_it(text: str, negated: set[str], affirmed: set[str]) -> None:
    found = facts.polarity(text)
    assert found.negated == negated
    assert affirmed <= found.affirmed


def test_the_yes_that_a_sentence_begins_with_is_no_statement() -> None:
    assert facts.statement("Yes, we deliver to Ghent.") == "we deliver to Ghent."
    assert facts.statement("No. It is closed.") == "It is closed."
