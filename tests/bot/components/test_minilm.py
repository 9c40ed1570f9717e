from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from bot.components.minilm import MiniLMFeaturizer, SentenceEncoder
from tests.bot.platform import ENCODER


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(ENCODER)


def featurizer(monkeypatch: pytest.MonkeyPatch) -> MiniLMFeaturizer:
    monkeypatch.setenv("PARLEY_ENCODER_PATH", str(ENCODER))
    context = ExecutionContext(GraphSchema({}), node_name="minilm")
    return MiniLMFeaturizer.create(MiniLMFeaturizer.get_default_config(), None, Resource("minilm"), context)


def test_vectors_have_length_one(encoder):
    vectors = encoder.encode(["where is my order?", "a"])
    assert vectors.shape == (2, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_what_means_the_same_is_near(encoder):
    order, parcel, soup = encoder.encode(["where is my order?", "when does my parcel come?", "I cook soup"])
    assert order @ parcel > order @ soup + 0.3


def test_the_company_in_a_batch_does_not_change_a_vector(encoder):
    """Padding is left out of the mean."""
    alone = encoder.encode(["opening hours"])[0]
    beside = encoder.encode(["opening hours", "a much longer sentence about shipping a sofa to Spain"])[0]
    assert alone @ beside > 0.995


def test_threads_may_share_one_encoder(encoder):
    texts = [f"message number {n}" for n in range(32)]
    expected = [encoder.encode([text])[0] for text in texts]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert np.allclose(given, expected, atol=1e-5)


def test_a_message_gets_one_row_for_the_sentence_and_one_a_token(monkeypatch):
    message = Message(data={"text": "hello there", "text_tokens": [Token("hello", 0), Token("there", 6)]})
    featurizer(monkeypatch).process([message])
    sequence, sentence = message.get_dense_features("text")
    assert sequence.features.shape == (2, 384)
    assert np.linalg.norm(sentence.features) == pytest.approx(1.0, abs=1e-4)


def test_which_order_it_is_does_not_matter(monkeypatch):
    messages = [Message(data={"text": text}) for text in ("where is P-10482?", "where is #10477?")]
    featurizer(monkeypatch).process(messages)
    one, other = (message.get_dense_features("text")[1].features for message in messages)
    assert np.allclose(one, other, atol=1e-5)


def test_a_missing_encoder_is_named_with_its_remedy(tmp_path: Path, monkeypatch):
    with pytest.raises(InvalidConfigException, match="PARLEY_ENCODER_PATH"):
        SentenceEncoder(tmp_path)
    monkeypatch.delenv("PARLEY_ENCODER_PATH", raising=False)
    with pytest.raises(InvalidConfigException, match="PARLEY_ENCODER_PATH"):
        MiniLMFeaturizer.create({}, None, Resource("m"), ExecutionContext(GraphSchema({})))
