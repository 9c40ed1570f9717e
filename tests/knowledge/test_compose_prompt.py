from __future__ import annotations

import re

import pytest

from serving.knowledge import compose_prompt
from serving.knowledge.compose_prompt import Cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("none", []),
        (" None. ", []),
        ("It is free. [1]", [Cited("It is free.", (0,))]),
        ("It is free. [2, 1]\nIt is fast [2].", [Cited("It is free.", (1, 0)), Cited("It is fast", (1,))]),
        ("It is free. [3]", [Cited("It is free.", ())]),
        ("It is free.", [Cited("It is free.", ())]),
        ("It is free. [1] Really", [Cited("It is free.", (0,)), Cited("Really", ())]),
        ("It is free. [1]. It is fast. [2].", [Cited("It is free.", (0,)), Cited("It is fast.", (1,))]),
        ("It is free. [1][2]", [Cited("It is free.", (0,))]),
        ("[1]", [Cited("[1]", ())]),
        ("", []),
    ],
)
def test_sentences_are_read_with_the_passages_that_they_cite(text: str, cited: list[Cited]) -> None:
    assert compose_prompt.parse(text, 2) == cited


def test_the_form_that_the_server_keeps_to_is_the_form_that_is_read() -> None:
    form = re.compile(compose_prompt.structured(2)["regex"])
    for reply in ("none", "It is free. [1]", "It is free. [1, 2]\nIt is fast. [2]"):
        assert form.fullmatch(reply)
        assert all(cited.passages for cited in compose_prompt.parse(reply, 2))
    for reply in ("It is free.", "It is free. [3]", "[1]", "It is free. [1]\n"):
        assert not form.fullmatch(reply)


def test_of_a_growing_text_only_cited_sentences_are_whole() -> None:
    assert compose_prompt.whole("It is free. [1]\nIt is f") == "It is free. [1]"
    assert compose_prompt.whole("It is") == ""


@pytest.mark.parametrize("end", ["]", "[1]", "[1, ]"])
def test_a_model_that_writes_only_spaces_keeps_nobody_waiting(end: str) -> None:
    assert all(not cited.passages for cited in compose_prompt.parse(" " * 20_000 + end, 2))
    assert compose_prompt.parse("[1" + " " * 20_000 + "]", 2)[0].passages == ()
