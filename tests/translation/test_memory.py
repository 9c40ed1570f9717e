from __future__ import annotations

from pathlib import Path

import pytest

from serving.db import Database
from serving.errors import BadInput
from serving.translation import repository
from serving.translation.exchange import import_folder, import_pairs, read_csv, read_tmx, write_csv, write_tmx
from serving.translation.keys import shape_key, source_key
from serving.translation.memory import TranslationMemory, Wanted
from serving.translation.models import Formality, Segment, SegmentStatus

ES = Wanted("en", "es")


async def add(database: Database, *pairs: tuple[str, str], origin: str = "test") -> None:
    async with database.write() as session:
        await import_pairs(session, pairs, source="en", target="es", origin=origin)


async def add_machine(database: Database, source: str, target: str, **fields: object) -> None:
    async with database.write() as session:
        session.add(
            Segment(
                **{
                    "source_locale": "en",
                    "target_locale": "es",
                    "source_key": source_key(source),
                    "shape_key": shape_key(source),
                    "source": source,
                    "target": target,
                    "formality": Formality.FORMAL,
                    "engine": "marian:x",
                    "glossary_version": "",
                    "status": SegmentStatus.MACHINE,
                    **fields,
                }
            )
        )
        await repository.count_up(session)


@pytest.fixture
def memory(database: Database) -> TranslationMemory:
    return TranslationMemory(database, refresh_s=0)


async def test_a_persons_words_are_found_whatever_the_white_space(
    database: Database, memory: TranslationMemory
) -> None:
    await add(database, ("Returns are free.", "Las devoluciones son gratuitas."))
    match = await memory.find("Returns  are\nfree.", ES)
    assert match is not None
    assert (match.text, match.kind, match.is_human, match.score) == (
        "Las devoluciones son gratuitas.",
        "exact",
        True,
        1.0,
    )


async def test_a_persons_segment_goes_before_a_machines(
    database: Database, memory: TranslationMemory
) -> None:
    await add_machine(database, "Returns are free.", "Los retornos son libres.", score=0.99)
    await add(database, ("Returns are free.", "Las devoluciones son gratuitas."))
    match = await memory.find("Returns are free.", ES)
    assert match is not None
    assert match.text == "Las devoluciones son gratuitas."


async def test_protected_values_of_the_text_take_the_places_of_the_segments(
    database: Database, memory: TranslationMemory
) -> None:
    await add(database, ("Order P-10482 costs EUR 20.", "El pedido P-10482 cuesta EUR 20."))
    match = await memory.find("order P-77 costs EUR 9.90", ES)
    assert match is not None
    assert (match.text, match.kind) == ("El pedido P-77 cuesta EUR 9.90.", "near")
    assert match.score < 1


@pytest.mark.parametrize(
    "other", ["It takes 4 days.", "Takes it 3 days?", "It takes 3 weeks.", "It takes 3 days?"]
)
async def test_other_numbers_words_or_a_question_are_another_text(
    database: Database, memory: TranslationMemory, other: str
) -> None:
    await add(database, ("It takes 3 days.", "Tarda 3 días."))
    assert await memory.find(other, ES) is None


async def test_a_segment_serves_the_way_back(database: Database, memory: TranslationMemory) -> None:
    await add(database, ("Returns are free.", "Las devoluciones son gratuitas."))
    match = await memory.find("Las devoluciones son gratuitas.", Wanted("es", "en"))
    assert match is not None
    assert (match.text, match.kind, match.is_human) == ("Returns are free.", "reverse", False)


async def test_a_machines_segment_counts_for_its_engine_glossary_and_formality_only(
    database: Database, memory: TranslationMemory
) -> None:
    await add_machine(database, "Hello", "Hola", glossary_version="g1")
    assert await memory.find("Hello", Wanted("en", "es", glossary_version="g1")) is not None
    assert await memory.find("Hello", Wanted("en", "es", glossary_version="g2")) is None
    other = Wanted("en", "es", glossary_version="g1", engines=frozenset({"marian:y"}))
    assert await memory.find("Hello", other) is None
    familiar = Wanted("en", "es", formality=Formality.FAMILIAR, glossary_version="g1")
    assert await memory.find("Hello", familiar) is None


