"""Tokens a second and the time to the first: through Parley's door, from vLLM directly, by Hugging Face.

    .venvs/serving/bin/python -m bench.llm --model NAME --folder FOLDER [--url http://gpu:8000/v1]

For a model that writes (the embedded one points with two tokens, which measures nothing): NAME is what the
server calls it, FOLDER where Hugging Face finds it; without --url the running platform's server is asked.
In one run on one model: the same prompts at temperature 0, so the same tokens, for 1, 8 and 32 customers at
once. The door (`serving/llm/vllm.py`) is what every answer goes through; "directly" is the client library
alone. Which of the two comes first changes from round to round. Hugging Face generates one reply at a time
and in static batches, in the model server's environment: run it where the model server runs. Then the
platform answers a conversation over the sample articles in each of its modes, and vLLM says how much of those
prompts it had in its cache: of a server that was just started, for a second run finds its own prompts there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import openai
from rich.console import Console
from rich.table import Table

from serving.cli.environment import Ports, Secrets
from serving.cli.layout import DataDirectory
from serving.cli.processes import MODEL_PYTHON
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT
from serving.evaluation.answers import ARTICLES
from serving.evaluation.asking import unpreviewed
from serving.evaluation.library import INBOX, opened_library
from serving.knowledge.answers import QuotedAnswers
from serving.knowledge.base import AnswerSource, Question
from serving.knowledge.encoder import load_encoder
from serving.knowledge.parsers.markdown import without_expected
from serving.knowledge.reader import load_reader
from serving.knowledge.service import composed_answers
from serving.llm.vllm import VllmModel

CUSTOMERS = (1, 8, 32)
ROUNDS = 4
TOKENS = 64
TIMEOUT_S = 600
CONVERSATION = (
    "how long does shipping take?",
    "and how much is express?",
    "do you deliver to Norway?",
    "can I send a sofa back?",
    "who pays for that?",
    "how long does the refund take?",
    "can I pay by invoice?",
    "what does the warranty cover?",
)
RESULTS = PROJECT_ROOT / "bench" / "results"

# A piece of the reply; the last ones carry how many tokens it was.
Piece = tuple[str, int]
Speak = Callable[[int], AsyncIterator[Piece]]


@dataclass(frozen=True)
class Figures:
    who: str
    customers: int
    tokens_per_s: float
    first_token_p50_ms: float | None


@dataclass
class Round:
    """`first_s`: of each customer, from the request on."""

    tokens: int
    seconds: float
    first_s: list[float]


def messages(customer: int) -> list[dict[str, str]]:
    article = (PROJECT_ROOT / "samples" / "articles" / "shipping.md").read_text(encoding="utf-8")
    article = without_expected(article)
    question = f"Customer {customer} asks for all there is to know about shipping, in many words."
    return [{"role": "system", "content": article}, {"role": "user", "content": question}]


def through_the_door(model: VllmModel, tokens: int) -> Speak:
    async def speak(customer: int) -> AsyncIterator[Piece]:
        async for piece in model.stream(
            messages(customer), max_tokens=tokens, conversation_id=f"bench-{customer}"
        ):
            yield piece.text, piece.completion_tokens

    return speak


def directly(client: openai.AsyncOpenAI, name: str, tokens: int) -> Speak:
    async def speak(customer: int) -> AsyncIterator[Piece]:
        stream: Any = await client.chat.completions.create(
            model=name,
            messages=messages(customer),  # type: ignore[arg-type]
            max_tokens=tokens,
            temperature=0,
            stream=True,
            stream_options={"include_usage": True},
        )
        async for chunk in stream:
            text = chunk.choices[0].delta.content if chunk.choices else None
            yield text or "", chunk.usage.completion_tokens if chunk.usage else 0

    return speak


async def one_round(speak: Speak, customers: int) -> Round:
    async def customer(number: int) -> tuple[float, int]:
        began = time.perf_counter()
        first: float | None = None
        tokens = 0
        async for text, counted in speak(number):
            if text and first is None:
                first = time.perf_counter() - began
            tokens = max(tokens, counted)
        return first or 0.0, tokens

    began = time.perf_counter()
    done = await asyncio.gather(*(customer(number) for number in range(customers)))
    seconds = time.perf_counter() - began
    return Round(sum(tokens for _, tokens in done), seconds, [first for first, _ in done])


async def measure_servers(url: str, name: str, key: str, tokens: int) -> list[Figures]:
    model = VllmModel(url, name, api_key=key, timeout_s=TIMEOUT_S, max_concurrent=max(CUSTOMERS))
    client = openai.AsyncOpenAI(base_url=url, api_key=key or "none", timeout=TIMEOUT_S, max_retries=0)
    ways = {"Parley's door": through_the_door(model, tokens), "vLLM directly": directly(client, name, tokens)}
    found: list[Figures] = []
    try:
        for way in ways.values():
            await one_round(way, 1)  # fills the prefix cache
        for customers in CUSTOMERS:
            rounds: dict[str, list[Round]] = {who: [] for who in ways}
            for number in range(ROUNDS):
                order = list(ways) if number % 2 else list(ways)[::-1]
                for who in order:
                    rounds[who].append(await one_round(ways[who], customers))
            found += [_figures(who, customers, done) for who, done in rounds.items()]
    finally:
        await model.close()
        await client.close()
    return found


def _figures(who: str, customers: int, rounds: list[Round]) -> Figures:
    speed = sum(one.tokens for one in rounds) / sum(one.seconds for one in rounds)
    first = statistics.median([seconds for one in rounds for seconds in one.first_s])
    return Figures(who, customers, round(speed, 1), round(first * 1000, 1))


def measure_hugging_face(folder: Path, tokens: int) -> list[Figures]:
    """In the model server's environment, one reply at a time and in static batches."""
    asked = [messages(customer) for customer in range(max(CUSTOMERS))]
    job = {"folder": str(folder), "tokens": tokens, "batches": CUSTOMERS, "messages": asked}
    command = (str(MODEL_PYTHON), str(Path(__file__).with_name("hugging_face.py")))
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        command, input=json.dumps(job), capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        raise SystemExit(f"Hugging Face's generate failed:\n{done.stderr[-2000:]}")
    speeds = json.loads(done.stdout.splitlines()[-1])
    return [
        Figures("Hugging Face, one by one" if batch == 1 else "Hugging Face, batch", batch, speed, None)
        for batch, speed in zip(CUSTOMERS, speeds, strict=True)
    ]


