from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.softmax import SoftmaxClassifier

CONTEXT = ExecutionContext(GraphSchema({}), node_name="softmax")
WORDS = ["order", "parcel", "return", "back", "pizza"]
EXAMPLES = [
    ("order", "order_status"), ("parcel", "order_status"), ("order parcel", "order_status"),
    ("return", "start_return"), ("back", "start_return"), ("return back", "start_return"),
    ("pizza", "out_of_scope"), ("pizza pizza", "out_of_scope"),
]  # fmt: skip


def message(text: str, **data: str) -> Message:
    """Counts of words as one featurizer would give them, and an embedding of the first word as another."""
    made = Message({"text": text, **data})
    words = text.split()
    counts = scipy.sparse.csr_matrix([[words.count(word) for word in WORDS]])
    vector = np.zeros((1, 3))
    if words and words[0] in WORDS:
        vector[0, WORDS.index(words[0]) // 2] = 7.0
    made.add_features(Features(counts, "sentence", "text", "words"))
    made.add_features(Features(vector, "sentence", "text", "embedding"))
    return made


def classifier(folder: Path, **config: float) -> SoftmaxClassifier:
    settings = {**SoftmaxClassifier.get_default_config(), **config}
    return SoftmaxClassifier.create(settings, LocalModelStorage(folder), Resource("softmax"), CONTEXT)


def trained(folder: Path, **config: float) -> SoftmaxClassifier:
    made = classifier(folder, **config)
    made.train(TrainingData([message(text, intent=intent) for text, intent in EXAMPLES]))
    return made


def ranking(made: SoftmaxClassifier, text: str) -> dict[str, float]:
    [parsed] = made.process([message(text)])
    assert parsed.get("intent") == parsed.get("intent_ranking")[0]
    return {item["name"]: item["confidence"] for item in parsed.get("intent_ranking")}


def test_the_best_intent_comes_first_and_the_confidences_are_a_whole(tmp_path):
    given = ranking(trained(tmp_path), "parcel order")
    assert next(iter(given)) == "order_status"
    assert sum(given.values()) == pytest.approx(1.0, abs=1e-3)


def test_what_was_trained_is_the_same_after_loading(tmp_path):
    made = trained(tmp_path)
    config = SoftmaxClassifier.get_default_config()
    loaded = SoftmaxClassifier.load(config, LocalModelStorage(tmp_path), Resource("softmax"), CONTEXT)
    for text in ("return", "pizza order", "nothing known"):
        assert ranking(loaded, text) == pytest.approx(ranking(made, text), abs=2e-3)


def test_training_twice_gives_the_same(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = trained(tmp_path / "a"), trained(tmp_path / "b")
    assert ranking(one, "back parcel") == ranking(other, "back parcel")


def test_a_greater_weight_makes_out_of_scope_likelier(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    careless = ranking(trained(tmp_path / "a", out_of_scope_weight=1.0), "nothing known")
    careful = ranking(trained(tmp_path / "b", out_of_scope_weight=4.0), "nothing known")
    assert careful["out_of_scope"] > careless["out_of_scope"]
    rest = careless["order_status"] / careless["start_return"]
    assert careful["order_status"] / careful["start_return"] == pytest.approx(rest, rel=1e-3)


def test_a_message_of_unknown_words_is_still_classified(tmp_path):
    assert set(ranking(trained(tmp_path), "zzz")) == {"order_status", "start_return", "out_of_scope"}


def test_a_message_without_text_is_left_alone(tmp_path):
    [parsed] = trained(tmp_path).process([Message({"text": ""})])
    assert parsed.get("intent") is None


def test_one_intent_alone_trains_nothing_and_loads(tmp_path):
    made = classifier(tmp_path)
    made.train(TrainingData([message("order", intent="order_status")]))
    assert made.process([message("order")])[0].get("intent") is None
    config = SoftmaxClassifier.get_default_config()
    loaded = SoftmaxClassifier.load(config, LocalModelStorage(tmp_path), Resource("softmax"), CONTEXT)
    assert loaded.process([message("order")])[0].get("intent") is None


def test_without_featurizers_the_remedy_is_named(tmp_path):
    bare = [Message({"text": "a", "intent": "x"}), Message({"text": "b", "intent": "y"})]
    with pytest.raises(InvalidConfigException, match="needs sentence features"):
        classifier(tmp_path).train(TrainingData(bare))


@pytest.mark.parametrize("name", ["C", "sparse_weight", "out_of_scope_weight"])
def test_a_weight_that_cannot_be_is_refused(name):
    with pytest.raises(InvalidConfigException, match=f"{name} is 0, must be above 0"):
        SoftmaxClassifier.validate_config({name: 0})
