from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from serving.knowledge.encoder import DIMENSIONS, EncoderMissing, MiniLmEncoder, load_encoder


async def test_vectors_have_unit_length_and_meaning(minilm: MiniLmEncoder) -> None:
    texts = ["how long does delivery take?", "delivery takes three days", "caring for oiled wood"]
    question, same, other = await minilm.encode(texts)
    assert question.shape == (DIMENSIONS,)
    assert np.linalg.norm([question, same, other], axis=1) == pytest.approx(1, abs=1e-5)
    assert float(question @ same) > 0.6
    assert float(question @ other) < 0.2


async def test_a_text_has_the_same_vector_alone_and_in_company(minilm: MiniLmEncoder) -> None:
    texts = ["short", "a sentence of some more words", "word " * 200, ""] * 9
    together = await minilm.encode(texts)
    for text, vector in zip(texts[:4], together, strict=False):
        assert (await minilm.encode([text]))[0] @ vector > 0.99


async def test_what_is_too_long_is_cut(minilm: MiniLmEncoder) -> None:
    long, longer = await minilm.encode(["lamp " * 400, "lamp " * 4000])
    assert long @ longer == pytest.approx(1, abs=1e-3)


async def test_encoding_does_not_hold_up_the_loop(minilm: MiniLmEncoder) -> None:
    encoding = asyncio.create_task(minilm.encode(["word " * 200] * 64))
    turns = 0
    while not encoding.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 10
    await encoding


async def test_nothing_to_encode(minilm: MiniLmEncoder) -> None:
    assert (await minilm.encode([])).shape == (0, DIMENSIONS)


def test_a_missing_model_names_the_folder_and_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match=rf"no model.bin in .*{tmp_path.name}.*PARLEY_ENCODER_PATH"):
        load_encoder(tmp_path)
    with pytest.raises(EncoderMissing, match="PARLEY_ENCODER_PATH is not set"):
        load_encoder(None)
