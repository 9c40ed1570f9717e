from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from serving.knowledge.encoder import Encoder
from serving.knowledge.models import FloatArray
from serving.knowledge.reader import (
    FOLDER,
    SCALE,
    MiniLmReader,
    NoReader,
    ReaderUnavailable,
    load_reader,
)
from serving.knowledge.retrieval import READ, Retriever
from serving.knowledge.sentences import with_place


class CountingEncoder:
    """Counts what it is given; a text's vector tells whether it speaks of a lamp."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        self.encoded += texts
        return np.array([[1.0, 0.0] if "lamp" in text else [0.0, 1.0] for text in texts], dtype=np.float32)


class FailingEncoder:
    fingerprint = "failing"

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        raise RuntimeError("out of memory")


async def test_a_logit_is_above_nothing_where_the_vectors_are_near() -> None:
    reader = MiniLmReader(CountingEncoder(), scale=20, zero=0.5)
    assert await reader.read("my lamp?", ["A lamp.", "A vase."]) == pytest.approx([10.0, -10.0])


async def test_a_sentence_is_encoded_once_and_a_question_each_time() -> None:
    encoder = CountingEncoder()
    reader = MiniLmReader(encoder, scale=20, zero=0.5)
    first = await reader.read("my lamp?", ["A lamp.", "A vase.", "A lamp."])
    assert await reader.read("my lamp?", ["A vase.", "A lamp."]) == [first[1], first[0]]
    assert encoder.encoded == ["my lamp?", "A lamp.", "A vase.", "my lamp?"]


async def test_nothing_to_read() -> None:
    assert await MiniLmReader(CountingEncoder(), scale=20, zero=0.5).read("my lamp?", []) == []


async def test_a_reader_that_fails_says_so() -> None:
    with pytest.raises(ReaderUnavailable):
        await MiniLmReader(FailingEncoder(), scale=20, zero=0.5).read("my lamp?", ["A lamp."])


async def test_an_encoders_folder_without_a_reader_has_none(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        assert isinstance(load_reader(folder), NoReader)
    with pytest.raises(ReaderUnavailable):
        await NoReader().read("my lamp?", ["A lamp."])


def test_the_scale_stands_beside_the_readers_model(encoder_path: Path) -> None:
    logit = json.loads((encoder_path / FOLDER / SCALE).read_text(encoding="utf-8"))
    assert logit["scale"] > 1
    assert 0 < logit["zero"] < 1


async def test_the_reader_knows_what_answers_a_question_that_shares_no_word(encoder_path: Path) -> None:
    sentences = [
        with_place("Parcels", "Where it is", "The number in the dispatch mail shows where your order is."),
        with_place("Paying", "Instalments", "You can spread the amount over three months without interest."),
        with_place("Stores", None, "Our shops are closed on public holidays."),
    ]
    reader = load_reader(encoder_path)
    money = await reader.read("cant afford it all at once", sentences)
    way = await reader.read("how do i know if its coming", sentences)
    assert money.index(max(money)) == 1
    assert way.index(max(way)) == 0
    assert max(await reader.read("do you sell bicycles?", sentences)) < min(max(money), max(way))


@pytest.mark.usefixtures("shop")
async def test_retrieval_reads_the_best_sentences(retriever: Retriever, reading_retriever: Retriever) -> None:
    question = "how long does standard shipping take?"
    plain = (await retriever.retrieve(question, inbox_id="web")).sentences
    read = (await reading_retriever.retrieve(question, inbox_id="web")).sentences
    assert [one.text for one in read] == [one.text for one in plain]
    assert all(one.read is None for one in plain)
    assert len(read) > READ
    assert [one.read is not None for one in read] == [index < READ for index in range(len(read))]
    assert max(read[:READ], key=lambda one: one.read or 0.0).text.startswith("Standard shipping takes")


@pytest.mark.usefixtures("shop")
async def test_where_the_reader_fails_what_is_found_is_weighed_without_it(
    retriever: Retriever, encoder: Encoder
) -> None:
    failing = Retriever(
        retriever._db, encoder, retriever._index, MiniLmReader(FailingEncoder(), scale=20, zero=0.5)
    )
    found = await failing.retrieve("how long does standard shipping take?", inbox_id="web")
    assert found.sentences
    assert all(one.read is None for one in found.sentences)
