"""What was typed for an inbox's fields, as settings and secrets. An error names the field, never a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from serving.errors import BadInput
from serving.inboxes.base import Field, FieldKind

MAX_VALUE_CHARACTERS = 4_000
MOST_LIST_ITEMS = 100
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0", ""})
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def read(
    fields: Sequence[Field], given: Mapping[str, Any], *, partial: bool = False
) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings and secrets. `partial`: only what was given, for a change; an empty secret stays as it was."""
    known = {field.name: field for field in fields}
    for name in given:
        if name not in known:
            raise BadInput(f"There is no field {name!r} here: there are {', '.join(known)}.")
    settings: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    for field in fields:
        if partial and field.name not in given:
            continue
        value = _read(field, given.get(field.name))
        if value is None and not partial:
            value = field.default
        if value in (None, "") and field.required and not (partial and field.is_secret):
            raise BadInput(f"{field.name} is missing: enter it.")
        if not field.is_secret:
            settings[field.name] = value
        elif value:
            secrets[field.name] = str(value)
    return {name: value for name, value in settings.items() if partial or value is not None}, secrets


def _read(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.kind is FieldKind.SWITCH:
        return _switch(field, value)
    if field.kind is FieldKind.LIST:
        return _list(field, value)
    text = str(value).strip()
    if len(text) > MAX_VALUE_CHARACTERS or _CONTROLS.search(text):
        raise BadInput(f"{field.name} is too long or holds a line break: copy it again.")
    if not text:
        return None
    if field.kind is FieldKind.NUMBER:
        if not text.isascii() or not text.isdecimal() or len(text) > 9:
            raise BadInput(f"{field.name} is a number: {text[:20]!r} is none.")
        return int(text)
    if field.kind is FieldKind.CHOICE and text not in field.choices:
        raise BadInput(f"{field.name} is one of {', '.join(field.choices)}.")
    return text


def _switch(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadInput(f"{field.name} is yes or no.")


def _list(field: Field, value: Any) -> list[str]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list) or len(items) > MOST_LIST_ITEMS:
        raise BadInput(f"{field.name} is a list of at most {MOST_LIST_ITEMS}, with commas between.")
    texts = [str(item).strip() for item in items]
    if any(len(text) > MAX_VALUE_CHARACTERS or _CONTROLS.search(text) for text in texts):
        raise BadInput(f"{field.name} holds an entry that is too long or has a line break.")
    return [text for text in texts if text]
