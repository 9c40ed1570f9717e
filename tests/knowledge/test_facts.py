from __future__ import annotations

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


def test_the_yes_that_a_sentence_begins_with_is_no_statement() -> None:
    assert facts.statement("Yes, we deliver to Ghent.") == "we deliver to Ghent."
    assert facts.statement("No. It is closed.") == "It is closed."


def test_a_first_word_that_only_a_capital_makes_a_name_is_known() -> None:
    assert facts.first_name("Amazon's gift cards are sold.") == "amazon"
    assert facts.first_name("Refunds are paid.") is None
    assert facts.first_name("the shop is open") is None
