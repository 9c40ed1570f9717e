"""Fitting a message into what a channel can show: long texts are split, buttons become numbered choices,
cards paragraphs with their choices below, citations a short list of links, files that a channel does not take
a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from serving.channels.base import Capabilities, Part
from serving.channels.models import Media
from serving.conversations.cards import Choices, choices, told

MOST_SOURCES = 3
_PIECES = re.compile(r"[^\n.!?؟。]*[\n.!?؟。]+\s*|[^\n.!?؟。]+$")
_NUMBER = re.compile(r"\W*(\d{1,3})\W*")

Measure = Callable[[str], int]


def parts(
    text: str,
    payload: Mapping[str, Any],
    capabilities: Capabilities,
    *,
    files: Sequence[Media] = (),
    link: Callable[[Media], str] = lambda file: file.name,
    base_url: str = "",
    hint: str = "",
) -> list[Part]:
    """`link` gives a file's address, `base_url` what relative sources are relative to, `hint` the words
    that ask for a number. The same message gives the same parts each time."""
    shown = [file for file in files if capabilities.takes_file(file.mime, file.bytes or 0)]
    links = [f"{file.name}: {link(file)}" for file in files if file not in shown]
    body = "\n\n".join(filter(None, [text, *told(payload), "\n".join(links), sources(payload, base_url)]))
    if capabilities.together:
        return _together(body, payload, capabilities, files=shown, hint=hint)
    sent = [Part(file=file) for file in shown]
    buttons = choices(payload)
    if not body.strip() and not buttons:
        return sent
    if buttons and fits(buttons, capabilities):
        return [*sent, *_with_buttons(body, buttons, capabilities)]
    if buttons:
        return [*sent, *map(Part, _with_numbers(body, buttons, capabilities, hint))]
    return [*sent, *map(Part, split(body, capabilities.max_characters, capabilities.measure))]


def _together(
    body: str, payload: Mapping[str, Any], capabilities: Capabilities, *, files: Sequence[Media], hint: str
) -> list[Part]:
    buttons = choices(payload)
    texts = _with_numbers(body, buttons, capabilities, hint if buttons else "")
    texts = texts or [""]
    return [Part(text=texts[0], files=tuple(files)), *map(Part, texts[1:])]


def fits(buttons: Choices, capabilities: Capabilities) -> bool:
    """Titles that are the same could not be told apart, and some providers refuse them."""
    limits = capabilities.buttons
    if limits is None or len(buttons) > limits.most:
        return False
    if len({button["title"] for button in buttons}) < len(buttons):
        return False
    return all(
        0 < len(button["title"]) <= limits.title_characters
        and len(button["payload"].encode()) <= limits.payload_bytes
        for button in buttons
    )


def chosen(text: str, payload: Mapping[str, Any], capabilities: Capabilities) -> Mapping[str, str] | None:
    """The button that a number means, if these choices were shown as numbers."""
    buttons = choices(payload)
    found = _NUMBER.fullmatch(text.strip())
    if not buttons or found is None or fits(buttons, capabilities):
        return None
    number = int(found[1])
    return buttons[number - 1] if 1 <= number <= len(buttons) else None


def sources(payload: Mapping[str, Any], base_url: str) -> str:
    lines = [
        " ".join(filter(None, (source.get("title"), _absolute(source.get("url"), base_url))))
        for source in payload.get("sources") or ()
    ]
    return "\n".join(f"• {line}" for line in list(dict.fromkeys(filter(None, lines)))[:MOST_SOURCES])


def _absolute(url: str | None, base_url: str) -> str | None:
    return urljoin(f"{base_url.rstrip('/')}/", url) if url and base_url else url


def _with_buttons(body: str, buttons: Choices, capabilities: Capabilities) -> list[Part]:
    """The buttons stand below the last words."""
    limit, measure = capabilities.max_characters, capabilities.measure
    *before, last = split(body, limit, measure)
    shortest = capabilities.buttons.text_characters if capabilities.buttons is not None else None
    if shortest is not None and measure(last) > shortest:
        *more, last = split(last, shortest, measure)
        before += more
    return [*map(Part, before), Part(text=last, buttons=tuple(buttons))]


def _with_numbers(body: str, buttons: Choices, capabilities: Capabilities, hint: str) -> list[str]:
    lines = [f"{number}. {button['title']}" for number, button in enumerate(buttons, 1)]
    limit, measure = capabilities.max_characters, capabilities.measure
    # A choice is never torn from its number, so the list is put together line by line.
    texts = split(body, limit, measure) if body.strip() else []
    for line in [*lines, *filter(None, [hint])]:
        joined = f"{texts[-1]}\n{line}" if texts else line
        if texts and measure(joined) <= limit:
            texts[-1] = joined
        else:
            texts += split(line, limit, measure)
    return texts


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8_bytes(text: str) -> int:
    return len(text.encode())


def split(text: str, limit: int, measure: Measure = len) -> list[str]:
    """Parts of at most `limit`, cut between sentences where there are any, else between words."""
    if measure(text) <= limit:
        return [text]
    cut: list[str] = []
    current = ""
    for piece in _pieces(text, limit, measure):
        if measure((current + piece).strip()) > limit:
            cut.append(current.strip())
            current = ""
        current += piece
    cut.append(current.strip())
    return [part for part in cut if part]


def _pieces(text: str, limit: int, measure: Measure) -> Iterator[str]:
    for sentence in _PIECES.findall(text):
        if measure(sentence) <= limit:
            yield sentence
            continue
        for word in re.findall(r"\S+\s*|\s+", sentence):
            yield from [word] if measure(word) <= limit else _slices(word, limit, measure)


def _slices(word: str, limit: int, measure: Measure) -> Iterator[str]:
    current = ""
    for character in word:
        if measure(current + character) > limit:
            yield current
            current = ""
        current += character
    yield current
