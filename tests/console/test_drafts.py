from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from serving.config import Settings
from serving.conversations.models import Author
from serving.knowledge.ingest import ingest_directory
from tests.gateway import Served, add_team, serve
from tests.knowledge.conftest import ARTICLES, RememberingEncoder


@pytest.fixture
async def served(
    make_settings: Callable[..., Settings],
    sqlite_url: str,
    encoder_path: Path,
    encoder: RememberingEncoder,
    tmp_path: Path,
) -> AsyncIterator[Served]:
    # Nobody listens there: the model is away.
    settings = make_settings(
        database_url=sqlite_url,
        encoder_path=encoder_path,
        data_dir=tmp_path / "data",
        llm_url="http://127.0.0.1:9/v1",
    )
    async with serve(settings) as running:
        await add_team(running.database)
        await ingest_directory(running.database, encoder, ARTICLES, source="shop")
        yield running


async def asked(served: Served, *texts: str) -> str:
    session = await served.session()
    headers = {"Authorization": f"Bearer {session['token']}"}
    for number, text in enumerate(texts):
        sent = await served.http.post(
            "/api/widget/web/messages", json={"text": text, "client_id": f"c{number}"}, headers=headers
        )
        assert sent.status_code == 202, sent.text
    conversation: str = session["conversation"]
    return conversation


async def draft(served: Served, conversation: str, *, email: str = "ana@example.com") -> Any:
    headers = await served.sign_in(email)
    return await served.http.post(f"/console/api/conversations/{conversation}/draft", headers=headers)


async def test_a_draft_quotes_the_documents_with_their_sources_and_is_not_sent(served: Served) -> None:
    conversation = await asked(served, "How long does standard shipping take?")
    drafted = (await draft(served, conversation)).json()
    assert "Standard shipping takes 3 to 5 working days." in drafted["text"]
    assert drafted["sources"][0]["title"] == "Shipping times and cost"
    assert drafted["style"] == "quoted"
    events = (await served.http.get(f"/console/api/conversations/{conversation}/events")).json()["events"]
    assert [event["author"] for event in events if event["kind"] == "message"] == ["customer"]


async def test_the_question_is_what_the_customer_said_last_whoever_spoke_since(served: Served) -> None:
    conversation = await asked(served, "hello", "How long does standard shipping take?")
    await served.append(conversation, "I am getting a person.", author=Author.BOT)
    assert "3 to 5 working days" in (await draft(served, conversation)).json()["text"]


async def test_a_question_before_the_last_words_is_answered_and_named(served: Served) -> None:
    conversation = await asked(served, "How long does standard shipping take?")
    await served.append(conversation, "Would you like to talk to one of us?", author=Author.BOT)
    headers = await served.sign_in("ana@example.com")
    await served.append(conversation, "My uncle votes for the walrus party", author=Author.CUSTOMER)
    path = f"/console/api/conversations/{conversation}/draft"
    drafted = (await served.http.post(path, headers=headers)).json()
    assert "3 to 5 working days" in drafted["text"]
    assert drafted["earlier"] == "How long does standard shipping take?"


async def test_where_nothing_answers_the_nearest_articles_are_named(served: Served) -> None:
    conversation = await asked(served, "Do you sell paint for walls?")
    drafted = (await draft(served, conversation)).json()
    assert drafted["text"] == ""
    assert len(drafted["nearest"]) == 3
    assert drafted["sources"] == []


async def test_a_viewer_drafts_nothing(served: Served) -> None:
    conversation = await asked(served, "How long does standard shipping take?")
    refused = await draft(served, conversation, email="vera@example.com")
    assert refused.status_code == 403
