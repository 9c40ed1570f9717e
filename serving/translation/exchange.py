"""Segments in and out: CSV (`source,target`, UTF-8) and TMX 1.4."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import Database, now
from serving.errors import BadInput
from serving.translation import repository
from serving.translation.base import language
from serving.translation.keys import shape_key, source_key, tidied
from serving.translation.models import Formality, Segment, SegmentStatus

HEADER = ["source", "target"]
MAX_PAIRS = 100_000
MAX_CHARACTERS = 10_000
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BATCH = 500

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many segments were new, changed, taken away and left alone (as they were, or edited since)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0


def read_csv(text: str, *, name: str) -> list[Pair]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(rows, None)
        if header != HEADER:
            raise BadInput(f"{name} begins with {header!r}: its first line must be `source,target`.")
        return _checked(((row, rows.line_num) for row in rows if row), name)
    except csv.Error as error:
        raise BadInput(f"{name}, line {rows.line_num}, is not CSV: {error}.") from error


def _checked(rows: Iterable[tuple[Sequence[str], int]], name: str) -> list[Pair]:
    pairs: dict[str, Pair] = {}
    for row, number in rows:
        if len(row) != 2 or not row[0].strip() or not row[1].strip():
            raise BadInput(f"{name}, line {number}: it needs a source and a target, neither empty.")
        if max(map(len, row)) > MAX_CHARACTERS:
            raise BadInput(f"{name}, line {number}: at most {MAX_CHARACTERS} characters are taken.")
        source, target = tidied(row[0]), tidied(row[1])
        known = pairs.setdefault(source_key(source), (source, target))
        if known[1] != target:
            raise BadInput(f"{name}, line {number}: this source has another translation above.")
    if len(pairs) > MAX_PAIRS:
        raise BadInput(f"{name} has {len(pairs)} segments, at most {MAX_PAIRS} are taken at once: split it.")
    return list(pairs.values())


def write_csv(segments: Iterable[Segment]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((segment.source, segment.target) for segment in segments)
    return out.getvalue()


def read_tmx(text: str | bytes, *, name: str, source: str, target: str) -> list[Pair]:
    """The pairs of these two languages. Units without one of them are passed over."""
    try:
        root = fromstring(text, forbid_dtd=False)
    except (ParseError, DefusedXmlException) as error:
        raise BadInput(f"{name} is not TMX: {error}.") from error
    if root.tag != "tmx":
        raise BadInput(f"{name} is not TMX: its root is {root.tag!r}.")
    return _checked(_units(root, language(source), language(target)), name)


def _units(root: Element, source: str, target: str) -> Iterator[tuple[Sequence[str], int]]:
    for number, unit in enumerate(root.iter("tu"), start=1):
        variants: dict[str, str] = {}
        for variant in unit.iter("tuv"):
            words = variant.find("seg")
            locale = variant.get(_XML_LANG) or variant.get("lang") or ""
            if words is not None:
                variants.setdefault(language(locale), "".join(words.itertext()))
        if variants.get(source, "").strip() and variants.get(target, "").strip():
            yield (variants[source], variants[target]), number


def write_tmx(segments: Iterable[Segment], *, source: str) -> bytes:
    root = Element("tmx", version="1.4")
    SubElement(
        root,
        "header",
        {
            "creationtool": "Parley",
            "creationtoolversion": "1",
            "segtype": "sentence",
            "o-tmf": "Parley",
            "adminlang": "en",
            "srclang": source,
            "datatype": "plaintext",
        },
    )
    body = SubElement(root, "body")
    for segment in segments:
        unit = SubElement(body, "tu")
        for locale, words in (
            (segment.source_locale, segment.source),
            (segment.target_locale, segment.target),
        ):
            variant = SubElement(unit, "tuv", {"xml:lang": locale})
            SubElement(variant, "seg").text = words
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


async def import_pairs(
    session: AsyncSession,
    pairs: Sequence[Pair],
    *,
    source: str,
    target: str,
    origin: str,
    formality: Formality = Formality.FORMAL,
) -> Imported:
    """As segments of people. `origin` comes again: what it no longer holds goes, what was edited stays."""
    known = await _known(session, source=source, target=target, formality=formality)
    wanted = {source_key(text): (text, translation) for text, translation in pairs}
    added = changed = kept = 0
    for key, (text, translation) in wanted.items():
        segment = known.get(key)
        if segment is None:
            session.add(
                Segment(
                    source_locale=source,
                    target_locale=target,
                    source_key=key,
                    shape_key=shape_key(text),
                    source=text,
                    target=translation,
                    formality=formality,
                    status=SegmentStatus.HUMAN,
                    origin=origin,
                )
            )
            added += 1
        elif segment.target == translation or segment.reviewed_by is not None:
            kept += 1
        else:
            segment.target, segment.origin, segment.updated_at = translation, origin, now()
            changed += 1
    gone = [
        segment.id
        for key, segment in known.items()
        if key not in wanted and segment.origin == origin and segment.reviewed_by is None
    ]
    for begin in range(0, len(gone), _BATCH):
        await session.execute(delete(Segment).where(Segment.id.in_(gone[begin : begin + _BATCH])))
    if added or changed or gone:
        await session.flush()
        await repository.count_up(session)
    return Imported(added=added, changed=changed, removed=len(gone), kept=kept)


async def _known(
    session: AsyncSession, *, source: str, target: str, formality: Formality
) -> dict[str, Segment]:
    """The people's segments of this pair."""
    segments = await session.scalars(
        select(Segment).where(
            Segment.source_locale == source,
            Segment.target_locale == target,
            Segment.formality == formality,
            Segment.engine == "",
            Segment.glossary_version == "",
        )
    )
    return {segment.source_key: segment for segment in segments}


async def import_folder(database: Database, folder: Path, *, source: str) -> int:
    """`<locale>/*.csv` under the folder, as segments of people. Returns how many there are.

    Where two files translate one sentence, the first one's words count.
    """
    total = 0
    for locale, pairs in await asyncio.to_thread(_read_folder, folder):
        async with database.write() as session:
            await import_pairs(session, pairs, source=source, target=locale, origin=f"{folder.name}/{locale}")
        total += len(pairs)
    return total


def _read_folder(folder: Path) -> list[tuple[str, list[Pair]]]:
    found: list[tuple[str, list[Pair]]] = []
    for place in sorted(folder.iterdir()):
        pairs: dict[str, Pair] = {}
        for file in sorted(place.glob("*.csv")):
            for pair in read_csv(file.read_text(encoding="utf-8"), name=f"{place.name}/{file.name}"):
                pairs.setdefault(pair[0], pair)
        if pairs:
            found.append((place.name, list(pairs.values())))
    return found
