"""Marian models (`Helsinki-NLP/opus-mt-*`) on the CPU, by CTranslate2 in int8."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece

from serving.errors import BadInput
from serving.translation.base import (
    Capabilities,
    EngineHealth,
    EngineUnavailable,
    Translation,
    TranslationRequest,
)

CARD = "parley.json"
END = "</s>"
BEAM = 2
MOST_GROWTH, LEAST_ROOM = 3, 16
BATCH_PIECES = 2048


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a model. `targets`: by language, the token that the source begins with if there are
    several. `positions`: how many pieces a sentence may have. `masks`: the styles that it kept when it was
    probed, best first; `probe`: how often."""

    name: str
    source: str
    targets: Mapping[str, str | None]
    licence: str
    masks: Sequence[str]
    threshold: float
    positions: int = 512
    probe: Mapping[str, Sequence[int]] = field(default_factory=dict)  # style: kept, of
    calibration: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        (folder / CARD).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Card:
        try:
            return cls(**json.loads((folder / CARD).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BadInput(
                f"{folder} is not a translation model of ours ({error}): `./parley translate add` makes one."
            ) from error


class MarianEngine:
    """`threads`: batches that are worked on at once, each on one core. Loaded when it is first asked."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.card = Card.read(folder)
        self.name = f"marian:{self.card.name}"[:120]
        self._folder = folder
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="marian")
        self._loading = asyncio.Lock()
        self._model: _Model | None = None

    def supports(self, source: str, target: str) -> bool:
        return source == self.card.source and target in self.card.targets

    def capabilities(self) -> Capabilities:
        return Capabilities(
            licence=self.card.licence,
            masks=self.card.masks,
            threshold=self.card.threshold,
            unit="sentence",
        )

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        """The work of an answer that nobody waits for any more goes on in its thread; it is bounded."""
        prefix = self.card.targets[batch[0].target]
        try:
            async with asyncio.timeout(deadline_s):
                model = await self._loaded()
                texts = [request.text for request in batch]
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._pool, model.translate, texts, prefix)
        except TimeoutError as error:
            raise EngineUnavailable(f"{self.name} did not finish within {deadline_s:.1f} s.") from error

    async def _loaded(self) -> _Model:
        async with self._loading:
            if self._model is None:
                loop = asyncio.get_running_loop()
                self._model = await loop.run_in_executor(
                    self._pool, _Model, self._folder, self.card.positions, self._threads
                )
        return self._model

    async def health(self) -> EngineHealth:
        there = (self._folder / "model.bin").is_file()
        return EngineHealth(ok=there, detail=f"{self.card.source} to {', '.join(self.card.targets)}")

    async def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Model:
    def __init__(self, folder: Path, positions: int, threads: int) -> None:
        self._positions = positions
        self._pieces_in = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._pieces_out = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
        )

    def translate(self, texts: Sequence[str], prefix: str | None) -> list[Translation]:
        sources = [self._tokens(text, prefix) for text in texts]
        # A sentence that is too long for the model is left to another engine.
        asked = [index for index, tokens in enumerate(sources) if len(tokens) < self._positions]
        answers = [Translation("", 0.0) for _ in texts]
        if not asked:
            return answers
        longest = max(len(sources[index]) for index in asked)
        results = self._translator.translate_batch(
            [sources[index] for index in asked],
            beam_size=BEAM,
            max_batch_size=BATCH_PIECES,
            batch_type="tokens",
            max_decoding_length=min(self._positions - 1, MOST_GROWTH * longest + LEAST_ROOM),
            return_scores=True,
        )
        for index, result in zip(asked, results, strict=True):
            text = self._pieces_out.decode(result.hypotheses[0])
            answers[index] = Translation(text, round(math.exp(min(0.0, result.scores[0])), 4))
        return answers

    def _tokens(self, text: str, prefix: str | None) -> list[str]:
        """Without `</s>` at its end a sentence is translated much worse; `>>xxx<<` is a token of its own."""
        pieces: list[str] = self._pieces_in.encode(text, out_type=str)
        return [*([prefix] if prefix else []), *pieces, END]


def find_models(folder: Path) -> list[Path]:
    """The folders under this one that hold a converted model."""
    return sorted(card.parent for card in folder.glob(f"*/{CARD}")) if folder.is_dir() else []
