"""Turns a second and their latency: stock Rasa and Parley side by side, and over one long conversation.

    PARLEY_API_REQUESTS_PER_S=10000 ./parley up --detach
    .venvs/serving/bin/python -m bench.turns

Both answer the same scripted conversation from the same training data, actions and shop, one after the
other. Stock Rasa (bench/stock_rasa.py) is asked through its REST channel; Parley through the gateway's,
from the request to the reply: receiving, storing, the worker, Rasa, the catalogue and the transcript.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from bench.customers import Measured, Say, converse
from bench.stock_rasa import StockRasa
from serving.cli.environment import Ports, Secrets
from serving.cli.layout import DataDirectory
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT

STOCK_PORT_OFFSET = 10
CONNECTIONS = 128
WAIT_S = 120


@dataclass(frozen=True)
class Figures:
    """Turns a second, latency in milliseconds, and how many turns had no reply."""

    who: str
    customers: int
    per_second: float
    p50_ms: float
    p95_ms: float
    silent: int

    @classmethod
    def of(cls, who: str, customers: int, measured: Measured) -> Figures:
        per_second, p50, p95 = measured.per_second, measured.percentile_ms(50), measured.percentile_ms(95)
        return cls(who, customers, round(per_second, 2), round(p50, 1), round(p95, 1), measured.silent)


@asynccontextmanager
async def asking_parley(gateway: str, key: str) -> AsyncIterator[Say]:
    conversations: dict[str, str] = {}
    async with _client(base_url=gateway, headers={"Authorization": f"Bearer {key}"}) as client:

        async def say(customer: str, text: str) -> Sequence[str]:
            body: dict[str, Any] = {"text": text, "wait_s": WAIT_S}
            if customer in conversations:
                body["conversation"] = conversations[customer]
            async with client.post("/api/rest/rest/messages", json=body) as response:
                if response.status == HTTPStatus.TOO_MANY_REQUESTS:
                    raise SystemExit(
                        "The gateway limits its callers: start the platform with"
                        " PARLEY_API_REQUESTS_PER_S=10000."
                    )
                response.raise_for_status()
                answer = await response.json()
            conversations[customer] = answer["conversation"]
            return [reply["text"] for reply in answer.get("replies", ())]

        yield say


@asynccontextmanager
async def asking_stock(url: str) -> AsyncIterator[Say]:
    async with _client() as client:

        async def say(customer: str, text: str) -> Sequence[str]:
            async with client.post(url, json={"sender": customer, "message": text}) as response:
                response.raise_for_status()
                # An utterance of ours may be buttons alone.
                return [str(reply) for reply in await response.json()]

        yield say


def _client(**options: Any) -> aiohttp.ClientSession:
    """It shares the cores with what it measures, so it must cost little."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    return aiohttp.ClientSession(
        connector=connector, timeout=aiohttp.ClientTimeout(total=WAIT_S + 10), **options
    )


async def measure(options: argparse.Namespace, stock: StockRasa, gateway: str, key: str) -> dict[str, Any]:
    async with asking_stock(stock.url) as ask_stock, asking_parley(gateway, key) as ask_parley:
        sides = {"stock": ask_stock, "parley": ask_parley}
        for say in sides.values():
            await converse(say, customers=2, turns=5)  # what is loaded at the first use
        crowds = []
        for customers in options.customers:
            for who, say in sides.items():
                measured = await converse(say, customers=customers, turns=options.turns)
                crowds.append(Figures.of(who, customers, measured))
                _note(crowds[-1])
        curves = {}
        for who, turns in {"stock": options.stock_long, "parley": options.long}.items():
            one = await converse(sides[who], customers=1, turns=turns)
            curves[who] = [round(1000 * seconds, 1) for seconds in one.turns_s]
    return {"crowds": crowds, "curves": curves}


def _note(figures: Figures) -> None:
    print(
        f"{figures.who}: {figures.customers} customers, {figures.per_second} turns/s, "
        f"{figures.silent} turns without a reply",
        file=sys.stderr,
    )


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def show(found: dict[str, Any], console: Console) -> None:
    table = Table(title="The same conversation, many customers at once")
    for name in (
        "customers",
        "stock turns/s",
        "p50 ms",
        "p95 ms",
        "Parley turns/s",
        "p50 ms",
        "p95 ms",
        "ratio",
    ):
        table.add_column(name, justify="right")
    pairs = zip(found["crowds"][::2], found["crowds"][1::2], strict=True)
    for stock, parley in pairs:
        cells = [stock.customers, stock.per_second, stock.p50_ms, stock.p95_ms]
        cells += [parley.per_second, parley.p50_ms, parley.p95_ms]
        table.add_row(*map(str, cells), f"{parley.per_second / stock.per_second:.2f}")
    console.print(table)
    console.print(_curves(found["curves"]))


def _curves(curves: dict[str, list[float]]) -> Table:
    table = Table(title="One conversation: the median turn of each tenth of it, milliseconds")
    table.add_column("")
    for number in range(1, 11):
        table.add_column(f"{number}.", justify="right")
    for who, turns in curves.items():
        tenth = max(1, len(turns) // 10)
        medians = [f"{median(turns[i * tenth : (i + 1) * tenth]):.0f}" for i in range(10)]
        table.add_row(f"{who}, {len(turns)} turns", *medians)
    late, early = growth(curves["parley"])
    table.caption = (
        f"Parley: {late:.1f} ms in the last tenth, {early:.1f} ms in the first: {late / early:.2f} times"
    )
    return table


def growth(turns: Sequence[float]) -> tuple[float, float]:
    """The medians of the last tenth, and of what comes after the first ten turns in the first one."""
    tenth = max(20, len(turns) // 10)
    return median(turns[-tenth:]), median(turns[10:tenth])


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=PROJECT_ROOT / ".parley", help="the running platform's")
    parser.add_argument("--customers", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--turns", type=int, default=20, help="of each customer")
    parser.add_argument("--long", type=int, default=1000, help="turns of Parley's long conversation")
    parser.add_argument(
        "--stock-long", type=int, default=200, help="of stock Rasa's, whose turns grow with the conversation"
    )
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--retrain", action="store_true", help="train the stock Rasa again")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    data = DataDirectory(options.data.resolve())
    note, _ = require_running(data)
    ports, secrets = Ports(note.port), Secrets.load_or_create(data)
    stock = StockRasa(
        data.root / "bench" / "stock",
        port=note.port + STOCK_PORT_OFFSET,
        redis=("127.0.0.1", ports.redis, secrets.redis_password),
        shop=(f"http://127.0.0.1:{ports.shop}", secrets.shop_key),
    )
    if options.retrain or not stock.is_trained():
        print("training the stock Rasa (minutes) ...", file=sys.stderr)
        stock.prepare()
    try:
        stock.start()
        gateway = f"http://127.0.0.1:{note.port}"
        found = asyncio.run(measure(options, stock, gateway, secrets.rest_key))
    finally:
        stock.stop()
    show(found, Console())
    if options.json:
        machine = {
            "cores": os.cpu_count(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        }
        kept = {"machine": machine, **found, "crowds": [asdict(figures) for figures in found["crowds"]]}
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
