"""`./parley inbox`: asks what an inbox needs and has it made beside the running platform."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from serving.cli.beside import run_beside
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.status import require_running

MODULE = "serving.inboxes.command"


def add(
    data: DataDirectory,
    channel: str,
    *,
    inbox_id: str | None,
    name: str | None,
    options: Iterable[str],
    secret_options: Iterable[str],
    ask: bool,
    as_json: bool,
) -> int:
    from serving.inboxes.registry import SETUPS

    require_running(data)
    if channel not in SETUPS:
        raise Refusal(f"There is no channel {channel!r}: there are {', '.join(SETUPS)}.")
    setup = SETUPS[channel]
    given = _given(options, secret_options)
    if ask:
        for field in setup.fields:
            if field.name not in given and (field.asked or field.required):
                given[field.name] = _ask(field)
    request = {
        "action": "add",
        "channel": channel,
        "inbox": inbox_id or channel.replace("_", "-"),
        "name": name or setup.title,
        "given": given,
    }
    return send(data, request, as_json=as_json)


def change(
    data: DataDirectory,
    inbox_id: str,
    *,
    name: str | None,
    options: Iterable[str],
    secret_options: Iterable[str],
    as_json: bool,
) -> int:
    given = _given(options, secret_options)
    return send(data, {"action": "set", "inbox": inbox_id, "name": name, "given": given}, as_json=as_json)


def send(data: DataDirectory, request: dict[str, Any], *, as_json: bool) -> int:
    return run_beside(data, MODULE, stdin=json.dumps({**request, "json": as_json}))


def _given(options: Iterable[str], secret_options: Iterable[str]) -> dict[str, Any]:
    given = dict(_pair(option, "--set") for option in options)
    return given | {name: _secret(name, place) for name, place in map(_secret_pair, secret_options)}


def _pair(option: str, of: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals or not name:
        raise Refusal(f"{of} takes FIELD=VALUE: {option.partition('=')[0]!r} has no value.")
    return name, value


def _secret_pair(option: str) -> tuple[str, str]:
    return _pair(option, "--secret")


def _secret(name: str, place: str) -> str:
    """From the environment or a file: everybody on the machine can read a command line."""
    kind, _, where = place.partition(":")
    if kind == "env":
        if where not in os.environ:
            raise Refusal(f"The environment has no {where}: set it, or leave {name} out and be asked.")
        return os.environ[where]
    if kind == "file":
        try:
            return Path(where).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Refusal(f"{where} cannot be read ({error.strerror}).") from error
    raise Refusal(f"A secret is given as {name}=env:VARIABLE or {name}=file:PATH, never itself.")


def _ask(field: Any) -> str:
    example = f", such as {field.example}" if field.example else ""
    optional = "" if field.required else "; empty for none"
    answer: str = typer.prompt(
        f"{field.name}{example}{optional}",
        default=None if field.required else "",
        hide_input=field.is_secret,
        show_default=False,
    )
    return answer