async def prefix_hits(url: str, name: str, key: str, encoder_path: Path) -> dict[str, float]:
    """By mode, the share of a conversation's prompt tokens that vLLM had in its cache already."""
    model = VllmModel(url, name, api_key=key, timeout_s=TIMEOUT_S)
    encoder, reader = load_encoder(encoder_path), load_reader(encoder_path)
    try:
        async with opened_library(ARTICLES, encoder, reader=reader) as library:
            modes = {
                "quoted": QuotedAnswers(library.retriever, model),
                "composed": composed_answers(library.retriever, encoder, model),
            }
            return {mode: await _hits(model, source, mode) for mode, source in modes.items()}
    finally:
        await model.close()


async def _hits(model: VllmModel, source: AnswerSource, mode: str) -> float:
    before = await model.metrics()
    history: list[tuple[str, str]] = []
    for text in CONVERSATION:
        answer = await source.answer(
            Question(text, INBOX, f"bench-{mode}", history=tuple(history)), unpreviewed
        )
        history += [("Customer", text), ("Assistant", answer.text or "I did not find that.")]
    after = await model.metrics()
    return (after.prefix_hits - before.prefix_hits) / (after.prefix_queries - before.prefix_queries)


def device() -> str:
    if shutil.which("nvidia-smi"):
        query = ("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
        named = subprocess.run(query, capture_output=True, text=True, check=False).stdout.strip()
        if named:
            return named
    return f"CPU {platform.machine()}, {len(os.sched_getaffinity(0))} cores"


def show(found: list[Figures], hits: Mapping[str, float], console: Console) -> None:
    table = Table(title="Tokens a second", title_justify="left")
    for name in ("who", "customers"):
        table.add_column(name)
    for name in ("tokens/s", "first token p50", "of vLLM's tokens/s"):
        table.add_column(name, justify="right")
    direct = {one.customers: one.tokens_per_s for one in found if one.who == "vLLM directly"}
    for one in found:
        first = "" if one.first_token_p50_ms is None else f"{one.first_token_p50_ms:.0f} ms"
        share = f"{one.tokens_per_s / direct[one.customers]:.1%}"
        table.add_row(one.who, str(one.customers), f"{one.tokens_per_s:.1f}", first, share)
    console.print(table)
    for mode, share in hits.items():
        console.print(f"{mode}: {share:.1%} of a conversation's prompt tokens were in the prefix cache")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="an OpenAI-compatible .../v1; default: the running platform's")
    parser.add_argument("--model", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tokens", type=int, default=TOKENS)
    arguments = parser.parse_args()
    url, key = arguments.url, os.environ.get("PARLEY_LLM_API_KEY", "")
    directory = DataDirectory.at(arguments.data)
    if url is None:
        note, _ = require_running(directory)
        url, key = f"http://127.0.0.1:{Ports(note.port).llm}/v1", Secrets.load_or_create(directory).llm_key
    found = asyncio.run(measure_servers(url, arguments.model, key, arguments.tokens))
    hits = asyncio.run(prefix_hits(url, arguments.model, key, directory.encoder))
    found += measure_hugging_face(arguments.folder, arguments.tokens)
    show(found, hits, Console())
    RESULTS.mkdir(exist_ok=True)
    result = {
        "device": device(),
        "model": arguments.folder.name,
        "tokens": arguments.tokens,
        "prefix_hits": hits,
        "figures": [asdict(one) for one in found],
    }
    name = "gpu" if not device().startswith("CPU") else f"{len(os.sched_getaffinity(0))}-cores"
    file = RESULTS / f"llm-{arguments.folder.name}-{name}.json"
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
