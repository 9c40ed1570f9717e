"""Translation by a language model behind an OpenAI-compatible server: the platform's own vLLM or another."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any, cast

import openai
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

from serving.translation.base import (
    Capabilities,
    EngineHealth,
    EngineUnavailable,
    Translation,
    TranslationRequest,
)
from serving.translation.profiles import Profile

CONNECT_TIMEOUT_S = 3.0
HEALTH_TIMEOUT_S = 3.0
# Tokens of the answer for each character of the text; Arabic and Chinese take the most.
TOKENS_A_CHARACTER = 1.5
LEAST_TOKENS = 48
MOST_TOKENS = 2048


class LlmEngine:
    """`model` as the server calls it. The confidence is the geometric mean of the tokens' probabilities,
    where the server tells them."""

    def __init__(self, url: str, model: str, profile: Profile, *, api_key: str = "") -> None:
        self.name = f"llm:{profile.name}:{model}"[:120]
        self._model = model
        self._profile = profile
        self._url = url.rstrip("/")
        self._tells_probabilities = True
        self._client = openai.AsyncOpenAI(
            base_url=self._url,
            api_key=api_key or "none",
            timeout=openai.Timeout(60.0, connect=CONNECT_TIMEOUT_S),
            max_retries=0,
        )

    def supports(self, source: str, target: str) -> bool:
        known = self._profile.languages
        return source != target and (known is None or {source, target} <= known)

    def capabilities(self) -> Capabilities:
        return self._profile.can

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        """At once: the server batches them."""
        try:
            async with asyncio.timeout(deadline_s):
                return await asyncio.gather(*(self._one(request) for request in batch))
        except TimeoutError as error:
            raise EngineUnavailable(f"{self._url} did not finish within {deadline_s:.1f} s.") from error
        except openai.OpenAIError as error:
            raise EngineUnavailable(f"{self._url} failed ({type(error).__name__}).") from error

    async def _one(self, request: TranslationRequest) -> Translation:
        most = min(MOST_TOKENS, LEAST_TOKENS + int(TOKENS_A_CHARACTER * len(request.text)))
        extra: dict[str, Any] = {"logprobs": True} if self._tells_probabilities else {}
        try:
            answer = await self._client.chat.completions.create(
                model=self._model,
                messages=cast("list[ChatCompletionMessageParam]", self._profile.messages(request)),
                max_tokens=most,
                temperature=0,
                **extra,
            )
        except openai.BadRequestError as error:
            if not extra or "logprobs" not in error.message:
                raise
            self._tells_probabilities = False
            return await self._one(request)
        return _translation(answer)

    async def health(self) -> EngineHealth:
        try:
            async with asyncio.timeout(HEALTH_TIMEOUT_S):
                names = [model.id async for model in self._client.models.list()]
        except (TimeoutError, openai.OpenAIError) as error:
            return EngineHealth(ok=False, detail=f"{self._url} is away ({type(error).__name__})")
        if self._model not in names:
            return EngineHealth(ok=False, detail=f"{self._url} serves {', '.join(names) or 'nothing'}")
        return EngineHealth(ok=True, detail=f"{self._model} at {self._url}")

    async def close(self) -> None:
        await self._client.close()


def _translation(answer: ChatCompletion) -> Translation:
    choice = answer.choices[0]
    # A text that was cut off is no translation: the checks refuse an empty one.
    text = (choice.message.content or "") if choice.finish_reason == "stop" else ""
    tokens = choice.logprobs.content if choice.logprobs is not None else None
    if not tokens:
        return Translation(text.strip())
    mean = sum(token.logprob for token in tokens) / len(tokens)
    return Translation(text.strip(), round(math.exp(mean), 4))
