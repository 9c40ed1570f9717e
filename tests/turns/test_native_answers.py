"""A question in another native language, from the channel to the timeline: real retrieval, real segments."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT
from serving.conversations.models import Author, Kind
from serving.knowledge.encoder import MiniLmEncoder
from serving.knowledge.index import search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.localized.answers import LocalizedAnswers
from serving.knowledge.localized.retrieval import LocalizedRetriever
from serving.translation.exchange import import_folder
from tests.turns.support import ScriptedAnswers, Stage, look_up

SAMPLES = PROJECT_ROOT / "samples"


@pytest.fixture
async def native(stage: Stage, tmp_path: Path) -> Stage:
    """Two articles in five languages, and a dialogue manager that looks every question up."""
    encoder = MiniLmEncoder(
        Path(os.environ.get("PARLEY_ENCODER_PATH", PROJECT_ROOT / ".parley" / "models" / "minilm"))
    )
    for name in ("shipping.md", "tracking.md"):
        shutil.copy(SAMPLES / "articles" / name, tmp_path)
    await ingest_directory(stage.database, encoder, tmp_path, source="shop")
    await import_folder(stage.database, SAMPLES / "translations", source="en")
    retriever = LocalizedRetriever(
        stage.database, encoder, search_index(stage.database.dialect), locales=stage.settings.native
    )
    stage.answers = LocalizedAnswers(retriever, ScriptedAnswers())
    stage.script(look_up)
    return stage


async def test_a_spanish_question_is_answered_in_spanish_with_a_citation(native: Stage) -> None:
    conversation_id = await native.answer("¿Cuánto tarda el envío estándar?")
    [reply] = [
        event for event in await native.events(conversation_id, Kind.MESSAGE) if event.author is Author.BOT
    ]
    assert "El envío estándar tarda entre 3 y 5 días laborables." in (reply.text or "")
    [source, *_] = reply.payload["sources"]
    assert source["title"] == "Plazos y gastos de envío"
    assert source["original"].startswith("Standard shipping takes 3 to 5 working days.")
    assert source["url"].endswith("/help/shipping")
    assert reply.payload["locale"] == "es"


async def test_an_arabic_question_is_answered_in_arabic_with_its_numbers_as_they_are(native: Stage) -> None:
    conversation_id = await native.answer("كيف تبدأ أرقام الطلبات، مثل P-10482؟")
    [reply] = [
        event for event in await native.events(conversation_id, Kind.MESSAGE) if event.author is Author.BOT
    ]
    assert "تبدأ أرقام الطلبات بالرمز «P-»" in (reply.text or "")
    assert not re.search("[\u200e\u200f\u202a-\u202e]", reply.text or "")
    assert reply.payload["locale"] == "ar"
