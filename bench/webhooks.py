"""How fast signed webhooks are acknowledged while the platform works, and whether its queue drains.

    ./parley up --detach
    .venvs/serving/bin/python -m bench.webhooks --rates 50 200 500 --seconds 60

Sends WhatsApp messages, signed as Meta signs them, to the running platform at a fixed rate: a slow answer
delays no other webhook, and a webhook's latency counts from the moment when it was due. The answers go to a
peer of Meta's in this process, through an inbox that is made for the bench. Customers write again and again,
so what waits longer than its turn is answered in bursts, as it would be.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psutil
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from bench.customers import SCRIPT
from serving.channels import secrets
from serving.channels.models import Inbox, Outgoing, Receipt
from serving.cli.environment import Secrets
from serving.cli.layout import DataDirectory
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT
from serving.db import Database
from tests.channels.hooks import meta_signature
from tests.channels.meta_server import (
    APP_SECRET,
    PHONE,
    TOKEN,
    VERIFY_TOKEN,
    MetaServer,
    whatsapp_hook,
    whatsapp_text,
)
from tests.gateway import listening

INBOX = "bench-wa"
CONNECTIONS = 64
TIMEOUT_S = 30.0
# uvicorn closes a connection that was idle for five seconds; a provider's client would not use it again.
FRESH_S = 4.0
DRAIN_S = 900.0
_numbers = count(1)


@dataclass(frozen=True)
class Figures:
    """Milliseconds from when a webhook was due to its acknowledgement. `drained_s`: after the last one."""

    rate: int
    seconds: float
    sent: int
    statuses: dict[int, int]
    p50_ms: float
    p95_ms: float
    p99_ms: float
    waiting_at_the_end: int
    drained_s: float
    turns: int
    cpu_percent: float


class Caller:
    """One connection that posts prepared requests; a client library would cost more than the gateway."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._used_at = 0.0

    async def post(self, request: bytes) -> int:
        """The status of the answer; 0 when there was none."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                if self._streams is None or time.monotonic() - self._used_at > FRESH_S:
                    self._streams = await asyncio.open_connection(*self._where)
                reader, writer = self._streams
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = next(
                    (int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0
                )
                await reader.readexactly(length)
                self._used_at = time.monotonic()
                return int(head.split(" ", 2)[1])
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            self._streams = None
            return 0


def prepare(port: int, *, amount: int, customers: int) -> list[bytes]:
    made = []
    run = os.urandom(4).hex()
    for number in range(amount):
        customer = number % customers
        text = SCRIPT[(number // customers) % len(SCRIPT)]
        message = whatsapp_text(
            text, message_id=f"wamid.{run}.{next(_numbers)}", sender=f"48{run}{customer:06d}"
        )
        body = json.dumps(whatsapp_hook(message)).encode()
        head = {
            "Host": f"127.0.0.1:{port}",
            "Content-Length": str(len(body)),
            **meta_signature(APP_SECRET, body),
        }
        lines = [f"POST /channels/whatsapp/{INBOX} HTTP/1.1", *(f"{k}: {v}" for k, v in head.items())]
        made.append("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    return made


async def measure(database: Database, port: int, *, rate: int, seconds: float, customers: int) -> Figures:
    requests = prepare(port, amount=round(rate * seconds), customers=customers)
    callers: asyncio.LifoQueue[Caller] = asyncio.LifoQueue()
    for _ in range(CONNECTIONS):
        callers.put_nowait(Caller("127.0.0.1", port))
    taken_ms: list[float] = []
    statuses: Counter[int] = Counter()

    async def call(request: bytes, due: float) -> None:
        caller = await callers.get()
        statuses[await caller.post(request)] += 1
        taken_ms.append(1000 * (time.perf_counter() - due))
        callers.put_nowait(caller)

    before = await _turns(database)
    psutil.cpu_percent()
    began = time.perf_counter()
    calls: list[asyncio.Task[None]] = []
    for number, request in enumerate(requests):
        due = began + number / rate
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        calls.append(asyncio.create_task(call(request, due)))
    await asyncio.gather(*calls)
    ended = time.perf_counter()
    busy = psutil.cpu_percent()
    waiting = await _waiting(database)
    await _drain(database)
    cuts = statistics.quantiles(taken_ms, n=100, method="inclusive")
    return Figures(
        rate=rate,
        seconds=seconds,
        sent=len(requests),
        statuses=dict(statuses),
        p50_ms=round(cuts[49], 1),
        p95_ms=round(cuts[94], 1),
        p99_ms=round(cuts[98], 1),
        waiting_at_the_end=waiting,
        drained_s=round(time.perf_counter() - ended, 1),
        turns=await _turns(database) - before,
        cpu_percent=busy,
    )


async def _waiting(database: Database) -> int:
    async with database.read() as session:
        return (
            await session.scalar(
                select(func.count())
                .select_from(Receipt)
                .where(Receipt.inbox_id == INBOX, Receipt.processed_at.is_(None))
            )
            or 0
        )


async def _turns(database: Database) -> int:
    async with database.read() as session:
        return (
            await session.scalar(select(func.count()).select_from(Outgoing).where(Outgoing.inbox_id == INBOX))
            or 0
        )


async def _drain(database: Database) -> None:
    async with asyncio.timeout(DRAIN_S):
        while await _waiting(database):  # noqa: ASYNC110  # other processes do what is awaited
            await asyncio.sleep(1.0)


async def _furnish(database: Database, secret_key: str, base_url: str) -> None:
    stored = secrets.encrypt(
        {"access_token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN}, SecretStr(secret_key)
    )
    async with database.write() as session:
        inbox = await session.get(Inbox, INBOX)
        if inbox is None:
            inbox = Inbox(id=INBOX, name="Bench", channel="whatsapp")
            session.add(inbox)
        inbox.settings = {"phone_number_id": PHONE, "base_url": base_url}
        inbox.secrets = stored


async def run(options: argparse.Namespace) -> list[Figures]:
    data = DataDirectory(options.data.resolve())
    note, _ = require_running(data)
    url = os.environ.get("PARLEY_DATABASE_URL") or f"sqlite+aiosqlite:///{data.database}"
    database = Database.connect(url)
    found: list[Figures] = []
    try:
        async with listening(MetaServer().app()) as address:
            await _furnish(database, Secrets.load_or_create(data).secret_key, f"http://{address}")
            for rate in options.rates:
                figures = await measure(
                    database, note.port, rate=rate, seconds=options.seconds, customers=options.customers
                )
                print(figures, file=sys.stderr)
                found.append(figures)
    finally:
        await database.close()
    return found


def show(found: list[Figures]) -> None:
    table = Table(title="Signed webhooks, from when they were due to the acknowledgement")
    names = (
        "a second",
        "sent",
        "refused",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "waiting at the end",
        "drained after",
    )
    for name in names:
        table.add_column(name, justify="right")
    for one in found:
        refused = one.sent - one.statuses.get(200, 0)
        cells = (one.rate, one.sent, refused, one.p50_ms, one.p95_ms, one.p99_ms, one.waiting_at_the_end)
        table.add_row(*map(str, cells), f"{one.drained_s} s")
    Console().print(table)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=PROJECT_ROOT / ".parley", help="the running platform's")
    parser.add_argument("--rates", type=int, nargs="+", default=[50, 200, 500], help="webhooks a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="at each rate")
    parser.add_argument("--customers", type=int, default=1000, help="who write in turn")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    options = parser.parse_args()
    found = asyncio.run(run(options))
    show(found)
    if options.json:
        machine: dict[str, Any] = {"cores": os.cpu_count(), "python": platform.python_version()}
        kept = {"machine": machine, "rates": [asdict(figures) for figures in found]}
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
