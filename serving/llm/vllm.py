"""The one door to the model server: vLLM, or any server that speaks OpenAI's chat completions."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast

import httpx
import openai
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from serving.config import Settings
from serving.llm.base import Completion, ModelUnavailable
from serving.llm.breaker import CircuitBreaker
from serving.llm.metrics import ModelMetrics, parse_metrics
from serving.llm.slots import Slots

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 3.0
HEALTH_TIMEOUT_S = 3.0
# Which replica holds a conversation's prefix: a router may hash on it.
SESSION_HEADER = "X-Session-ID"
# How servers say that they do not know a parameter.
_UNKNOWN = re.compile(
    r"unknown|unrecogni[sz]ed|unexpected|extra (inputs|fields|argument)|not permitted", re.IGNORECASE
)

Chunks = openai.AsyncStream[ChatCompletionChunk]


class VllmModel:
    """`timeout_s` covers a request whole: waiting for a slot, the first token, the last one."""

    def __init__(
        self,
        url: str,
        name: str,
        *,
        api_key: str = "",
        timeout_s: float = 30.0,
        max_concurrent: int = 32,
        max_waiting: int = 64,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.name = name
        self.breaker = breaker or CircuitBreaker()
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._slots = Slots(concurrent=max_concurrent, waiting=max_waiting)
        self._client = openai.AsyncOpenAI(
            base_url=self._url,
            api_key=api_key or "none",
            timeout=openai.Timeout(timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=0,
        )
        self._knows_structured = True

    async def stream(
        self,
        messages: Sequence[Mapping[str, str]],
        *,
        max_tokens: int,
        structured: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> AsyncGenerator[Completion]:
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        call = self.breaker.enter()
        settled = False
        try:
            async with self._slots.take(deadline=deadline):
                chunks = await self._open(messages, max_tokens, structured, conversation_id, deadline)
                # Leaving this block closes the connection, on which vLLM aborts the request.
                async with chunks, aclosing(_pieces(chunks, deadline)) as pieces:
                    async for piece in pieces:
                        # Not before: a server that begins and then says nothing more has failed.
                        settled = piece.finished and self._settle(call, failed=False)
                        yield piece
        except (TimeoutError, openai.OpenAIError, json.JSONDecodeError) as error:
            settled = settled or self._settle(call, failed=_is_the_servers_fault(error))
            raise self._unavailable(error) from error
        finally:
            if not settled:
                self.breaker.abandoned(call)

    def _settle(self, call: int, *, failed: bool) -> bool:
        if failed:
            self.breaker.failed(call)
        else:
            self.breaker.succeeded(call)
        return True

    async def _open(
        self,
        messages: Sequence[Mapping[str, str]],
        max_tokens: int,
        structured: Mapping[str, Any] | None,
        conversation_id: str | None,
        deadline: float,
    ) -> Chunks:
        constrained = structured is not None and self._knows_structured
        request = self._client.chat.completions.create(
            model=self.name,
            messages=cast("list[ChatCompletionMessageParam]", list(messages)),
            max_tokens=max_tokens,
            temperature=0,
            stream=True,
            stream_options={"include_usage": True},
            extra_body={"structured_outputs": dict(structured or {})} if constrained else None,
            extra_headers={SESSION_HEADER: conversation_id} if conversation_id else None,
        )
        try:
            async with asyncio.timeout_at(deadline):
                return await request
        except openai.BadRequestError as error:
            if not constrained or "structured_outputs" not in error.message:
                raise
            unknown = _UNKNOWN.search(error.message) is not None
        # The prompt still asks for the form, and the caller checks it. One form that the server cannot hold
        # says nothing against the next; a server that is not vLLM need not be asked again.
        log.warning(
            "the model server holds to no form: going on without",
            extra={"model": self.name, "knows_structured_outputs": not unknown},
        )
        self._knows_structured = not unknown
        return await self._open(messages, max_tokens, None, conversation_id, deadline)

    def _unavailable(self, error: Exception) -> ModelUnavailable:
        if isinstance(error, openai.APIStatusError):
            after = error.response.headers.get("Retry-After", "")
            return ModelUnavailable(
                f"The model server at {self._url} answered {error.status_code} for the model {self.name!r}.",
                retry_after_s=int(after) if after.isdigit() else None,
            )
        if isinstance(error, TimeoutError | openai.APITimeoutError):
            return ModelUnavailable(
                f"The model server at {self._url} did not finish within {self._timeout_s:g} s."
            )
        return ModelUnavailable(f"The model server at {self._url} is away ({type(error).__name__}).")

    async def health(self) -> bool:
        """Whether the server is up and serves this model."""
        try:
            async with asyncio.timeout(HEALTH_TIMEOUT_S):
                return any([model.id == self.name async for model in self._client.models.list()])
        except (TimeoutError, openai.OpenAIError):
            return False

    async def metrics(self) -> ModelMetrics:
        """vLLM only: other servers have no such page. Raises ModelUnavailable."""
        page = self._url.removesuffix("/v1") + "/metrics"
        try:
            async with httpx.AsyncClient(timeout=HEALTH_TIMEOUT_S) as client:
                response = await client.get(page)
            response.raise_for_status()
            return parse_metrics(response.text)
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise ModelUnavailable(f"{page} holds no metrics of vLLM ({type(error).__name__}).") from error

    async def close(self) -> None:
        await self._client.close()


async def _pieces(chunks: Chunks, deadline: float) -> AsyncGenerator[Completion]:
    prompt_tokens = completion_tokens = 0
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            break
        if chunk.usage is not None:
            prompt_tokens = chunk.usage.prompt_tokens
            completion_tokens = chunk.usage.completion_tokens
        text = chunk.choices[0].delta.content if chunk.choices else None
        if text:
            yield Completion(text)
    yield Completion("", finished=True, prompt_tokens=prompt_tokens, completion_tokens=completion_tokens)


def _is_the_servers_fault(error: Exception) -> bool:
    """A refused request (4xx) says nothing against the next one."""
    return not isinstance(error, openai.APIStatusError) or error.status_code >= 500


def build_language_model(settings: Settings) -> VllmModel:
    return VllmModel(
        settings.llm_url,
        settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value(),
        timeout_s=settings.llm_timeout_s,
        max_concurrent=settings.llm_max_concurrent,
        max_waiting=2 * settings.llm_max_concurrent,
    )
