"""MiniLM sentence embeddings as dense features, on CTranslate2: no TensorFlow and no PyTorch."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer as SubwordTokenizer

from bot.components.locale import in_english

log = logging.getLogger(__name__)

ENCODER_PATH = "PARLEY_ENCODER_PATH"
MAX_SUBWORDS = 128
TRAINING_BATCH = 64


class SentenceEncoder:
    """Text to a unit vector: the mean of the last hidden states over the real subwords.

    Both libraries may be called from several threads at once.
    """

    def __init__(self, path: Path) -> None:
        for name in ("model.bin", "tokenizer.json"):
            if not (path / name).is_file():
                raise InvalidConfigException(
                    f"{path} has no {name}: set {ENCODER_PATH} to the MiniLM folder."
                )
        self._tokenizer = SubwordTokenizer.from_file(str(path / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_SUBWORDS)
        self._encoder = ctranslate2.Encoder(str(path), device="cpu", intra_threads=1)

    def encode(self, texts: list[str]) -> np.ndarray:
        """Returns (len(texts), 384) float32."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        hidden = np.asarray(self._encoder.forward_batch(ids).last_hidden_state)
        mask_ = np.zeros(hidden.shape[:2], dtype=np.float32)
        for row, subwords in enumerate(ids):
            mask_[row, : len(subwords)] = 1.0
        mean = (hidden * mask_[:, :, None]).sum(axis=1) / mask_.sum(axis=1, keepdims=True)
        return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)


@lru_cache(maxsize=1)
def shared_encoder(path: Path) -> SentenceEncoder:
    """One copy in memory for the graph's training and prediction nodes."""
    return SentenceEncoder(path)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MiniLMFeaturizer(DenseFeaturizer, GraphComponent):
    """Nothing is stored with the trained model: the encoder's weights stay in their own folder."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["ctranslate2", "tokenizers"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MiniLMFeaturizer:
        path = os.environ.get(ENCODER_PATH)
        if not path:
            raise InvalidConfigException(f"Set {ENCODER_PATH} to the folder of MiniLM's CTranslate2 model.")
        return cls(config, execution_context.node_name, shared_encoder(Path(path)))

    def __init__(self, config: dict[str, Any], name: str, encoder: SentenceEncoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    def process(self, messages: list[Message]) -> list[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        read = [in_english(message) for message in with_text]
        # Alike ones once, and of one length together: padding costs as much as words do.
        different = sorted(set(read), key=len)
        vectors: dict[str, np.ndarray] = {}
        for start in range(0, len(different), TRAINING_BATCH):
            batch = different[start : start + TRAINING_BATCH]
            vectors |= zip(batch, self._encoder.encode(batch), strict=True)
        for message, text in zip(with_text, read, strict=True):
            self._add(message, vectors[text][None, :])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _add(self, message: Message, vector: np.ndarray) -> None:
        """Rasa wants one row a token besides the sentence; the classifier reads only the sentence."""
        rows = max(1, len(message.get("text_tokens") or ()))
        for features, kind in (
            (np.repeat(vector, rows, axis=0), FEATURE_TYPE_SEQUENCE),
            (vector, FEATURE_TYPE_SENTENCE),
        ):
            message.add_features(Features(features, kind, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
