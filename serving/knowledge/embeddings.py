"""Sentence embeddings from a server that speaks OpenAI's `/embeddings`, in the embedded encoder's place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import openai

from serving.config import Settings
from serving.errors import Unavailable
from serving.knowledge.encoder import Encoder, EncoderMissing, load_encoder
from serving.knowledge.models import FloatArray
from serving.llm.base import ModelUnavailable
from serving.llm.breaker import CircuitBreaker
from serving.privacy.masking import Masking

CONNECT_TIMEOUT_S = 3.0
TIMEOUT_S = 30.0
# A customer waits for a question and its gloss; documents may take longer, and be sent once more.
QUESTION_TIMEOUT_S = 5.0
QUESTION_TEXTS = 2
BATCH = 64
# Longer than any window; most models read 512 tokens and refuse more.
MAX_CHARACTERS = 1500


class EmbeddingsUnavailable(Unavailable):
    code = "embeddings_unavailable"


class EndpointEncoder:
    """Implements `Encoder`. The model's name is what the vectors depend on, not where it is served."""

    def __init__(self, url: str, model: str, *, api_key: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self.fingerprint = hashlib.sha256(f"embeddings:masked:{model}".encode()).hexdigest()[:16]
        self._url = url.rstrip("/")
        self._model = model
        self._dimensions: int | None = None
        self.breaker = CircuitBreaker()
        self._client = openai.AsyncOpenAI(
            base_url=self._url,
            api_key=api_key or "none",
            timeout=openai.Timeout(timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=1,
        )
        quick = openai.Timeout(min(timeout_s, QUESTION_TIMEOUT_S), connect=CONNECT_TIMEOUT_S)
        self._quick_client = self._client.with_options(timeout=quick, max_retries=0)

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        batches = [texts[begin : begin + BATCH] for begin in range(0, len(texts), BATCH)]
        vectors: FloatArray = np.concatenate([await self._batch(batch) for batch in batches])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    async def _batch(self, texts: Sequence[str]) -> FloatArray:
        try:
            call = self.breaker.enter()
        except ModelUnavailable as error:
            raise EmbeddingsUnavailable(f"The embeddings server at {self._url}: {error.message}") from error
        outcome = self.breaker.abandoned
        try:
            rows = await self._asked(texts)
            outcome = self.breaker.succeeded
        except EmbeddingsUnavailable:
            outcome = self.breaker.failed
            raise
        finally:
            outcome(call)
        return np.array(rows, dtype=np.float32)

    async def _asked(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        client = self._quick_client if len(texts) <= QUESTION_TEXTS else self._client
        # What names a person stays here, in questions as in documents. An empty text most servers refuse.
        given = [Masking().hide(text)[:MAX_CHARACTERS].strip() or "." for text in texts]
        try:
            reply = await client.embeddings.create(model=self._model, input=given, encoding_format="float")
            rows = [one.embedding for one in sorted(reply.data, key=lambda one: one.index)]
        except openai.APIStatusError as error:
            raise EmbeddingsUnavailable(
                f"The embeddings server at {self._url} answered {error.status_code} for the model "
                f"{self._model!r}: see PARLEY_EMBEDDINGS_URL, _MODEL and _API_KEY."
            ) from error
        except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            raise EmbeddingsUnavailable(
                f"The embeddings server at {self._url} is away or speaks another protocol "
                f"({type(error).__name__}): see PARLEY_EMBEDDINGS_URL."
            ) from error
        self._check(rows, expected=len(given))
        return rows

    def _check(self, rows: Sequence[Sequence[float]], *, expected: int) -> None:
        lengths = {len(row) for row in rows}
        self._dimensions = self._dimensions or next(iter(lengths), None)
        if len(rows) != expected or lengths != {self._dimensions}:
            raise EmbeddingsUnavailable(
                f"The embeddings server at {self._url} gave {len(rows)} vectors for {expected} texts, of "
                f"{sorted(lengths)} dimensions; its first ones had {self._dimensions}."
            )

    async def close(self) -> None:
        await self._client.close()


def build_encoder(settings: Settings) -> Encoder:
    """The one that the settings name; the embedded one where they name none."""
    if not settings.embeddings_url:
        return load_encoder(settings.encoder_path)
    if not settings.embeddings_model:
        raise EncoderMissing(
            f"PARLEY_EMBEDDINGS_URL names {settings.embeddings_url!r} but PARLEY_EMBEDDINGS_MODEL no model: "
            "set it to a name that the server's /models lists."
        )
    return EndpointEncoder(
        settings.embeddings_url,
        settings.embeddings_model,
        api_key=settings.embeddings_api_key.get_secret_value(),
    )
