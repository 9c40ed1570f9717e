from __future__ import annotations

from pathlib import Path

import pytest

from serving.translation.browser import Word
from serving.translation.catalogue import Catalogue, CatalogueError


def _word(root: Path, text: str) -> Word:
    folder = root / "en"
    folder.mkdir()
    (folder / "words.ftl").write_text(text, encoding="utf-8")
    return Catalogue.load(root).strings("page-", "en")["page-text"]


def test_a_value_gets_a_place(tmp_path: Path) -> None:
    assert _word(tmp_path, "page-text = Hello { $name }!") == "Hello {name}!"


def test_a_plural_is_a_choice_with_its_surroundings(tmp_path: Path) -> None:
    text = (
        "page-text = Wait { $s ->\n    [0] not\n    [one] { $s } second\n   *[other] { $s } seconds\n } more."
    )
    assert _word(tmp_path, text) == {
        "by": "s",
        "cases": {
            "0": "Wait not more.",
            "one": "Wait {s} second more.",
            "other": "Wait {s} seconds more.",
        },
        "otherwise": "other",
    }


def test_two_choices_are_one_in_the_other(tmp_path: Path) -> None:
    text = "page-text = { $a ->\n    [x] X\n   *[y] Y\n }{ $b ->\n   *[z] Z\n }"
    word = _word(tmp_path, text)
    assert isinstance(word, dict)
    assert word["cases"]["x"] == {"by": "b", "cases": {"z": "XZ"}, "otherwise": "z"}


def test_terms_references_and_literals_are_put_in(tmp_path: Path) -> None:
    text = '-brand = Lumen\nother = the { -brand } shop\npage-text = In { other }:{" "}{ 5 }'
    assert _word(tmp_path, text) == "In the Lumen shop: 5"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('page-text = { DATETIME($at, month: "long") }', "FunctionReference"),
        ('page-text = { "{name}" }', "place of a value"),
        ("page-text = { -gone }", "no text '-gone'"),
    ],
)
def test_what_a_browser_cannot_do_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CatalogueError, match=complaint):
        _word(tmp_path, text)
