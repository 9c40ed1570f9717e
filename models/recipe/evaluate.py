"""Measures the embedded model on questions it was never trained on: `python -m models.recipe.evaluate`.

Writes `figures.json` beside the weights. A choice is right when every chosen sentence answers the question.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM, PreTrainedTokenizerFast

from models.recipe.examples import Example, Retrieved, read_questions, retrieve
from models.recipe.retrieval import Encoder, Pool, read_articles
from serving.knowledge.prompt import choices, messages, parse

log = logging.getLogger("evaluate")
ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares. `right`, `abstained`, `wrong`: of the answerable questions; `refused`: of the open ones."""

    right: float
    wrong: float
    abstained: float
    refused: float
    # Of all answers given, how many are right: open questions count as wrong.
    trusted: float


@dataclass(frozen=True, slots=True)
class Figures:
    """`found`: share of answerable questions whose answer is among the candidates, the ceiling for any model.

    `best_sentence` always quotes the best-retrieved sentence; `threshold` quotes it from the cosine on
    that does best on the training questions.
    """

    answerable: int
    unanswerable: int
    found: float
    model: Outcome
    best_sentence: Outcome
    threshold: Outcome


class Chooser:
    """Greedy decoding constrained to the allowed replies, as vLLM's structured outputs do it."""

    def __init__(self, folder: Path) -> None:
        self.network: LlamaForCausalLM = AutoModelForCausalLM.from_pretrained(folder)
        self.tokenizer: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(folder)
        self.network.eval()

    def choose(self, example: Example) -> list[int]:
        prompt = self.tokenizer.apply_chat_template(
            messages(example.question, example.candidates), add_generation_prompt=True, return_dict=False
        )
        end = self.tokenizer.eos_token_id
        replies = [
            [*self.tokenizer.encode(choice, add_special_tokens=False), end]
            for choice in choices(len(example.candidates))
        ]
        chosen: list[int] = []
        while end not in chosen:
            allowed = {reply[len(chosen)] for reply in replies if reply[: len(chosen)] == chosen}
            with torch.no_grad():
                scores = self.network(torch.tensor([prompt + chosen])).logits[0, -1]
            chosen.append(max(allowed, key=lambda token: float(scores[token])))
        return parse(self.tokenizer.decode(chosen[:-1]), len(example.candidates))


def outcome(examples: Sequence[Example], chosen: Sequence[list[int]]) -> Outcome:
    """Open questions are those whose example has no answer in the corpus (`example.answerable` is false)."""
    answerable = [(e, c) for e, c in zip(examples, chosen, strict=True) if e.answerable]
    open_ = [c for e, c in zip(examples, chosen, strict=True) if not e.answerable]
    right = sum(bool(c) and all(e.gold[index] for index in c) for e, c in answerable)
    abstained = sum(not c for _, c in answerable)
    refused = sum(not c for c in open_)
    given = len(answerable) - abstained + len(open_) - refused
    return Outcome(
        right=_share(right, len(answerable)),
        wrong=_share(len(answerable) - abstained - right, len(answerable)),
        abstained=_share(abstained, len(answerable)),
        refused=_share(refused, len(open_)),
        trusted=_share(right, given),
    )


def best_threshold(examples: Sequence[Example]) -> float:
    """The cosine from which quoting the best sentence is right most often, `none` for the rest."""

    def good(threshold: float) -> float:
        result = outcome(examples, above(examples, threshold))
        return result.right + result.refused

    return max((float(t) for t in np.arange(0.2, 0.8, 0.02)), key=good)


def above(examples: Sequence[Example], threshold: float) -> list[list[int]]:
    return [[0] if e.candidates[0].score >= threshold else [] for e in examples]


def measure(chooser: Chooser, examples: Sequence[Example], *, threshold: float) -> Figures:
    answerable = [example for example in examples if example.answerable]
    return Figures(
        answerable=len(answerable),
        unanswerable=len(examples) - len(answerable),
        found=_share(sum(any(example.gold) for example in answerable), len(answerable)),
        model=outcome(examples, [chooser.choose(example) for example in examples]),
        best_sentence=outcome(examples, above(examples, -1.0)),
        threshold=outcome(examples, above(examples, threshold)),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def load(folder: Path, pool: Pool, split: str) -> list[Example]:
    labelled = [
        *read_questions(folder / "questions.jsonl", pool, split=split),
        *read_questions(folder / "unanswerable.jsonl", pool, split=split),
    ]
    found: list[Retrieved] = retrieve(labelled, pool, ranking="platform")
    return [one.example() for one in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "models/embedded")
    parser.add_argument("--minilm", type=Path, default=ROOT / ".parley/models/minilm")
    parser.add_argument("--show", action="store_true", help="print each question that went wrong")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    torch.set_num_threads(1)
    encoder, chooser = Encoder(options.minilm), Chooser(options.model)
    articles = Pool(read_articles(ROOT / "samples" / "articles"), encoder)
    unseen = Pool(read_articles(HERE / "unseen"), encoder)
    threshold = best_threshold(load(HERE / "data", articles, "train"))
    sets = {
        "articles": load(HERE / "data", articles, "test"),
        "unseen_company": load(HERE / "unseen", unseen, "test"),
    }
    figures = {name: asdict(measure(chooser, found, threshold=threshold)) for name, found in sets.items()}
    weights = hashlib.sha256((options.model / "model.safetensors").read_bytes()).hexdigest()
    report = {"weights_sha256": weights, "threshold": round(threshold, 2), **figures}
    text = json.dumps(report, indent=2) + "\n"
    (options.model / "figures.json").write_text(text, encoding="utf-8")
    log.info(text)
    if options.show:
        for example in (one for found in sets.values() for one in found):
            _show(example, chooser.choose(example))


def _show(example: Example, chosen: list[int]) -> None:
    if bool(chosen) == example.answerable and all(example.gold[index] for index in chosen):
        return
    said = " / ".join(example.candidates[index].sentence for index in chosen) or "none"
    gold = [c.sentence for c, good in zip(example.candidates, example.gold, strict=True) if good]
    log.info(
        "%s\n  said: %s\n  gold: %s",
        example.question,
        said,
        gold or ("not found" if example.answerable else "none"),
    )


if __name__ == "__main__":
    main()
