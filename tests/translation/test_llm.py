"""Prompts as their makers publish them, and the engine against an OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from serving.translation.base import EngineUnavailable, TranslationRequest
from serving.translation.llm import LlmEngine
from serving.translation.models import Formality
from serving.translation.profiles import PROFILES
from tests.gateway import listening
from tests.model_server import ModelServer

HELLO = TranslationRequest("Hello world!", "en", "pt")


@pytest.mark.parametrize(
    ("profile", "prompt"),
    [
        (
            "tower",
            "Translate the following text from English into Portuguese.\nEnglish: Hello world!\nPortuguese:",
        ),
        (
            "tower-plus",
            "Translate the following English source text to Portuguese:\nEnglish: Hello world!\nPortuguese: ",
        ),
        (
            "hy-mt2",
            "Translate the following text into Portuguese. Note that you should only output the translated "
            "result without any additional explanation:\n\nHello world!",
        ),
    ],
)
def test_a_prompt_is_the_published_one_word_for_word(profile: str, prompt: str) -> None:
    assert PROFILES[profile].messages(HELLO) == [{"role": "user", "content": prompt}]


def test_hy_mt2_is_told_the_terms_in_its_own_form() -> None:
    request = TranslationRequest("A gift card", "en", "es", glossary={"gift card": "tarjeta regalo"})
    [message] = PROFILES["hy-mt2"].messages(request)
    assert message["content"] == (
        "Reference the following translations:\ngift card translates to tarjeta regalo\n\n"
        "Translate the following text into Spanish. Note that you must ONLY output the translated result "
        "without any additional explanation:\n\nA gift card"
    )


def test_translategemma_is_given_codes() -> None:
    [message] = PROFILES["translategemma"].messages(HELLO)
    assert message["content"] == [
        {"type": "text", "source_lang_code": "en", "target_lang_code": "pt", "text": "Hello world!"}
    ]


def test_a_general_model_is_told_form_of_address_terms_and_context() -> None:
    request = TranslationRequest(
        "And the lamp?", "en", "es", Formality.FAMILIAR, {"lamp": "lámpara"}, ["Where is my order?"]
    )
    system, user = PROFILES["general"].messages(request)
    for part in ("English to Spanish", "familiarly", "- lamp: lámpara", "> Where is my order?"):
        assert part in system["content"]
    assert user == {"role": "user", "content": "And the lamp?"}


def test_licences_that_bind_are_said() -> None:
    assert "not for commercial use" in PROFILES["tower"].can.licence
    assert "not for commercial use" in PROFILES["tower-plus"].can.licence
    assert "European Union" in PROFILES["hy-mt2"].can.licence


class Server:
    """What an OpenAI-compatible server was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.knows_probabilities = True
        self.finish = "stop"
        self.status = 200
        self.app = FastAPI()
        self.app.post("/v1/chat/completions")(self._complete)

    async def _complete(self, request: Request) -> JSONResponse:
        body = await request.json()
        self.asked.append(body)
        if self.status != 200:
            return JSONResponse({"error": {"message": "broken"}}, status_code=self.status)
        if body.get("logprobs") and not self.knows_probabilities:
            return JSONResponse({"error": {"message": "logprobs is not supported"}}, status_code=400)
        tokens = [{"token": "Olá", "logprob": -0.1, "bytes": None, "top_logprobs": []}]
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": " Olá, mundo! "},
            "finish_reason": self.finish,
            "logprobs": {"content": tokens} if body.get("logprobs") else None,
        }
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        return JSONResponse(answer)


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, LlmEngine]]:
    made = Server()
    async with listening(made.app) as url:
        engine = LlmEngine(f"http://{url}/v1", "m", PROFILES["tower-plus"])
        yield made, engine
        await engine.close()


