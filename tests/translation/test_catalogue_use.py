"""Every key that the code says has words, and no words are there that nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from serving.config import PROJECT_ROOT
from serving.translation.catalogue import CATALOGUE, Catalogue, get_catalogue

CONSOLE = PROJECT_ROOT / "serving/console/static"
WIDGET = PROJECT_ROOT / "serving/widget"
BOT = PROJECT_ROOT / "bot"
# Routes that the worker words, and a name of Rasa's own.
ROUTES = {"utter_knowledge", "utter_handoff", "utter_action"}

STRING = re.compile(r'"([a-z][\w-]*)"')
TEMPLATE = re.compile(r"`([a-z][\w-]*-)\$\{")
SUFFIX = re.compile(r"`\$\{\w+\}(-[a-z-]+)`")
SAID = {
    "console-": re.compile(r'\bsay\("([a-z][\w-]*)"'),
    "widget-": re.compile(r'\.text\("([a-z][\w-]*)"'),
}
PYTHON_KEY = re.compile(r'f?"((?:utter|button|card|choice|notice|note|channel)_[a-z0-9_]+)(["{])')


def keys(prefix: str) -> set[str]:
    """Without the prefix, as the front end knows them."""
    return {key.removeprefix(prefix) for key in get_catalogue("en").strings(prefix, "en")}


def text_of(files: Iterable[Path]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))


@pytest.fixture(params=[("console-", CONSOLE), ("widget-", WIDGET)], ids=["console", "widget"])
def front_end(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Some of the console's keys are names that its figures carry, or said by modules of the widget."""
    prefix, folder = request.param
    code = text_of(folder.glob("*.js"))
    if prefix == "console-":
        code += text_of((PROJECT_ROOT / "serving/analytics").glob("*.py"))
        code += text_of(WIDGET / name for name in set(re.findall(r'from "/widget/([\w-]+\.js)"', code)))
    return prefix, code


def test_every_key_that_a_front_end_says_has_words(front_end: tuple[str, str]) -> None:
    prefix, code = front_end
    said = set(SAID[prefix].findall(code))
    assert len(said) > 20
    assert said - keys(prefix) == set()


def test_every_word_of_a_front_end_is_said(front_end: tuple[str, str]) -> None:
    prefix, code = front_end
    assert unsaid(keys(prefix), code) == []


def unsaid(known: set[str], code: str) -> list[str]:
    literal = {one.replace("_", "-") for one in STRING.findall(code)}
    beginnings = tuple(one.replace("_", "-") for one in TEMPLATE.findall(code))
    endings = set(SUFFIX.findall(code))
    return sorted(
        key
        for key in known
        if key not in literal
        and not (beginnings and key.startswith(beginnings))
        and not any(key.endswith(ending) and key.removesuffix(ending) in literal for ending in endings)
    )


def test_the_sample_shop_s_pages_say_every_word_that_is_there_for_them() -> None:
    said = set(re.findall(r"\{\{(shop-[\w-]+)\}\}", text_of(WIDGET.glob("*.html"))))
    assert said == {f"shop-{key}" for key in keys("shop-")}


def test_a_word_that_nobody_says_would_be_found() -> None:
    code = 'say("send"); say(`status-${status}`); const key = "list-none"; say(`${key}-hint`)'
    assert unsaid({"send", "status-open", "list-none-hint", "forgotten"}, code) == ["forgotten"]


def test_every_utterance_of_the_domain_has_words_in_every_language() -> None:
    domain = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in (BOT / "domain").rglob("*.yml")]
    utterances = {name for part in domain for name in part.get("responses") or {}} - ROUTES
    assert len(utterances) > 8
    assert lacking(get_catalogue("en"), utterances) == []


def test_every_key_in_the_bot_s_code_has_words_in_every_language() -> None:
    whole = {key for key, end in PYTHON_KEY.findall(text_of(BOT.rglob("*.py"))) if end == '"'} - ROUTES
    assert len(whole) > 40
    catalogue = get_catalogue("en")
    assert lacking(catalogue, [key for key in whole if not key.endswith("_")]) == []


def lacking(catalogue: Catalogue, wanted: Iterable[str]) -> list[str]:
    return sorted(
        f"{locale}: {key}" for locale in catalogue.locales for key in wanted if not catalogue.has(key, locale)
    )


def test_words_that_are_not_there_would_be_found(tmp_path: Path) -> None:
    for locale, text in (("en", "utter-a = A\nutter-b = B"), ("de", "utter-a = A")):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "bot.ftl").write_text(text, encoding="utf-8")
    assert lacking(Catalogue.load(tmp_path), ["utter_a", "utter_b"]) == ["de: utter_b"]


def test_every_word_of_the_bot_is_said() -> None:
    code = text_of(
        file
        for top in (BOT, PROJECT_ROOT / "policies", PROJECT_ROOT / "serving")
        for file in top.rglob("*.py")
    ) + text_of([*BOT.rglob("*.yml"), *(PROJECT_ROOT / "policies").rglob("*.yml")])
    literal = {
        word.replace("_", "-")
        for word in re.findall(r"(?:utter|button|card|notice|note|channel|value)_\w+", code)
    }
    intents = {f"choice-{name}".replace("_", "-") for name in re.findall(r"\b([a-z]+(?:_[a-z]+)+)\b", code)}
    beginnings = tuple(word for word in literal if word.endswith("-"))
    known = [
        name
        for file in ("bot.ftl", "notices.ftl", "channels.ftl")
        for name in re.findall(
            r"^([a-z][\w-]*) =", (CATALOGUE / "en" / file).read_text(encoding="utf-8"), re.M
        )
    ]
    said = literal | intents
    assert [name for name in known if name not in said and not name.startswith(beginnings)] == []
