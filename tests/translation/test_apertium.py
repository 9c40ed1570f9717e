"""Apertium for real, where it is installed with its English-Spanish pair."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings

from serving.db import Database
from serving.translation.apertium import MODES, ApertiumEngine
from serving.translation.base import Audience, EngineUnavailable, TranslationRequest, TranslationStatus
from serving.translation.service import Order
from tests.translation.messages import messages
from tests.translation.support import assert_unharmed, translator

pytestmark = pytest.mark.skipif(
    not (MODES / "eng-spa.mode").is_file(),
    reason="Apertium is not installed: apt-get install apertium apertium-eng-spa",
)
TO_OPERATOR = Order("en", "es", Audience.OPERATOR)


@pytest.fixture
async def apertium() -> AsyncIterator[ApertiumEngine]:
    engine = ApertiumEngine()
    yield engine
    await engine.close()


def _asked(*texts: str) -> list[TranslationRequest]:
    return [TranslationRequest(text, "es", "en") for text in texts]


async def test_a_pipe_stays_open_and_gives_a_gist(apertium: ApertiumEngine) -> None:
    assert apertium.supports("es", "en")
    assert not apertium.supports("es", "de")
    first = await apertium.translate(_asked("Quiero devolver la lámpara"), deadline_s=30)
    pipe = apertium._pipes["es", "en"]._process
    again = await apertium.translate(_asked("Quiero devolver la lámpara", "Hola"), deadline_s=30)
    assert first[0].text == again[0].text == "I want to give the lamp"
    assert again[1].text == "Hello"
    assert apertium._pipes["es", "en"]._process is pipe


async def test_signs_of_the_stream_format_are_only_text(apertium: ApertiumEngine) -> None:
    [answer] = await apertium.translate(_asked("Hola [a] {b} ^c$ @d \\ /e/ <f>"), deadline_s=30)
    for sign in ("[", "]", "{", "}", "^", "$", "@", "\\", "<", ">"):
        assert sign in answer.text


async def test_words_that_it_does_not_know_lower_its_confidence(apertium: ApertiumEngine) -> None:
    sure, unsure = await apertium.translate(
        _asked("La casa es grande", "Xyzzy plugh frobnicate"), deadline_s=30
    )
    assert sure.confidence == 1.0
    assert unsure.confidence is not None
    assert unsure.confidence < 0.5


async def test_a_pipe_that_was_given_up_is_made_anew(apertium: ApertiumEngine) -> None:
    with pytest.raises(EngineUnavailable):
        await apertium.translate(_asked("Hola"), deadline_s=0.0)
    [answer] = await apertium.translate(_asked("Adiós"), deadline_s=30)
    assert "oodbye" in answer.text or "ye" in answer.text


async def test_it_serves_operators_and_customers_only_where_an_admin_says_so(database: Database) -> None:
    for customers in (False, True):
        engine = ApertiumEngine(may_face_customers=customers)
        order = Order("es", "en", Audience.CUSTOMER)
        answer = await translator(database, engine).translate("La casa es grande", order)
        assert (answer.status is not TranslationStatus.UNTRANSLATED) == customers
        await engine.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=messages())
async def test_values_come_through_or_the_text_stays(
    apertium: ApertiumEngine, sqlite_url: str, text: str
) -> None:
    database = Database.connect(sqlite_url)
    answer = await translator(database, apertium).translate(text, TO_OPERATOR)
    await database.close()
    if answer.status is TranslationStatus.MACHINE:
        assert_unharmed(answer, text)