async def test_the_prompt_arrives_as_it_is_and_the_confidence_comes_back(
    server: tuple[Server, LlmEngine],
) -> None:
    made, engine = server
    [answer] = await engine.translate([HELLO], deadline_s=20)
    assert (answer.text, answer.confidence) == ("Olá, mundo!", 0.9048)
    assert made.asked[0]["messages"] == PROFILES["tower-plus"].messages(HELLO)
    assert made.asked[0]["temperature"] == 0


async def test_a_server_without_probabilities_is_asked_without(server: tuple[Server, LlmEngine]) -> None:
    made, engine = server
    made.knows_probabilities = False
    answers = await engine.translate([HELLO, HELLO], deadline_s=20)
    assert [answer.confidence for answer in answers] == [None, None]


async def test_a_text_that_was_cut_off_is_no_translation(server: tuple[Server, LlmEngine]) -> None:
    made, engine = server
    made.finish = "length"
    [answer] = await engine.translate([HELLO], deadline_s=20)
    assert answer.text == ""


async def test_a_server_that_fails_is_unavailable(server: tuple[Server, LlmEngine]) -> None:
    made, engine = server
    made.status = 500
    with pytest.raises(EngineUnavailable):
        await engine.translate([HELLO], deadline_s=20)


def test_a_profile_serves_the_languages_that_its_makers_name() -> None:
    engine = LlmEngine("http://127.0.0.1:9/v1", "m", PROFILES["tower"])
    assert engine.supports("en", "es")
    assert not engine.supports("en", "ar")


async def test_vllm_itself_takes_the_prompts_and_tells_its_confidence(model_server: ModelServer) -> None:
    """The embedded model is no translator: what counts is that the real server takes the request."""
    for name in PROFILES:
        engine = LlmEngine(model_server.url, model_server.name, PROFILES[name])
        assert (await engine.health()).ok
        [answer] = await engine.translate([HELLO], deadline_s=120)
        assert answer.confidence is None or 0 < answer.confidence <= 1
        await engine.close()


# What a template may read of a message: its text, and what stands beside it.
WHOLE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
PARTS = (
    "{% for message in messages %}{% for part in message['content'] %}{{ message['role'] }}: "
    "{{ part['source_lang_code'] }} {{ part['target_lang_code'] }} {{ part['text'] }}{% endfor %}{% endfor %}"
)


@pytest.mark.parametrize(
    ("profile", "template", "prompt"),
    [
        (
            "tower",
            WHOLE,
            "user: Translate the following text from English into Portuguese.\n"
            "English: Hello world!\nPortuguese:\n",
        ),
        (
            "tower-plus",
            WHOLE,
            "user: Translate the following English source text to Portuguese:\n"
            "English: Hello world!\nPortuguese: \n",
        ),
        (
            "hy-mt2",
            WHOLE,
            "user: Translate the following text into Portuguese. Note that you should only output the "
            "translated result without any additional explanation:\n\nHello world!\n",
        ),
        ("translategemma", PARTS, "user: en pt Hello world!"),
        (
            "general",
            WHOLE,
            "system: You translate messages of a company's customer support from English to Portuguese.\n"
            "Write the translation and nothing else. Keep every tag, number, address and placeholder exactly."
            "\nAddress the reader formally (usted, Sie, vous).\nuser: Hello world!\n",
        ),
    ],
)
async def test_vllm_itself_reads_the_exact_prompt(
    model_server: ModelServer, profile: str, template: str, prompt: str
) -> None:
    """Token by token: the messages through a template of ours against the prompt as it is written here."""
    address = f"http://127.0.0.1:{model_server.port}/tokenize"
    asked = {
        "model": model_server.name,
        "messages": PROFILES[profile].messages(HELLO),
        "chat_template": template,
        "add_generation_prompt": False,
    }
    written = {"model": model_server.name, "prompt": prompt, "add_special_tokens": False}
    async with httpx.AsyncClient(timeout=120) as client:
        read, expected = [
            (await client.post(address, json=body)).raise_for_status().json()["tokens"]
            for body in (asked, written)
        ]
    assert read == expected
    assert len(read) > 2
