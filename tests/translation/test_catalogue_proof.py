"""The catalogue is whole in every language; and each kind of fault is found when it is planted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from serving.translation.catalogue import CATALOGUE
from serving.translation.proof import faults


def test_every_language_says_everything_rightly() -> None:
    assert faults(CATALOGUE) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product's own catalogue, to plant a fault in."""
    return shutil.copytree(CATALOGUE, tmp_path / "catalogue")


def plant(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{name} says no longer {old!r}: plant the fault elsewhere"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("de/bot.ftl", "utter-okay = ", "utter-oak = ", "de: utter-okay is missing"),
        ("es/widget.ftl", "widget-send = ", "widget-sent-off = ", "widget-sent-off is unknown"),
        ("fr/bot.ftl", "{ $delivered_on }", "hier", "lacks the variable $delivered_on"),
        ("ar/bot.ftl", "{ $tracking_number }", "{ $tracking }", "uses $tracking, which nobody gives"),
        ("ar/widget.ftl", "        [few] { $count } رسائل غير مقروءة\n", "", "lacks the plural form [few]"),
        ("de/bot.ftl", "[one] { $days } Tag\n", "[few] { $days } Tag\n", "[few], which de never chooses"),
        ("ar/bot.ftl", "[many] { $days } يوم عمل", "[many] أيام عمل", "[many] does not say the number"),
        ("de/console.ftl", "console-send = Senden", "console-send = Send", "console-send is not translated"),
        ("fr/about.yml", "- console-app", "- console-send", "console-send is translated, or gone"),
        ("es/notices.ftl", "{ $position ->", "{ $position -> [", "broken syntax"),
        ("es/bot.ftl", "utter-goodbye = ", "utter-okay = Vale\nutter-goodbye = ", "utter-okay is said"),
        ("ar/bot.ftl", "أين طلبي؟", "أين طلبي؟\u200f", "directional control"),
        ("fr/widget.ftl", "Bonjour\u00a0!", "Bonjour !", "no-break space"),
        ("es/bot.ftl", "¿Dónde está mi pedido?", "Dónde está mi pedido?", "begins with ¿"),
        ("ar/bot.ftl", "أين طلبي؟", "أين طلبي?", "question mark ؟"),
        ("de/console.ftl", "„Warum diese Antwort“", '"Warum diese Antwort"', "quotation marks"),
        ("de/about.yml", "written_by:", "wrote:", "does not say: written_by"),
        ("es/about.yml", "locale: es", "locale: pt", "names another locale"),
        ("de@familiar/bot.ftl", "schreib einfach.", "schreiben Sie einfach.", "leave it out"),
        ("fr@familiar/bot.ftl", "utter-okay = ", "utter-oak = ", "utter-oak is unknown"),
        ("es@familiar/bot.ftl", "{ $eta }", "pronto", "lacks the variable $eta"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(copy: Path, name: str, old: str, new: str, fault: str) -> None:
    if name == "de@familiar/bot.ftl":
        plant(copy, name, "Wenn du noch etwas brauchst, ", "Wenn Sie noch etwas brauchen, ")
    plant(copy, name, old, new)
    found = faults(copy)
    assert any(fault in one for one in found), found


def test_a_form_of_address_that_nobody_knows_is_a_fault(copy: Path) -> None:
    shutil.copytree(copy / "de@familiar", copy / "de@chummy")
    assert any("a form of address" in one for one in faults(copy))


def test_a_text_in_the_wrong_file_is_a_fault(copy: Path) -> None:
    plant(copy, "de/bot.ftl", "button-yes = Ja\n", "")
    plant(copy, "de/widget.ftl", "widget-send = ", "button-yes = Ja\nwidget-send = ")
    assert any("button-yes belongs to bot.ftl" in one for one in faults(copy))
