"""Softmax regression over the features of each featurizer, each on a scale of its own.

Rasa's LogisticRegressionClassifier lays all features side by side, so that counts drown an embedding, and
has no regularisation to set: docs/decisions/0016-softmax-over-weighted-features.md has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize

Block = Any  # a matrix, dense or sparse, one row a message


@dataclass(frozen=True)
class Row:
    """What one featurizer says of one message. `columns`: of those that are not zero; None: of all.

    A matrix of scipy's for each of them would cost more than the sums that it is for (docs/performance.md).
    """

    columns: np.ndarray | None
    values: np.ndarray

    @classmethod
    def of(cls, features: Features) -> Row:
        if not features.is_sparse():
            return cls(None, features.features[0].astype(np.float32))
        row = features.features.tocsr()
        return cls(row.indices, row.data.astype(np.float32))

    def scaled(self, inverse_frequency: np.ndarray, sparse_weight: float) -> Row:
        """Of length one (zero where nothing is known), counts then weighted."""
        values, length = self.values, np.float32(1.0)
        if self.columns is not None:
            values = (1.0 + np.log(values)) * inverse_frequency[self.columns]
            length = np.float32(sparse_weight)
        return Row(self.columns, values * (length / max(np.linalg.norm(values), 1e-9)))

    def times(self, weights: np.ndarray) -> np.ndarray:
        """(columns, labels) to (labels,)."""
        return self.values @ (weights if self.columns is None else weights[self.columns])


@dataclass(frozen=True)
class Softmax:
    """`inverse_frequency`: for each featurizer its columns' weights, empty for a dense one.
    `weights`: for each featurizer (columns, labels). `bias`: (labels,)."""

    labels: Sequence[str]
    inverse_frequency: Sequence[np.ndarray]
    weights: Sequence[np.ndarray]
    bias: np.ndarray

    def probabilities(self, rows: Sequence[Row], sparse_weight: float) -> np.ndarray:
        """(labels,), of one message."""
        logits = self.bias.astype(np.float32)
        for row, frequency, weights in zip(rows, self.inverse_frequency, self.weights, strict=True):
            logits = logits + row.scaled(frequency, sparse_weight).times(weights)
        return _softmax(logits)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SoftmaxClassifier(GraphComponent, IntentClassifier):
    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # As in scikit-learn: the larger, the less the weights are held back.
            "C": 30.0,
            # Counts of words and characters against embeddings; both have length one before.
            "sparse_weight": 0.7,
            # Customers write more that is out of scope than its share of the examples says: the odds of
            # these intents are multiplied by the weight.
            "out_of_scope_intents": ["out_of_scope", "oos"],
            "out_of_scope_weight": 2.5,
            "max_iterations": 80,
            LABEL_RANKING_LENGTH: 10,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        for name in ("C", "sparse_weight", "out_of_scope_weight"):
            if float(config.get(name, 1.0)) <= 0:
                raise InvalidConfigException(f"{cls.__name__}: {name} is {config[name]}, must be above 0.")

    @staticmethod
    def required_packages() -> list[str]:
        return ["scipy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SoftmaxClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Softmax | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._sparse_weight = float(config["sparse_weight"])

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        intents = [example.get(INTENT) for example in examples]
        if len(set(intents)) < 2:
            with self._model_storage.write_to(self._resource):
                return self._resource  # nothing to tell apart
        columns = list(zip(*map(_sentence_features, examples), strict=True))
        frequencies = [_inverse_frequency(column) for column in columns]
        blocks = [
            _block([Row.of(one).scaled(frequency, self._sparse_weight) for one in column], frequency)
            for column, frequency in zip(columns, frequencies, strict=True)
        ]
        labels, wanted = np.unique(intents, return_inverse=True)
        weights, bias = _fit(
            blocks, wanted, strength=float(self._config["C"]), iterations=self._config["max_iterations"]
        )
        outside = np.isin(labels, self._config["out_of_scope_intents"])
        bias[outside] += np.log(float(self._config["out_of_scope_weight"]))
        self._model = Softmax(labels.tolist(), frequencies, weights, bias)
        self._persist(self._model)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        if self._model is None or not with_text:
            return messages
        for message in with_text:
            rows = [Row.of(features) for features in _sentence_features(message)]
            given = self._model.probabilities(rows, self._sparse_weight)
            best = np.argsort(-given)[: self._config[LABEL_RANKING_LENGTH] or None]
            ranking = [{"name": self._model.labels[i], "confidence": float(given[i])} for i in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _persist(self, model: Softmax) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            arrays = {f"weights_{i}": block.astype(np.float16) for i, block in enumerate(model.weights)}
            arrays |= {f"frequency_{i}": block for i, block in enumerate(model.inverse_frequency)}
            np.savez(folder / "model.npz", bias=model.bias, **arrays)
            (folder / "labels.json").write_text(json.dumps(model.labels), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SoftmaxClassifier:
        with model_storage.read_from(resource) as folder:
            if not (folder / "labels.json").exists():
                return cls(config, model_storage, resource)
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            with np.load(folder / "model.npz") as arrays:
                count = sum(name.startswith("weights_") for name in arrays)
                model = Softmax(
                    labels,
                    [arrays[f"frequency_{i}"] for i in range(count)],
                    [arrays[f"weights_{i}"].astype(np.float32) for i in range(count)],
                    arrays["bias"],
                )
        return cls(config, model_storage, resource, model)


def _sentence_features(message: Message) -> list[Features]:
    """One for each featurizer, in the pipeline's order."""
    found = [f for f in message.features if f.attribute == TEXT and f.type == FEATURE_TYPE_SENTENCE]
    if not found:
        raise InvalidConfigException("SoftmaxClassifier needs sentence features: put a featurizer before it.")
    return found


