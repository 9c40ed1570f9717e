"""Runs a parser in a process of its own, so that a hostile file can neither hang nor swell this one.

`python -m serving.knowledge.parsers.isolation SUFFIX CHARSET` is that process: the file on stdin, JSON on
stdout.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from serving.knowledge.parsers.base import Block, BlockKind, BrokenDocument, ParsedDocument, Parser, Section
from serving.programs import end_program, start_program

# Not `serving.config`'s: what the other process imports is what it takes to start.
_PROJECT_ROOT = Path(__file__).resolve().parents[3]

MAX_SECONDS = 180
MAX_MEMORY_BYTES = 2_000_000_000
MAX_OUTPUT_BYTES = 64_000_000


async def parse(parser: Parser, content: bytes, *, charset: str | None = None) -> Sequence[ParsedDocument]:
    """Raises BrokenDocument, also for what takes too long or too much."""
    if len(content) < parser.isolated_from:
        return await asyncio.to_thread(parser.parse, content, charset=charset)
    process = await start_program(
        sys.executable,
        "-m",
        __name__,
        min(parser.suffixes),
        charset or "",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_PROJECT_ROOT,
        # No key of ours goes where a stranger's file is read.
        env={name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ},
        limit=MAX_OUTPUT_BYTES,
    )
    try:
        async with asyncio.timeout(MAX_SECONDS):
            output, _ = await process.communicate(content)
    except TimeoutError:
        raise BrokenDocument(f"took longer than {MAX_SECONDS} s to read: split it") from None
    finally:
        await end_program(process, patience_s=0.0)
    if process.returncode != 0 or len(output) > MAX_OUTPUT_BYTES:
        raise BrokenDocument(
            "needs more memory than a document may: split it, or save it again from its editor"
        )
    return _loaded(json.loads(output))


def _loaded(answer: Mapping[str, Any]) -> list[ParsedDocument]:
    if "broken" in answer:
        raise BrokenDocument(answer["broken"])
    return [
        ParsedDocument(**{**document, "sections": [_section(section) for section in document["sections"]]})
        for document in answer["documents"]
    ]


def _section(section: Mapping[str, Any]) -> Section:
    blocks = [Block(BlockKind(block["kind"]), block["text"]) for block in section["blocks"]]
    return Section(tuple(section["headings"]), section["page"], blocks)


def main() -> int:
    from serving.knowledge.parsers.registry import PARSERS

    _limit()
    parser = next(parser for parser in PARSERS if sys.argv[1] in parser.suffixes)
    try:
        documents = parser.parse(sys.stdin.buffer.read(), charset=sys.argv[2] or None)
        answer: dict[str, Any] = {"documents": [asdict(document) for document in documents]}
    except BrokenDocument as error:
        answer = {"broken": str(error)}
    except MemoryError:
        return 1
    except Exception as error:  # a parser's own fault; what it says may hold the document
        answer = {"broken": f"cannot be read ({type(error).__name__}): save it again from its editor"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit() -> None:
    # What counts on macOS and Windows is the time limit alone: they do not bound a process' memory.
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


if __name__ == "__main__":
    sys.exit(main())
