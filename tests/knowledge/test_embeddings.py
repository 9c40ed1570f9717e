from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from serving.config import Settings
from serving.db import Database
from serving.knowledge.embeddings import BATCH, EmbeddingsUnavailable, EndpointEncoder, build_encoder
from serving.knowledge.encoder import EncoderMissing, MiniLmEncoder
from serving.knowledge.index import EncoderChanged, search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.retrieval import Retriever
from tests.llm.support import canned_server, http_response

TEXTS = ["how long does shipping take?", "It takes 3 days.", ""]


@asynccontextmanager
async def serving(minilm: MiniLmEncoder, *, dimensions: int = 384) -> AsyncIterator[EndpointEncoder]:
    """A server with MiniLM behind OpenAI's endpoint, its vectors cut to `dimensions` and out of order."""

    def respond(body: bytes) -> bytes:
        vectors = 3 * minilm._encode(json.loads(body)["input"])[:, :dimensions]
        data = [
            {"object": "embedding", "index": index, "embedding": vector.tolist()}
            for index, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        reply = {"object": "list", "model": "m", "data": data[::-1], "usage": usage}
        return http_response("200 OK", json.dumps(reply).encode())

    async with canned_server(respond) as url:
        encoder = EndpointEncoder(url, f"minilm-{dimensions}")
        try:
            yield encoder
        finally:
            await encoder.close()


async def test_a_server_gives_the_same_vectors_as_the_encoder_behind_it(minilm: MiniLmEncoder) -> None:
    texts = [*TEXTS[:2], *(f"text number {number}" for number in range(BATCH))]
    async with serving(minilm) as encoder:
        assert np.allclose(await encoder.encode(texts), await minilm.encode(texts), atol=1e-3)
        assert np.allclose(np.linalg.norm(await encoder.encode(TEXTS), axis=1), 1, atol=1e-4)


async def test_what_names_a_person_does_not_leave_the_machine() -> None:
    told: list[str] = []

    def respond(body: bytes) -> bytes:
        told.extend(json.loads(body)["input"])
        data = [{"object": "embedding", "index": 0, "embedding": [1.0, 0.0]}]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return http_response(
            "200 OK", json.dumps({"object": "list", "model": "m", "data": data, "usage": usage}).encode()
        )

    async with canned_server(respond) as url:
        encoder = EndpointEncoder(url, "m")
        await encoder.encode(["I paid with 4111 1111 1111 1111, write to ann@example.com please"])
        await encoder.close()
    [text] = told
    assert "4111" not in text
    assert "ann@" not in text
    assert text.startswith("I paid with ")


async def test_documents_are_found_by_a_servers_vectors(
    database: Database, minilm: MiniLmEncoder, write_articles: Callable[..., Path]
) -> None:
    folder = write_articles(a="# Shipping\n\nParcels take three days.", b="# Shop\n\nIt is open on Mondays.")
    async with serving(minilm) as encoder:
        await ingest_directory(database, encoder, folder, source="s")
        found = await Retriever(database, encoder, search_index(database.dialect)).retrieve(
            "how long is delivery", inbox_id="web"
        )
    assert found.sentences[0].text == "Parcels take three days."


@pytest.mark.parametrize("dimensions", [128, 384])
async def test_another_model_is_named_until_the_documents_are_encoded_again(
    database: Database, minilm: MiniLmEncoder, write_articles: Callable[..., Path], dimensions: int
) -> None:
    """Vectors of as many dimensions compare without an error, and mean nothing to each other."""
    folder = write_articles(a="# Shipping\n\nParcels take three days.")
    await ingest_directory(database, minilm, folder, source="s")
    async with serving(minilm, dimensions=dimensions) as encoder:
        retriever = Retriever(database, encoder, search_index(database.dialect))
        with pytest.raises(EncoderChanged, match=r"another encoder.*ingest the documents again"):
            await retriever.retrieve("how long is delivery", inbox_id="web")
        report = await ingest_directory(database, encoder, folder, source="s")
        assert len(report.replaced) == 1
        assert (await retriever.retrieve("how long is delivery", inbox_id="web")).passages


async def test_what_another_model_encoded_goes_where_it_cannot_be_read_again(
    database: Database, minilm: MiniLmEncoder, write_articles: Callable[..., Path]
) -> None:
    folder = write_articles(a="# Shipping\n\nParcels take three days.", b="# Shop\n\nIt is open on Mondays.")
    await ingest_directory(database, minilm, folder, source="s")
    async with serving(minilm, dimensions=128) as encoder:
        report = await ingest_directory(database, encoder, write_articles(b=b"\xff"), source="s")
        assert (report.replaced, report.withdrawn) == (["a.md"], ["b.md"])
        retriever = Retriever(database, encoder, search_index(database.dialect))
        found = await retriever.retrieve("when is the shop open", inbox_id="web")
    assert [hit.title for hit in found.passages] == ["Shipping"]


@pytest.mark.parametrize(
    ("status", "body", "match"),
    [
        ("401 Unauthorized", {"error": {"message": "no"}}, "answered 401 for the model 'm'"),
        ("200 OK", {"object": "list", "model": "m", "data": []}, "gave 0 vectors"),
        ("200 OK", {"hello": "world"}, "another protocol"),
    ],
)
async def test_a_server_that_does_not_do_what_it_should_is_named(
    status: str, body: dict[str, object], match: str
) -> None:
    response = http_response(status, json.dumps(body).encode())
    async with canned_server(lambda _: response) as url:
        encoder = EndpointEncoder(url, "m")
        with pytest.raises(EmbeddingsUnavailable, match=match):
            await encoder.encode(["a"])
        await encoder.close()


async def test_a_silent_server_is_given_up() -> None:
    async with canned_server(lambda _: None) as url:
        encoder = EndpointEncoder(url, "m", timeout_s=0.2)
        with pytest.raises(EmbeddingsUnavailable, match="is away"):
            await encoder.encode(["a"])
        await encoder.close()


async def test_after_three_failures_a_question_does_not_wait_for_the_server() -> None:
    asked: list[bytes] = []

    def silent(body: bytes) -> None:
        asked.append(body)

    async with canned_server(silent) as url:
        encoder = EndpointEncoder(url, "m", timeout_s=0.2)
        for _ in range(5):
            with pytest.raises(EmbeddingsUnavailable):
                await encoder.encode(["a question"])
        await encoder.close()
    assert len(asked) == 3, "once each, and then a rest"


async def test_the_settings_choose_the_encoder(
    make_settings: Callable[..., Settings], encoder_path: Path
) -> None:
    assert isinstance(build_encoder(make_settings(encoder_path=encoder_path)), MiniLmEncoder)
    named = {
        "embeddings_url": "http://127.0.0.1:9/v1",
        "embeddings_model": "m",
        "embeddings_api_key": SecretStr("k"),
    }
    encoder = build_encoder(make_settings(**named))
    assert isinstance(encoder, EndpointEncoder)
    assert encoder.fingerprint != EndpointEncoder("http://127.0.0.1:9/v1", "other").fingerprint
    await encoder.close()


def test_a_server_without_a_model_is_refused(make_settings: Callable[..., Settings]) -> None:
    with pytest.raises(EncoderMissing, match="PARLEY_EMBEDDINGS_MODEL"):
        build_encoder(make_settings(embeddings_url="http://127.0.0.1:9/v1"))