def _inverse_frequency(column: Sequence[Features]) -> np.ndarray:
    """Smoothed: rare words say more. Empty for a dense featurizer."""
    if not column[0].is_sparse():
        return np.zeros(0, dtype=np.float32)
    known = np.concatenate([Row.of(features).columns for features in column])
    documents = np.bincount(known, minlength=column[0].features.shape[1])
    return (np.log((1 + len(column)) / (1 + documents)) + 1).astype(np.float32)


def _block(rows: Sequence[Row], inverse_frequency: np.ndarray) -> Block:
    values = [row.values for row in rows]
    if rows[0].columns is None:
        return np.stack(values)
    ends = np.cumsum([0, *map(len, values)])
    columns = np.concatenate([row.columns for row in rows])
    shape = (len(rows), len(inverse_frequency))
    return scipy.sparse.csr_matrix((np.concatenate(values), columns, ends), shape=shape)


def _logits(blocks: Sequence[Block], weights: Sequence[np.ndarray], bias: np.ndarray) -> np.ndarray:
    logits = np.tile(bias.astype(np.float32), (blocks[0].shape[0], 1))
    for block, matrix in zip(blocks, weights, strict=True):
        logits += block @ matrix
    return logits


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _fit(
    blocks: Sequence[Block], wanted: np.ndarray, *, strength: float, iterations: int
) -> tuple[list[np.ndarray], np.ndarray]:
    """The weights with the least cross-entropy, held back by their squares. `wanted`: label indexes."""
    rows, labels = len(wanted), int(wanted.max()) + 1
    shapes = [(block.shape[1], labels) for block in blocks]
    ends = np.cumsum([height * width for height, width in shapes])
    targets = np.zeros((rows, labels), dtype=np.float32)
    targets[np.arange(rows), wanted] = 1.0
    penalty = 1.0 / (strength * rows)

    def parts(flat: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
        *matrices, bias = np.split(flat.astype(np.float32), ends)
        return [m.reshape(shape) for m, shape in zip(matrices, shapes, strict=True)], bias

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = parts(flat)
        given = _softmax(_logits(blocks, weights, bias))
        misses = -np.log(given[np.arange(rows), wanted] + 1e-12).mean()
        held_back = 0.5 * penalty * sum(float((w * w).sum()) for w in weights)
        error = (given - targets) / rows
        slopes = [block.T @ error + penalty * w for block, w in zip(blocks, weights, strict=True)]
        flat_slopes = np.concatenate([*(slope.ravel() for slope in slopes), error.sum(axis=0)])
        return float(misses) + held_back, flat_slopes.astype(np.float64)

    start = np.zeros(ends[-1] + labels)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8})
    return parts(found.x)
