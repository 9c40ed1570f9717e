from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.channels.base import Buttons, Capabilities, Part
from serving.channels.degrade import chosen, parts, split, utf8_bytes, utf16_units
from serving.channels.models import Media

PLAIN = Capabilities(max_characters=160)
RICH = Capabilities(
    max_characters=4096,
    buttons=Buttons(most=3, title_characters=20, payload_bytes=64, text_characters=40),
    media={"image/*": 1000, "application/pdf": 2000},
)
YES_NO = [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]


def test_a_long_text_is_cut_between_sentences() -> None:
    text = "This is a sentence. " * 20
    cut = split(text, 160)

    assert all(len(part) <= 160 and part.endswith("sentence.") for part in cut)
    assert " ".join(cut) == text.strip()


@given(text=st.text(min_size=1, max_size=400), limit=st.integers(8, 60))
@pytest.mark.parametrize("measure", [len, utf8_bytes, utf16_units])
def test_no_part_is_too_long_and_no_word_is_lost(measure: object, text: str, limit: int) -> None:
    assert callable(measure)
    cut = split(text, limit, measure)

    assert all(measure(part) <= limit for part in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_buttons_stay_buttons_where_the_channel_has_them() -> None:
    assert parts("Sure?", {"buttons": YES_NO}, RICH) == [Part(text="Sure?", buttons=tuple(YES_NO))]


def test_buttons_stand_below_the_last_words_that_fit_with_them() -> None:
    text = "A sentence that is not short at all. And the question is this?"
    shown = parts(text, {"buttons": YES_NO}, RICH)

    assert [(part.text, len(part.buttons)) for part in shown] == [
        ("A sentence that is not short at all.", 0),
        ("And the question is this?", 2),
    ]


@pytest.mark.parametrize(
    "buttons",
    [
        [{"title": str(n), "payload": f"/{n}"} for n in range(4)],
        [{"title": "A title that is far too long", "payload": "/a"}],
        [{"title": "A", "payload": "/" + "é" * 32}],
        [{"title": "A", "payload": "/a"}, {"title": "A", "payload": "/b"}],
    ],
    ids=["too many", "title too long", "payload too long", "titles alike"],
)
def test_what_does_not_fit_becomes_numbered_choices(buttons: list[dict[str, str]]) -> None:
    [part] = parts("Which?", {"buttons": buttons}, RICH, hint="Answer with a number.")

    listed = "\n".join(f"{number}. {button['title']}" for number, button in enumerate(buttons, 1))
    assert part.text == f"Which?\n{listed}\nAnswer with a number."
    assert part.buttons == ()


def test_a_choice_is_never_torn_from_its_number() -> None:
    buttons = [{"title": f"Choice {n} of a long list", "payload": f"/{n}"} for n in range(20)]
    shown = parts("Which of these? " * 8, {"buttons": buttons}, PLAIN)

    assert all(len(part.text) <= 160 for part in shown)
    lines = [line for part in shown for line in part.text.split("\n")]
    assert lines[-20:] == [f"{n}. Choice {n - 1} of a long list" for n in range(1, 21)]


@pytest.mark.parametrize("said", ["2", " 2 ", "2.", "(2)", "2)", "#2"])
def test_a_number_means_the_choice_that_was_shown_under_it(said: str) -> None:
    assert chosen(said, {"buttons": YES_NO}, PLAIN) == YES_NO[1]


@pytest.mark.parametrize("said", ["0", "3", "2 of them", "two", "1.5", "order 2", ""])
def test_what_is_no_number_of_a_choice_is_left_alone(said: str) -> None:
    assert chosen(said, {"buttons": YES_NO}, PLAIN) is None


def test_a_number_means_nothing_where_buttons_were_shown() -> None:
    assert chosen("2", {"buttons": YES_NO}, RICH) is None


def test_citations_become_a_short_list_of_links() -> None:
    sources = [
        {"title": "Shipping", "url": "/help/shipping", "quote": "Two days."},
        {"title": "Shipping", "url": "/help/shipping", "quote": "By post."},
        {"title": "Prices", "url": "https://elsewhere.example/p"},
        {"title": "A leaflet"},
        {"title": "One too many"},
    ]
    [part] = parts("Two days.", {"sources": sources}, PLAIN, base_url="https://shop.example")

    assert part.text == (
        "Two days.\n\n• Shipping https://shop.example/help/shipping\n"
        "• Prices https://elsewhere.example/p\n• A leaflet"
    )


def test_a_file_is_sent_where_the_channel_takes_it_and_linked_where_not() -> None:
    files = [
        Media(id="a", name="a.png", mime="image/png", bytes=900),
        Media(id="b", name="b.png", mime="image/png", bytes=1100),
        Media(id="c", name="c.pdf", mime="application/pdf", bytes=1100),
    ]
    shown = parts("Look:", {}, RICH, files=files, link=lambda file: f"https://x.example/{file.id}")

    assert [part.file.id for part in shown if part.file is not None] == ["a", "c"]
    assert shown[-1].text == "Look:\n\nb.png: https://x.example/b"


def test_a_file_alone_needs_no_text() -> None:
    [part] = parts("", {}, RICH, files=[Media(id="a", name="a.png", mime="image/png", bytes=1)])

    assert part.file is not None


CARD = {
    "title": "Order P-10482",
    "text": "Halo floor lamp",
    "image": {"url": "https://shop.example/lamp.png"},
    "buttons": [
        {"title": "Track", "url": "https://parcels.example/1"},
        {"title": "Report a problem", "payload": "/report_problem"},
    ],
}
CARDS = {"cards": [CARD], "buttons": [{"title": "Cancel", "payload": "/cancel"}]}


def test_a_card_becomes_words_with_its_links_and_its_choices_stand_with_the_others() -> None:
    shown = Capabilities(max_characters=500, buttons=Buttons(most=3, title_characters=20, payload_bytes=64))
    [part] = parts("It is on its way.", CARDS, shown)
    assert part.text == (
        "It is on its way.\n\nOrder P-10482\nHalo floor lamp\nhttps://shop.example/lamp.png\n"
        "Track: https://parcels.example/1"
    )
    assert [button["title"] for button in part.buttons] == ["Report a problem", "Cancel"]


def test_choices_of_a_card_are_numbered_where_there_are_no_buttons() -> None:
    plain = Capabilities(max_characters=500)
    [part] = parts("It is on its way.", CARDS, plain, hint="Answer with a number.")
    assert part.text.endswith("1. Report a problem\n2. Cancel\nAnswer with a number.")
    assert chosen("1", CARDS, plain) == {"title": "Report a problem", "payload": "/report_problem"}


def test_a_card_alone_needs_no_text() -> None:
    [part] = parts("", {"cards": [CARD | {"buttons": []}]}, Capabilities(max_characters=500))
    assert part.text.startswith("Order P-10482")
