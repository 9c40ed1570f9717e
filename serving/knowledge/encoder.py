"""Sentence embeddings with MiniLM on the CPU."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

from serving.errors import ParleyError
from serving.knowledge.models import FloatArray

MAX_TOKENS = 256
BATCH = 16
DIMENSIONS = 384


class EncoderMissing(ParleyError):
    code = "encoder_missing"


class Encoder(Protocol):
    """Texts to unit vectors, float32, one row a text. `fingerprint` changes when the vectors would."""

    fingerprint: str

    async def encode(self, texts: Sequence[str]) -> FloatArray: ...


class MiniLmEncoder:
    """A CTranslate2 model with mean pooling over the text's own tokens (sentence-transformers' recipe)."""

    def __init__(self, path: Path) -> None:
        model, tokenizer = path / "model.bin", path / "tokenizer.json"
        for file in (model, tokenizer):
            if not file.is_file():
                raise EncoderMissing(
                    f"There is no {file.name} in the encoder's folder {str(path)!r}. "
                    "`./parley up` puts it there; PARLEY_ENCODER_PATH names another folder."
                )
        self._model = ctranslate2.Encoder(str(path), device="cpu", intra_threads=1, inter_threads=1)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # The file asks for padding to 128 tokens, which would make every query ten times slower.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.fingerprint = hashlib.sha256(model.read_bytes()).hexdigest()[:16]

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        return await asyncio.to_thread(self._encode, list(texts))

    def _encode(self, texts: list[str]) -> FloatArray:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        vectors: FloatArray = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # Neighbours in length share a batch, so that little of it is padding.
        by_length = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        for begin in range(0, len(by_length), BATCH):
            batch = by_length[begin : begin + BATCH]
            output = self._model.forward_batch([tokens[index] for index in batch])
            states = np.asarray(output.last_hidden_state)
            for row, index in zip(states, batch, strict=True):
                vectors[index] = row[: len(tokens[index])].mean(axis=0)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors


def load_encoder(path: Path | None) -> MiniLmEncoder:
    if path is None:
        raise EncoderMissing("PARLEY_ENCODER_PATH is not set: name the folder of the sentence encoder.")
    return MiniLmEncoder(path)
