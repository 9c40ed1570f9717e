from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from serving.translation.catalogue import Catalogue, CatalogueError, formality_of, get_catalogue


def _catalogue(root: Path, **files: str) -> Catalogue:
    """`files`: a locale (with _ for -) and the text of its only file."""
    for locale, text in files.items():
        folder = root / locale.replace("_", "-")
        folder.mkdir()
        (folder / "words.ftl").write_text(text, encoding="utf-8")
    return Catalogue.load(root)


def test_a_text_is_looked_up_by_the_utterance_s_name(tmp_path: Path) -> None:
    found = _catalogue(tmp_path, en="utter-greet = Hello { $name }!").format(
        "utter_greet", "en", {"name": "Ada"}
    )
    assert (found.text, found.locale, found.fallback) == ("Hello Ada!", "en", False)


def test_a_regional_locale_is_served_by_its_language(tmp_path: Path) -> None:
    found = _catalogue(tmp_path, en="hi = Hello", de="hi = Hallo").format("hi", "de-AT")
    assert (found.text, found.locale, found.fallback) == ("Hallo", "de", False)


@pytest.mark.parametrize("locale", ["fr", "pt-BR", "x", "zz-ZZ"])
def test_a_language_we_do_not_have_falls_back_and_says_so(tmp_path: Path, locale: str) -> None:
    found = _catalogue(tmp_path, en="hi = Hello").format("hi", locale)
    assert (found.text, found.locale, found.fallback) == ("Hello", "en", True)


def test_a_text_missing_in_one_language_falls_back_for_itself(tmp_path: Path) -> None:
    catalogue = _catalogue(tmp_path, en="hi = Hello\nbye = Bye", de="hi = Hallo")
    assert catalogue.format("hi", "de").text == "Hallo"
    assert catalogue.format("bye", "de").fallback


def test_plurals_dates_and_numbers_follow_the_locale(tmp_path: Path) -> None:
    words = "days = { $days ->\n    [one] ein Tag\n   *[other] { $days } Tage\n } bis { $until }"
    catalogue = _catalogue(tmp_path, en="days = -", de=words)
    assert (
        catalogue.format("days", "de", {"days": 1, "until": date(2026, 11, 25)}).text
        == "ein Tag bis 25.11.2026"
    )
    assert catalogue.format("days", "de", {"days": 1200, "until": "morgen"}).text == "1.200 Tage bis morgen"


def test_only_right_to_left_text_isolates_what_is_put_in(tmp_path: Path) -> None:
    catalogue = _catalogue(tmp_path, en="n = Order { $n }", ar="n = طلب { $n }")
    assert catalogue.format("n", "en", {"n": "P-1"}).text == "Order P-1"
    assert "\u2068P-1\u2069" in catalogue.format("n", "ar", {"n": "P-1"}).text


@pytest.mark.parametrize(
    ("key", "args", "complaint"),
    [
        ("missing", {}, "no text 'missing'"),
        ("hi", {}, "name"),
        ("refers", {"name": "Ada"}, "gone"),
        ("hi", {"name": object()}, "does not fit"),
    ],
)
def test_no_text_with_a_hole_ever_leaves(
    tmp_path: Path, key: str, args: dict[str, object], complaint: str
) -> None:
    catalogue = _catalogue(tmp_path, en="hi = Hello { $name }\nrefers = { gone }")
    with pytest.raises(CatalogueError, match=complaint):
        catalogue.format(key, "en", args)


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"en": "hi = { $name"}, "does not parse"),
        ({"en": "hi = a\nhi = b"}, "'hi'"),
        ({"de": "hi = Hallo"}, "default locale 'en'"),
        ({"en": "hi = a", "not_a_locale_at_all": "hi = b"}, "not a locale"),
    ],
)
def test_a_broken_catalogue_is_refused_when_it_is_loaded(
    tmp_path: Path, files: dict[str, str], complaint: str
) -> None:
    with pytest.raises(CatalogueError, match=complaint):
        _catalogue(tmp_path, **files)


def test_a_front_end_gets_its_strings_by_prefix(tmp_path: Path) -> None:
    catalogue = _catalogue(
        tmp_path, en="widget-send = Send\nwidget-title = Chat\nutter-x = x", de="widget-send = Senden"
    )
    assert catalogue.strings("widget-", "de") == {"widget-send": "Senden", "widget-title": "Chat"}


def test_a_familiar_brand_says_otherwise_only_what_differs(tmp_path: Path) -> None:
    root = tmp_path
    for folder, text in {"en": "a = A\nb = B", "de": "a = Sie\nb = Hallo", "de@familiar": "a = du"}.items():
        (root / folder).mkdir()
        (root / folder / "words.ftl").write_text(text, encoding="utf-8")
    catalogue = Catalogue.load(root)
    familiar = catalogue.addressing("familiar")
    assert (familiar.format("a", "de-CH").text, familiar.format("b", "de").text) == ("du", "Hallo")
    assert familiar.strings("a", "de") == {"a": "du"}
    assert familiar.format("a", "en").text == "A"
    assert catalogue.format("a", "de").text == "Sie"
    assert catalogue.locales == ["de", "en"]


@pytest.mark.parametrize(
    ("settings", "formality"),
    [({}, "formal"), ({"formality": "familiar"}, "familiar"), ({"formality": "rude"}, "formal")],
)
def test_an_inbox_may_have_a_form_of_address_of_its_own(settings: dict[str, str], formality: str) -> None:
    assert formality_of(settings, "formal") == formality


def test_every_text_of_the_product_parses() -> None:
    assert "en" in get_catalogue("en").locales
