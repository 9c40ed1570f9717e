"""Which model a measure asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings
from serving.cli.layout import DataDirectory
from serving.cli.measuring import opened_model
from serving.cli.refusal import Failure
from tests.gateway import listening

MODEL = {"id": "parley-embedded", "object": "model", "created": 1, "owned_by": "vllm"}


@pytest.fixture
async def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Surroundings]:
    """A platform whose model server wants its key, as `./parley up` starts it."""
    data = DataDirectory.at(tmp_path)
    secrets = Secrets.load_or_create(data)

    async def models(request: Request) -> JSONResponse:
        if request.headers.get("Authorization") != f"Bearer {secrets.llm_key}":
            return JSONResponse({"error": "Unauthorized"}, status_code=401)
        return JSONResponse({"object": "list", "data": [MODEL]})

    async with listening(Starlette(routes=[Route("/v1/models", models)])) as address:
        monkeypatch.setattr("serving.cli.measuring._own_model_server", lambda _: f"http://{address}/v1")
        choice = ModelChoice(name="parley-embedded", external_url=None, api_key=None)
        yield Surroundings(data=data, host="127.0.0.1", ports=Ports(8000), model=choice, secrets=secrets)


async def test_the_platforms_own_model_is_asked_with_the_key_that_it_wants(around: Surroundings) -> None:
    async with opened_model(around) as model:
        assert await model.health()


async def test_a_model_that_does_not_answer_is_no_figure(around: Surroundings) -> None:
    other = replace(around, model=replace(around.model, name="another"))
    with pytest.raises(Failure, match=r"does not answer for the model 'another': start the platform"):
        async with opened_model(other):
            pass
