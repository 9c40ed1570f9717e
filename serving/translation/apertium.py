"""Apertium, where it is installed: one pipe a direction, kept open and flushed with NUL after each text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError

from serving.programs import end_program, start_program
from serving.translation.base import (
    Capabilities,
    EngineHealth,
    EngineUnavailable,
    Translation,
    TranslationRequest,
)

MODES = Path("/usr/share/apertium/modes")
# The shell of a mode's pipe; modes are written for it.
SHELL = "/bin/bash"
READ_LIMIT = 1 << 20
STOP_TIMEOUT_S = 2.0
_PROGRAM = re.compile(
    r"(^|\|\s*)(lt-proc|apertium-tagger|apertium-pretransfer|apertium-transfer|apertium-interchunk"
    r"|apertium-postchunk|apertium-anaphora|lrx-proc|lsx-proc|cg-proc|rtx-proc)\b"
)
# What the stream format uses itself.
_RESERVED = re.compile(r"[\[\]{}^$@\\/<>]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# `*word` is not in the dictionary; `@` and `#` before one say that a rule did not know it.
_UNKNOWN = re.compile(r"(?<!\\)[*#@](?=\w)")
_WORD = re.compile(r"\w+")


class ApertiumEngine:
    """Rules and dictionaries: a gist. The confidence is the share of words that it knew."""

    name = "apertium"

    def __init__(self, modes: Path = MODES, *, may_face_customers: bool = False) -> None:
        self._modes = find_modes(modes)
        self._pipes: dict[tuple[str, str], _Pipe] = {}
        self._may_face_customers = may_face_customers

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        return sorted(self._modes)

    def supports(self, source: str, target: str) -> bool:
        return (source, target) in self._modes

    def capabilities(self) -> Capabilities:
        return Capabilities(
            licence="GPL-2.0 or later",
            may_face_customers=self._may_face_customers,
            masks=("word", "raw"),
            threshold=0.7,
            unit="sentence",
        )

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        pair = (batch[0].source, batch[0].target)
        if pair not in self._pipes:
            self._pipes[pair] = _Pipe(self._modes[pair])
        pipe = self._pipes[pair]
        try:
            async with asyncio.timeout(deadline_s):
                return [_translation(await pipe.send(_escaped(request.text))) for request in batch]
        except TimeoutError as error:
            raise EngineUnavailable(f"Apertium did not finish within {deadline_s:.1f} s.") from error

    async def health(self) -> EngineHealth:
        names = ", ".join(f"{source}-{target}" for source, target in self.pairs)
        return EngineHealth(ok=bool(self._modes), detail=names or "no pair is installed")

    async def close(self) -> None:
        for pipe in self._pipes.values():
            await pipe.close()
        self._pipes.clear()


class _Pipe:
    """One text at a time. Who goes away in between leaves an answer behind, so the pipe is made anew."""

    def __init__(self, mode: Path) -> None:
        self._command = _null_flushed(mode)
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def send(self, text: str) -> str:
        async with self._turn:
            finished = False
            try:
                process = await self._started()
                assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
                process.stdin.write(text.encode() + b"\0")
                await process.stdin.drain()
                answer = await process.stdout.readuntil(b"\0")
                finished = True
                return answer[:-1].decode(errors="replace")
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
                raise EngineUnavailable(f"Apertium's pipe broke ({type(error).__name__}).") from error
            finally:
                if not finished:
                    await self.close()

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await start_program(
                SHELL,
                "-c",
                self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=READ_LIMIT,
            )
        return self._process

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await end_program(process, patience_s=STOP_TIMEOUT_S)


def find_modes(folder: Path) -> Mapping[tuple[str, str], Path]:
    """`spa-eng.mode` by (es, en). Of a language's varieties, the plain one."""
    found: dict[tuple[str, str], Path] = {}
    for mode in sorted(folder.glob("*-*.mode"), key=lambda path: -len(path.name)):
        source, _, target = mode.stem.partition("-")
        try:
            pair = (Locale.parse(source).language, Locale.parse(target.split("_")[0]).language)
        except (UnknownLocaleError, ValueError):
            continue
        found[pair] = mode
    return found


def _null_flushed(mode: Path) -> str:
    command = mode.read_text(encoding="utf-8").strip()
    command = command.replace("$1", "-g").replace("$2", "")
    return _PROGRAM.sub(r"\1\2 -z", command)


def _escaped(text: str) -> str:
    """The empty blank at the end closes the sentence where no full stop does."""
    return _RESERVED.sub(lambda match: "\\" + match.group(), text.replace("\0", " ")) + "[]"


def _translation(answer: str) -> Translation:
    text = answer.strip().removesuffix("[]")
    unknown = len(_UNKNOWN.findall(text))
    plain = _ESCAPED.sub(r"\1", _UNKNOWN.sub("", text))
    words = max(1, len(_WORD.findall(plain)))
    return Translation(plain, round(1 - min(unknown, words) / words, 3))
