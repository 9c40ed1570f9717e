"""`./parley ingest PLACE...`: documents into the knowledge of the running platform."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from serving.cli.beside import run_beside
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.status import require_running
from serving.knowledge.languages import is_language_tag

MODULE = "serving.knowledge.command"


def ingest(
    data: DataDirectory,
    places: Sequence[str],
    *,
    source: str | None,
    inboxes: Sequence[str] | None,
    every_inbox: bool,
    locale: str | None = None,
) -> int:
    """The exit status of `serving.knowledge.command`: 1 when a document failed, 2 when a place did."""
    for place in places:
        if not _is_address(place) and not Path(place).exists():
            raise Refusal(
                f"There is no {place!r}: name folders, files, or addresses that begin with https://."
            )
    if source is not None and len(places) != 1:
        raise Refusal("--source names one source: ingest the places one by one.")
    if inboxes and every_inbox:
        raise Refusal("--inbox and --every-inbox contradict each other: give one of them.")
    if locale and not is_language_tag(locale):
        raise Refusal(f"{locale!r} is no language: give a tag such as es or pt-BR.")
    require_running(data)
    named = ["--source", source] if source is not None else []
    shown = [argument for inbox in inboxes or () for argument in ("--inbox", inbox)]
    shown += ["--every-inbox"] if every_inbox else []
    shown += ["--locale", locale] if locale is not None else []
    # The command runs in the project's root, wherever this one was called.
    where = [place if _is_address(place) else str(Path(place).resolve()) for place in places]
    return run_beside(data, MODULE, *named, *shown, "--", *where)


def ingest_again(data: DataDirectory) -> int:
    require_running(data)
    return run_beside(data, MODULE, "--again")


def list_sources(data: DataDirectory) -> int:
    return run_beside(data, MODULE, "--list")


def remove_source(data: DataDirectory, source: str) -> int:
    return run_beside(data, MODULE, f"--remove={source}")


def _is_address(place: str) -> bool:
    return urlsplit(place).scheme in {"http", "https"}
