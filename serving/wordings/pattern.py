"""A text as an admin writes it: the pattern of a Fluent message, without its id."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast, serialize

from serving.errors import BadInput
from serving.translation.browser import NotForBrowsers, browser_word
from serving.translation.proof import counted_in, faults_of, variables_of

MAX_CHARACTERS = 4000
COUNTS = range(1, 1001)


def source_of(message: ast.Message) -> str:
    pattern = ast.Message(id=ast.Identifier("x"), value=message.value)
    written = serialize(ast.Resource([pattern])).split("=", 1)[1]
    first, _, rest = written.partition("\n")
    return "\n".join(line for line in (first.strip(), dedent(rest).rstrip()) if line)


def parse(
    name: str, source: str, *, locale: str, shipped: ast.Message, entries: Mapping[str, Any]
) -> ast.Message:
    """`shipped`: the text that it replaces; `entries`: what it may refer to. BadInput names each fault."""
    if not source.strip():
        raise BadInput("The text is empty: write something, or go back to the original.")
    body = FluentParser().parse(f"{name} =\n{indent(source.strip(), '    ')}\n").body
    if len(body) != 1 or not isinstance(body[0], ast.Message) or body[0].value is None or body[0].attributes:
        raise BadInput(
            "The text does not parse: check its braces, and that each choice has one line with a *."
        )
    message = body[0]
    faults = list(faults_of(message, locale=locale, instead_of=shipped))
    if not faults:
        faults = _unsayable(message, locale=locale, entries=entries)
    if faults:
        raise BadInput("; ".join(faults) + ".")
    return message


def examples_said(message: ast.Message, *, locale: str, entries: Mapping[str, Any]) -> list[str]:
    """As customers would read it, with the names of the variables for values: once for each plural form."""
    said = [_say(message, values, locale=locale, entries=entries)[0] for values in _examples(message, locale)]
    return list(dict.fromkeys(said))


def _say(
    message: ast.Message, values: Mapping[str, Any], *, locale: str, entries: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """The text, and what Fluent could not say of it."""
    bundle = FluentBundle([locale], use_isolating=False)
    others = [entry for name, entry in entries.items() if name != message.id.name]
    bundle.add_resource(ast.Resource([*others, message]))
    pattern = bundle.get_message(message.id.name).value
    assert pattern is not None  # noqa: S101  # `parse` wants one
    text, errors = bundle.format_pattern(pattern, dict(values))
    return str(text), [str(error) for error in errors]


def _examples(message: ast.Message, locale: str) -> list[dict[str, Any]]:
    """A number where something is counted, elsewhere the variable's own name."""
    counted = counted_in(message)
    named = {name: f"<{name}>" for name in variables_of(message)}
    if not counted:
        return [named]
    rule = Locale.parse(locale, sep="-").plural_form
    counts = {rule(count): count for count in reversed(COUNTS)}
    return [named | dict.fromkeys(counted, count) for count in sorted(counts.values())]


def _unsayable(message: ast.Message, *, locale: str, entries: Mapping[str, Any]) -> list[str]:
    errors = [
        error
        for values in _examples(message, locale)
        for error in _say(message, values, locale=locale, entries=entries)[1]
    ]
    if errors or not message.id.name.startswith("widget-"):
        return errors
    return _not_for_browsers(message, entries)


def _not_for_browsers(message: ast.Message, entries: Mapping[str, Any]) -> list[str]:
    assert message.value is not None  # noqa: S101  # `parse` wants one
    try:
        browser_word(message.value, lambda name: entries[name].value)
    except (NotForBrowsers, KeyError) as error:
        return [f"the widget cannot say it: {error}"]
    return []
