"""Fluent patterns as JSON for the two front ends: the browser fills in and chooses, and knows no Fluent.

A word is a text with `{name}` where a value goes, or a choice between words:
`{"by": "count", "cases": {"one": "…", "other": "…"}, "otherwise": "other"}`. A case is a value of the
variable, or a plural category that `Intl.PluralRules` finds for it (docs/decisions/0089).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fluent.syntax import ast

Word = str | Mapping[str, Any]
Lookup = Callable[[str], ast.Pattern]
PLACE = re.compile(r"\{\w+\}")


class NotForBrowsers(ValueError):
    """A pattern that needs Fluent itself. The message says which construct."""


def browser_word(pattern: ast.Pattern, lookup: Lookup) -> Word:
    """`lookup` finds the pattern of a message or, with a `-` before its name, of a term."""
    return _word(list(pattern.elements), lookup)


def _word(elements: Sequence[Any], lookup: Lookup) -> Word:
    said = ""
    for index, element in enumerate(elements):
        expression = element.expression if isinstance(element, ast.Placeable) else element
        rest = elements[index + 1 :]
        if isinstance(expression, ast.SelectExpression):
            return _choice(said, expression, rest, lookup)
        if isinstance(expression, ast.MessageReference | ast.TermReference):
            return _word([ast.TextElement(said), *_referred(expression, lookup), *rest], lookup)
        said += _plain(expression)
    return said


def _choice(before: str, select: ast.SelectExpression, rest: Sequence[Any], lookup: Lookup) -> Word:
    start = ast.TextElement(before)
    cases = {_key(one): _word([start, *one.value.elements, *rest], lookup) for one in select.variants}
    otherwise = next(_key(one) for one in select.variants if one.default)
    return {"by": _variable(select.selector), "cases": cases, "otherwise": otherwise}


def _key(variant: ast.Variant) -> str:
    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _referred(
    reference: ast.MessageReference | ast.TermReference, lookup: Lookup
) -> Sequence[ast.TextElement | ast.Placeable]:
    name = reference.id.name
    return lookup(f"-{name}" if isinstance(reference, ast.TermReference) else name).elements


def _plain(expression: Any) -> str:
    """Text that is already in its place is kept (`{name}` from an earlier step of `_word`)."""
    if isinstance(expression, ast.TextElement):
        return expression.value
    if isinstance(expression, ast.StringLiteral):
        text: str = expression.parse()["value"]
        if PLACE.search(text):
            raise NotForBrowsers(f"{text!r} would be taken for a place of a value")
        return text
    if isinstance(expression, ast.NumberLiteral):
        return expression.value
    return f"{{{_variable(expression)}}}"


def _variable(expression: Any) -> str:
    if isinstance(expression, ast.VariableReference):
        return expression.id.name
    raise NotForBrowsers(f"{type(expression).__name__} is not a variable")