async def test_what_a_machine_was_not_sure_of_is_not_used(
    database: Database, memory: TranslationMemory
) -> None:
    await add_machine(database, "Hello", "Adiós", status=SegmentStatus.MACHINE_UNSURE)
    assert await memory.find("Hello", ES) is None


async def test_an_edit_is_seen_at_once(database: Database, memory: TranslationMemory) -> None:
    await add(database, ("Hello", "Buenas"))
    assert await memory.find("Hello", ES) is not None
    async with database.write() as session:
        segment = (await repository.list_segments(session))[0]
        segment.target = "Hola"
        await repository.count_up(session)
    match = await memory.find("Hello", ES)
    assert match is not None
    assert match.text == "Hola"


async def test_similar_segments_are_proposed_with_their_likeness(
    database: Database, memory: TranslationMemory
) -> None:
    await add(database, ("It takes 3 days.", "Tarda 3 días."), ("Open a window.", "Abra una ventana."))
    similar = await memory.similar("It takes 4 days.", ES)
    assert [entry.target for entry, _ in similar] == ["Tarda 3 días."]
    assert 0.7 < similar[0][1] < 1


async def test_a_second_import_changes_nothing_and_a_shorter_one_takes_away(database: Database) -> None:
    pairs = [("One.", "Uno."), ("Two.", "Dos.")]
    async with database.write() as session:
        first = await import_pairs(session, pairs, source="en", target="es", origin="a")
        revision = await repository.revision(session)
        again = await import_pairs(session, pairs, source="en", target="es", origin="a")
        assert await repository.revision(session) == revision
        shorter = await import_pairs(session, pairs[:1], source="en", target="es", origin="a")
    assert (first.added, again.added, again.kept) == (2, 0, 2)
    assert (shorter.removed, shorter.kept) == (1, 1)


async def test_a_folder_is_imported_by_locale(database: Database, tmp_path: Path) -> None:
    for locale, target in (("es", "Sí."), ("de", "Ja.")):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "a.csv").write_text(f"source,target\nYes.,{target}\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("who wrote it", encoding="utf-8")
    assert await import_folder(database, tmp_path, source="en") == 2
    memory = TranslationMemory(database)
    match = await memory.find("Yes.", Wanted("en", "de"))
    assert match is not None
    assert match.text == "Ja."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a,b\n", "first line"),
        ("source,target\nonly one\n", "line 2"),
        ("source,target\nHello,\n", "neither empty"),
        ("source,target\nHello,Hola\nHello,Buenas\n", "another translation"),
        ('source,target\n"Hello,Hola\n', "not CSV"),
    ],
)
def test_a_broken_csv_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        read_csv(text, name="x.csv")


async def test_segments_leave_and_come_back_the_same(database: Database) -> None:
    pairs = [('He said "no", twice.', "Dijo «no», dos veces."), ("a < b & c", "a < b & c, ¿no?")]
    await add(database, *pairs)
    async with database.read() as session:
        segments = await repository.list_segments(session)
    assert sorted(read_csv(write_csv(segments), name="x")) == sorted(pairs)
    tmx = write_tmx(segments, source="en")
    assert sorted(read_tmx(tmx, name="x", source="en", target="es-ES")) == sorted(pairs)
    assert read_tmx(tmx, name="x", source="en", target="fr") == []


def test_a_tmx_that_expands_entities_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaa">]><tmx><body>&a;</body></tmx>'
    with pytest.raises(BadInput, match="not TMX"):
        read_tmx(bomb, name="x.tmx", source="en", target="es")


FRENCH = "Vraiment\u202f? Cela coûte 12,50\u00a0€."


def test_a_space_that_does_not_break_stays_where_it_is() -> None:
    read = read_csv(f'source,target\n"Really?  It costs 12.50.","{FRENCH}"\n', name="x")
    assert read == [("Really? It costs 12.50.", FRENCH)]


async def test_a_text_is_found_whichever_spaces_it_is_written_with(database: Database) -> None:
    async with database.write() as session:
        await import_pairs(session, [(FRENCH, "Really?")], source="fr", target="en", origin="x")
    match = await TranslationMemory(database).find("Vraiment ? Cela coûte 12,50 €.", Wanted("fr", "en"))
    assert match is not None
    assert (match.text, match.kind) == ("Really?", "exact")
