"""The segments of a document: its title, headings and sentences, as they are found, quoted and translated.

`python -m serving.knowledge.segments FILE...` lists them as the CSV that the translation memory reads, with
nothing in the column `target`.
"""

from __future__ import annotations

import asyncio
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from serving.knowledge.articles import HEADING_SEPARATOR, Article, make_article
from serving.knowledge.parsers.base import BrokenDocument
from serving.knowledge.parsers.isolation import parse
from serving.knowledge.parsers.registry import parser_for


def segments_of(article: Article) -> list[str]:
    """In reading order, each text once."""
    return list(dict.fromkeys(_segments(article)))


def _segments(article: Article) -> Iterator[str]:
    yield article.title
    for passage in article.passages:
        if passage.heading is not None:
            yield from passage.heading.split(HEADING_SEPARATOR)
        yield from passage.sentences


async def segments_of_file(path: Path) -> list[str]:
    """Raises BrokenDocument."""
    content = await asyncio.to_thread(path.read_bytes)
    documents = await parse(parser_for(path.name), content)
    articles = [make_article(document, name=path.name) for document in documents]
    return list(dict.fromkeys(segment for article in articles for segment in segments_of(article)))


async def _main(files: Sequence[str]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["source", "target"])
    for file in files:
        try:
            segments = await segments_of_file(Path(file))
        except (BrokenDocument, OSError) as error:
            sys.stderr.write(f"{file}: {error}\n")
            return 1
        writer.writerows([segment, ""] for segment in segments)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
