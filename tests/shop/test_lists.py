"""What the bot calls a product is what the shop calls it, in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from shop.seed import PRODUCTS, VARIANTS

FILES = sorted((Path(__file__).parents[2] / "bot/languages").glob("*.yml"))
every_language = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def words(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read


@every_language
def test_the_bot_knows_every_product_by_its_name(file: Path) -> None:
    assert list(words(file)["products"]) == [name for _, name, _ in PRODUCTS]


@every_language
def test_the_bot_knows_every_colour_and_size(file: Path) -> None:
    assert {colour for _, _, colour, _, _ in VARIANTS if colour} <= set(words(file)["colours"])
    assert {size for _, _, _, size, _ in VARIANTS if size} <= set(words(file)["sizes"])


@every_language
def test_no_word_means_two_things(file: Path) -> None:
    for kind in ("products", "colours", "sizes"):
        said = [word.lower() for synonyms in words(file)[kind].values() for word in synonyms]
        assert len(said) == len(set(said))
