"""The real conversion and decoding, on the Marian model that the project trains for it."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serving.db import Database
from serving.errors import BadInput
from serving.translation.base import EngineUnavailable, TranslationRequest, TranslationStatus
from serving.translation.examine import best_styles, calibrate, probe_masks
from serving.translation.exchange import read_csv
from serving.translation.marian import Card, MarianEngine, find_models
from tests.translation.conftest import FIXTURE, MODEL_PYTHON
from tests.translation.messages import values
from tests.translation.support import TO_CUSTOMER, assert_unharmed, translator

TEMPLATES = ("Your order {} is on its way.", "Where is my order {}?", "Please write to {}.", "Hello {}!")


@pytest.fixture
async def marian(marian_folder: Path) -> AsyncIterator[MarianEngine]:
    engine = MarianEngine(marian_folder)
    yield engine
    await engine.close()


async def test_it_translates_into_each_of_its_targets(marian: MarianEngine) -> None:
    for target, expected in (
        ("es", "Su pedido ⟦0⟧ está en camino."),
        ("de", "Ihre Bestellung ⟦0⟧ ist unterwegs."),
    ):
        request = TranslationRequest("Your order ⟦0⟧ is on its way.", "en", target)
        [answer] = await marian.translate([request], deadline_s=30)
        assert answer.text == expected
        assert answer.confidence is not None
        assert answer.confidence > 0.9
    assert marian.supports("en", "de")
    assert not marian.supports("de", "en")


async def test_a_batch_is_answered_in_order(marian: MarianEngine) -> None:
    texts = [template.format("⟦3⟧") for template in TEMPLATES]
    batch = [TranslationRequest(text, "en", "es") for text in texts]
    together = await marian.translate(batch, deadline_s=30)
    alone = [(await marian.translate([request], deadline_s=30))[0] for request in batch]
    assert [answer.text for answer in together] == [answer.text for answer in alone]


async def test_what_it_does_not_know_it_is_not_sure_of(marian: MarianEngine) -> None:
    known = TranslationRequest("Your order ⟦0⟧ is on its way.", "en", "es")
    unknown = TranslationRequest("My grandmother's violin needs new strings by Tuesday.", "en", "es")
    sure, unsure = await marian.translate([known, unknown], deadline_s=30)
    assert sure.confidence is not None
    assert unsure.confidence is not None
    assert unsure.confidence < 0.6 < sure.confidence


async def test_a_sentence_beyond_its_positions_is_left_to_others(marian: MarianEngine) -> None:
    [answer] = await marian.translate([TranslationRequest("order " * 400, "en", "es")], deadline_s=30)
    assert answer.text == ""


async def test_it_never_takes_longer_than_it_may(marian: MarianEngine) -> None:
    with pytest.raises(EngineUnavailable):
        await marian.translate([TranslationRequest("Hello ⟦0⟧!", "en", "es")], deadline_s=0.0)


async def test_the_probe_finds_the_masks_that_it_was_trained_with(marian: MarianEngine) -> None:
    kept = await probe_masks(marian, source="en", target="es")
    count, of = kept["white-brackets"]
    assert count > of / 2
    assert kept["tag"][0] == 0
    assert best_styles(kept) == ["white-brackets", "raw"]


async def test_a_threshold_is_found_between_what_it_knows_and_what_it_does_not(
    marian: MarianEngine,
) -> None:
    samples = Path(__file__).parents[2] / "samples" / "translations" / "es"
    pairs = [
        pair
        for file in sorted(samples.glob("*.csv"))
        for pair in read_csv(file.read_text(encoding="utf-8"), name=file.name)
    ]
    found = await calibrate(marian, pairs, source="en", target="es")
    assert 0.3 < found.threshold <= 1.0
    assert found.good >= 0.9
    assert found.chrf is not None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from(TEMPLATES), values), min_size=1, max_size=3))
async def test_values_come_through_the_model_or_the_text_stays(
    marian: MarianEngine, sqlite_url: str, said: list[tuple[str, str]]
) -> None:
    text = " ".join(template.format(value) for template, value in said)
    database = Database.connect(sqlite_url)
    answer = await translator(database, marian).translate(text, TO_CUSTOMER)
    await database.close()
    assert_unharmed(answer, text)


async def test_an_order_number_comes_through_the_whole_layer(
    marian: MarianEngine, database: Database
) -> None:
    text = "Your order P-10482 is on its way. Please write to help@lumen.example."
    answer = await translator(database, marian).translate(text, TO_CUSTOMER)
    assert answer.text == "Su pedido P-10482 está en camino. Por favor, escriba a help@lumen.example."
    assert answer.status is TranslationStatus.MACHINE


def test_only_whole_marian_models_are_taken(marian_folder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "vocab.json", "source.spm"):
        (tmp_path / name).write_bytes((FIXTURE / name).read_bytes())
    command = [str(MODEL_PYTHON), "-m", "serving.translation.convert", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "has no target.spm" in done.stderr


def test_models_are_found_by_their_cards(marian_folder: Path, tmp_path: Path) -> None:
    assert find_models(marian_folder.parent) == [marian_folder]
    assert find_models(tmp_path / "nowhere") == []
    with pytest.raises(BadInput, match="translate add"):
        Card.read(tmp_path)
