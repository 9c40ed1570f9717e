"""What the bot calls a product is what the shop calls it."""

from __future__ import annotations

from pathlib import Path

import yaml

from shop.seed import PRODUCTS, VARIANTS

LISTS = yaml.safe_load((Path(__file__).parents[2] / "bot/lists.yml").read_text(encoding="utf-8"))


def test_the_bot_knows_every_product_by_its_name():
    assert list(LISTS["products"]) == [name for _, name, _ in PRODUCTS]


def test_the_bot_knows_every_colour_and_size():
    assert {colour for _, _, colour, _, _ in VARIANTS if colour} <= set(LISTS["colours"])
    assert {size for _, _, _, size, _ in VARIANTS if size} <= set(LISTS["sizes"])


def test_no_word_means_two_things():
    for kind in ("products", "colours", "sizes"):
        said = [word.lower() for name, synonyms in LISTS[kind].items() for word in (name, *synonyms)]
        assert len(said) == len(set(said))
