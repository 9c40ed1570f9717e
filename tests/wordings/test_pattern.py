from __future__ import annotations

import pytest
from fluent.syntax import FluentParser, ast

from serving.errors import BadInput
from serving.wordings import pattern

GREETING = (
    "hello = Hello { $name }, you have { $count ->\n    [one] one lamp\n   *[other] { $count } lamps\n}.\n"
)


def shipped(source: str = GREETING) -> ast.Message:
    (message,) = FluentParser().parse(source).body
    assert isinstance(message, ast.Message)
    return message


def parse(source: str, *, locale: str = "en", name: str = "hello") -> ast.Message:
    return pattern.parse(name, source, locale=locale, shipped=shipped(), entries={name: shipped()})


def test_what_is_shown_to_be_edited_means_the_same_when_it_comes_back() -> None:
    source = pattern.source_of(shipped())
    assert "hello =" not in source
    assert pattern.source_of(parse(source)) == source


def test_customers_read_an_example_for_each_plural_form() -> None:
    message = parse("Hi { $name }: { $count ->\n [one] a lamp\n *[other] { $count } lamps\n}")
    said = pattern.examples_said(message, locale="en", entries={})
    assert said == ["Hi <name>: a lamp", "Hi <name>: 2 lamps"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "empty"),
        ("Hello { $name }, { $count", "does not parse"),
        ("Hello.\n.title = x", "does not parse"),
        ("Hello { $count } lamps", "lacks the variable $name"),
        ("{ $name } { $count } { $order }", "uses $order, which nobody gives"),
        ("{ $name } { $count } { nowhere }", "nowhere"),
        ("{ $name } { $count ->\n [one] x\n [few] y\n *[other] z\n}", "[few], which en never chooses"),
        ("{ $name } { $count } \u202e", "directional control character"),
    ],
)
def test_a_text_that_would_break_a_reply_is_refused_with_its_fault(source: str, fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(source)
    assert fault in str(refused.value)


def test_a_language_wants_all_its_plural_forms() -> None:
    with pytest.raises(BadInput, match=r"lacks the plural form \[few\], which ar has"):
        parse("{ $name } { $count ->\n [one] x\n *[other] { $count }\n}", locale="ar")


def test_the_widget_is_not_given_what_only_fluent_can_say() -> None:
    with pytest.raises(BadInput, match="the widget cannot say it"):
        parse("{ $name } { NUMBER($count, minimumFractionDigits: 2) }", name="widget-hello")
