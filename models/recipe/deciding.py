"""The last stage of training: to decide with what the platform tells the model of each sentence.

`python -m models.recipe.deciding EXAMPLES.jsonl` in the model environment goes on from the weights of
models/embedded; `python -m serving.evaluation.showing` writes the examples.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from models.recipe import network as net
from models.recipe.examples import Example
from models.recipe.train import ROOT, SEED, Codec, Trainer, batches, fit
from serving.knowledge.prompt import MAX_CANDIDATES, MAX_CHOSEN, Candidate

log = logging.getLogger("deciding")

STEPS, RATE, BATCH = 800, 8e-4, 24
# Shares of what is drawn, by source and by whether anything answers.
SHARES = {
    ("companies", True): 0.45,
    ("companies", False): 0.25,
    ("articles", True): 0.2,
    ("articles", False): 0.1,
}
# What is to be quoted where the answer is among it: the likeliest, and beside an unsure one the next.
_FROM, _ALONE_FROM, _ADD_FROM, _ADD_WITHIN = -2.0, 1.5, -2.75, 2.0


@dataclass(frozen=True, slots=True)
class Sentence:
    candidate: Candidate
    logit: float
    answers: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The likeliest sentences, that first."""

    question: str
    answerable: bool
    sentences: list[Sentence]

    def perturbed(self, rng: np.random.Generator, *, ordered: bool) -> Example:
        """As serving might show it: fewer sentences, other likelihoods, no headings."""
        del ordered
        shown = self.sentences
        if rng.random() < 0.25:
            shown = [one for one in shown if one.answers or rng.random() < 0.7] or shown
        shown = shown[:MAX_CANDIDATES]
        shift = float(rng.normal(0, 0.25)) if rng.random() < 0.5 else 0.0
        logits = [one.logit + shift + float(rng.normal(0, 0.2)) for one in shown]
        bare = rng.random() < 0.1
        return Example(
            self.question,
            [_told(one.candidate, logit, bare=bare) for one, logit in zip(shown, logits, strict=True)],
            [one.answers for one in shown],
            _target(shown, logits),
            self.answerable,
        )


def _told(candidate: Candidate, logit: float, *, bare: bool) -> Candidate:
    heading = None if bare else candidate.heading
    return Candidate(candidate.sentence, candidate.title, heading, 1 / (1 + math.exp(-logit)))


def _target(shown: Sequence[Sentence], logits: Sequence[float]) -> list[int]:
    """What would be quoted by likelihood, where the answer is among it."""
    if not shown or logits[0] < _FROM:
        return []
    least = max(_ADD_FROM, logits[0] - _ADD_WITHIN)
    added = [index for index in range(1, len(shown)) if logits[0] < _ALONE_FROM and logits[index] >= least]
    quoted = [0, *added[: MAX_CHOSEN - 1]]
    return quoted if any(shown[index].answers for index in quoted) else []


def read(file: Path) -> dict[tuple[str, bool], list[Shown]]:
    found: dict[tuple[str, bool], list[Shown]] = {kind: [] for kind in SHARES}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentences = [
            Sentence(Candidate(one["text"], one["title"], one["heading"], 0.0), one["logit"], one["answers"])
            for one in row["sentences"]
        ]
        found[row["source"], row["answerable"]].append(Shown(row["question"], row["answerable"], sentences))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--model", type=Path, default=ROOT / "models/embedded")
    parser.add_argument("--out", type=Path, default=ROOT / "models/embedded")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(options.model).backend_tokenizer
    network = LlamaForCausalLM.from_pretrained(options.model, dtype=torch.float32)
    network.config._attn_implementation = "eager"  # as in network.py
    network.train()
    found = read(options.examples)
    trainer = Trainer(network, rate=RATE, steps=options.steps)
    sources = [(SHARES[kind], examples) for kind, examples in found.items()]
    source = batches(Codec(tokenizer), sources, size=BATCH, ordered=True, rng=np.random.default_rng(SEED))
    fit(trainer, source, steps=options.steps, check=lambda: None)
    net.save(network, tokenizer, options.out)


if __name__ == "__main__":
    main()
