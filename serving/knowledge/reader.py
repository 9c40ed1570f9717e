"""Reads whether a sentence answers a question: MiniLM with layers trained for it (models/reader/README.md).

The sentence encoder sees how like two texts are, and a question is not like its answer. The reader's layers
bring a customer's question near to the sentence of a help centre that answers it (decision 0101). English
only, as the encoder.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from serving.knowledge.encoder import Encoder, MiniLmEncoder

log = logging.getLogger(__name__)

FOLDER = "reader"  # beside the encoder's files
SCALE = "scale.json"
# Sentences whose vectors are kept, 768 bytes each: a help centre's are asked about again and again.
_REMEMBERED = 20_000

Vector = npt.NDArray[np.float16]


class ReaderUnavailable(Exception):
    """What is found is weighed without it."""


class Reader(Protocol):
    async def read(self, question: str, sentences: Sequence[str]) -> list[float]:
        """For each, the logit that it answers, or for another question, that it asks the same; `sentences` as
        `sentences.with_place` writes them. Raises ReaderUnavailable."""
        ...


class NoReader:
    """Implements `Reader` where there is none."""

    async def read(self, question: str, sentences: Sequence[str]) -> list[float]:
        raise ReaderUnavailable


class MiniLmReader:
    """Implements `Reader`. A logit is `scale` times the cosine less `zero`."""

    def __init__(self, encoder: Encoder, *, scale: float, zero: float) -> None:
        self._encoder = encoder
        self._scale = scale
        self._zero = zero
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    async def read(self, question: str, sentences: Sequence[str]) -> list[float]:
        new = [text for text in dict.fromkeys(sentences) if text not in self._vectors]
        known = {text: self._vectors[text] for text in sentences if text in self._vectors}
        try:
            vectors = await self._encoder.encode([question, *new])
        except (RuntimeError, ValueError) as error:  # what CTranslate2 raises
            log.warning("the reader failed; the answer is chosen without it: %s", error)
            raise ReaderUnavailable from error
        known.update(zip(new, vectors[1:].astype(np.float16), strict=True))
        self._remember(known)
        cosines = [float(known[text].astype(np.float32) @ vectors[0]) for text in sentences]
        return [self._scale * (cosine - self._zero) for cosine in cosines]

    def _remember(self, vectors: dict[str, Vector]) -> None:
        for text, vector in vectors.items():
            self._vectors[text] = vector
            self._vectors.move_to_end(text)
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)


def load_reader(encoder_path: Path | None) -> Reader:
    """`encoder_path`: the encoder's folder; without a reader in it, what is found is weighed without one."""
    folder = encoder_path / FOLDER if encoder_path else None
    if folder is None or not (folder / SCALE).is_file():
        log.warning("there is no reader beside the sentence encoder; `./parley up` puts it there")
        return NoReader()
    logit = json.loads((folder / SCALE).read_text(encoding="utf-8"))
    return MiniLmReader(MiniLmEncoder(folder), scale=logit["scale"], zero=logit["zero"])
