"""The articles' sentences and the retrieval that training shares with serving: MiniLM and words, fused."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import ctranslate2
import numpy as np
import numpy.typing as npt
import yaml
from tokenizers import Tokenizer

from serving.knowledge.prompt import Candidate
from serving.knowledge.sentences import split_sentences

FloatArray = npt.NDArray[np.float32]

# How sentences are ranked and scored. `platform`: as serving/knowledge/retrieval.py does it. The others keep
# the model from leaning on one retrieval: `context` scores a sentence with and without its headings,
# `fused` ranks by cosine and words.
Ranking = Literal["platform", "context", "fused"]
RANKINGS: tuple[Ranking, ...] = ("platform", "context", "platform", "fused")

_PASSAGE_WEIGHT = 0.4
_FUSION = 20.0  # rank offset of reciprocal rank fusion
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    _WORD.findall(
        "a an the is are was be do does did i you we my your our it to of in on for at and or if can how "
        "what when where which who why with from by not no me there this that have has will would"
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    title: str
    heading: str | None
    article: str


class Encoder:
    """MiniLM sentence vectors (unit length), remembered by text."""

    def __init__(self, path: Path) -> None:
        self._model = ctranslate2.Encoder(str(path), device="cpu", intra_threads=1)
        self._tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(128)
        self._known: dict[str, FloatArray] = {}

    def encode(self, texts: Sequence[str]) -> FloatArray:
        new = sorted({text for text in texts if text not in self._known}, key=len)
        for begin in range(0, len(new), 32):
            batch = new[begin : begin + 32]
            tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(batch)]
            states = np.asarray(self._model.forward_batch(tokens).last_hidden_state)
            for text, row, ids in zip(batch, states, tokens, strict=True):
                mean = row[: len(ids)].mean(axis=0)
                self._known[text] = (mean / np.linalg.norm(mean)).astype(np.float32)
        return np.stack([self._known[text] for text in texts])


class Pool:
    """Sentences to retrieve from."""

    def __init__(self, sentences: Sequence[Sentence], encoder: Encoder) -> None:
        self.sentences = list(sentences)
        self._encoder = encoder
        self._vectors = encoder.encode([sentence.text for sentence in sentences])
        self._words = [_words(f"{s.title} {s.heading or ''} {s.text}") for s in sentences]
        counts = Counter(word for words in self._words for word in set(words))
        self._weight = {word: np.log(1 + len(sentences) / count) for word, count in counts.items()}

    def retrieve(
        self, question: str, count: int, *, ranking: Ranking, forced: Sequence[str] = ()
    ) -> list[Candidate]:
        """The best sentences, best first; the `forced` ones last where they are not among them."""
        asked = self._encoder.encode([question])[0]
        scores = self._vectors @ asked
        order = -scores
        if ranking == "platform":
            order = -(scores + _PASSAGE_WEIGHT * self._of_passages(asked))
        elif ranking == "context":
            scores = (scores + self._in_context() @ asked) / 2
            order = -scores
        elif ranking == "fused":
            words = set(_words(question))
            lexical = np.array([self._overlap(words, sentence) for sentence in self._words])
            order = -(1 / (_FUSION + _ranks(scores)) + 0.5 / (_FUSION + _ranks(lexical)))
        best = [int(index) for index in np.argsort(order, kind="stable")[:count]]
        missing = [
            index
            for index, sentence in enumerate(self.sentences)
            if sentence.text in forced and index not in best
        ]
        shown = best[: count - len(missing)] + missing
        return [self._candidate(self.sentences[index], float(scores[index])) for index in shown]

    def _of_passages(self, asked: FloatArray) -> FloatArray:
        """For each sentence the best cosine of two neighbours in its passage, below their title."""
        windows: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for one, two in pairwise(self.sentences):
            if _place(one) == _place(two):
                windows[_place(one)].append(f"{one.title}: {one.text} {two.text}")
        for one in self.sentences:
            if _place(one) not in windows:
                windows[_place(one)].append(f"{one.title}: {one.text}")
        best = {place: float((self._encoder.encode(texts) @ asked).max()) for place, texts in windows.items()}
        return np.array([best[_place(sentence)] for sentence in self.sentences], dtype=np.float32)

    def _in_context(self) -> FloatArray:
        return self._encoder.encode([f"{s.title}, {s.heading or ''}: {s.text}" for s in self.sentences])

    @staticmethod
    def _candidate(sentence: Sentence, score: float) -> Candidate:
        return Candidate(sentence.text, sentence.title, sentence.heading, score)

    def _overlap(self, asked: set[str], words: Sequence[str]) -> float:
        return sum(float(self._weight[word]) for word in asked.intersection(words)) / (8 + len(words)) ** 0.5


def read_articles(folder: Path) -> list[Sentence]:
    sentences: list[Sentence] = []
    for path in sorted(folder.glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        title, heading = str(yaml.safe_load(front)["title"]), None
        for line in body.splitlines():
            if line.startswith("#"):
                heading = line.lstrip("# ").strip()
            elif line.strip():
                sentences += [Sentence(text, title, heading, path.stem) for text in split_sentences(line)]
    return sentences


def _place(sentence: Sentence) -> tuple[str, str | None]:
    return sentence.article, sentence.heading


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _ranks(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.int64]:
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return ranks
