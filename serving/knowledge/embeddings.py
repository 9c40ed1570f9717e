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
from serving.privacy.masking import Masking

CONNECT_TIMEOUT_S = 3.0
TIMEOUT_S = 30.0
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
        self._client = openai.AsyncOpenAI(
            base_url=self._url,
            api_key=api_key or "none",
            timeout=openai.Timeout(timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=1,
        )

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        batches = [texts[begin : begin + BATCH] for begin in range(0, len(texts), BATCH)]
        vectors: FloatArray = np.concatenate([await self._batch(batch) for batch in batches])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    async def _batch(self, texts: Sequence[str]) -> FloatArray:
        # What names a person stays here, in questions as in documents. An empty text most servers refuse.
        given = [Masking().hide(text)[:MAX_CHARACTERS].strip() or "." for text in texts]
        try:
            reply = await self._client.embeddings.create(
                model=self._model, input=given, encoding_format="float"
            )
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
        return np.array(rows, dtype=np.float32)

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
