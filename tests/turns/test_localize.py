"""Arguments of a reply in the customer's language."""

from __future__ import annotations

import pytest

from serving.translation.catalogue import get_catalogue
from serving.turns.localize import typed

CUSHION = {"name": "Linen cushion cover", "colour": "blue", "size": "large"}
BLUE = {"name": None, "colour": "blue", "size": None}
MEASURED = {"name": "Tide wool rug", "colour": None, "size": "60 x 90 cm"}
VASE = {"name": "Stone vase", "colour": None, "size": None}


@pytest.mark.parametrize(
    ("locale", "cushion", "blue"),
    [
        ("en", "Linen cushion cover (blue, large)", "blue"),
        ("es", "Linen cushion cover (azul, grande)", "azul"),
        ("de", "Linen cushion cover (blau, groß)", "blau"),
        ("fr", "Linen cushion cover (bleu, grand)", "bleu"),
        ("ar", "Linen cushion cover (أزرق, كبير)", "أزرق"),
    ],
)
def test_a_thing_keeps_its_name_and_is_described_in_the_language(
    locale: str, cushion: str, blue: str
) -> None:
    worded = typed({"item": CUSHION, "wanted": BLUE}, locale, get_catalogue())
    plain = {name: value.replace("\u2068", "").replace("\u2069", "") for name, value in worded.items()}
    assert plain == {"item": cushion, "wanted": blue}


def test_what_has_no_words_is_said_as_the_shop_writes_it() -> None:
    worded = typed({"items": [MEASURED, VASE]}, "es", get_catalogue())
    assert worded == {"items": "Tide wool rug (60 x 90 cm); Stone vase"}
