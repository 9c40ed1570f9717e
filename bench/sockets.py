"""What idle widget connections cost one gateway, and how fast an operator's message reaches many.

    .venvs/serving/bin/python -m bench.sockets --idle 10000 --listeners 1000

Starts a gateway of its own over a Redis and a SQLite of its own. Idle connections are signed-in widgets of
different visitors; memory is the growth of the gateway's resident set. The listeners are open widgets of
one conversation (the same customer's pages): an operator's reply is committed, and the time until each has
the event counts.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import psutil
from pydantic import SecretStr

from serving.channels import tokens
from serving.channels.models import Inbox
from serving.config import PROJECT_ROOT
from serving.conversations import service
from serving.db import Database
from serving.keys import derive_key
from serving.migrations import upgrade_async
from serving.operators.models import Operator
from serving.realtime.publisher import Publisher
from serving.redis import connect
from serving.tasks import cancel_and_wait
from tests.services import RedisServer, free_port

SECRET_KEY = "a secret key for the bench, 32 characters"
INBOX = "web"
AT_ONCE = 100
MESSAGES = 20
TEXT, PING, PONG = 0x1, 0x9, 0xA


@dataclass(frozen=True)
class Figures:
    """`kib_each`: of the gateway's resident memory. `delay_ms`: commit to frame, over all listeners."""

    idle: int
    kib_each: float
    connected_s: float
    listeners: int
    delay_p50_ms: float
    delay_p99_ms: float
    delay_worst_ms: float


class Widget:
    """A WebSocket client with nothing in it: 10,000 of a library's would not fit beside the gateway."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token

    async def open(self) -> None:
        self.reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=4096)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET /api/widget/{INBOX}/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head:
            raise SystemExit(f"The gateway did not take the socket: {head[:80]!r}")
        self._send({"type": "auth", "token": self._token, "after": 0})
        await self.until("ready")
        # As every page does before long; what it leaves in the gateway counts.
        self._send({"type": "ping"})
        await self.until("pong")

    async def until(self, kind: str) -> dict[str, object]:
        while True:
            frame = json.loads(await self._receive())
            if frame["type"] == kind:
                return dict(frame)

    async def idle(self) -> None:
        """Answers the gateway's pings until it is closed."""
        await self.until("nothing that a gateway says")

    def _send(self, message: dict[str, object]) -> None:
        self._write(TEXT, json.dumps(message).encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        head = bytes([0x80 | opcode, 0x80 | (length if length < 126 else 126)])
        head += length.to_bytes(2, "big") if length >= 126 else b""
        self._writer.write(head + bytes(4) + payload)  # a mask of zeros changes nothing

    async def _receive(self) -> bytes:
        while True:
            opcode, payload = await self._frame()
            if opcode == TEXT:
                return payload
            if opcode != PING:
                raise SystemExit(f"The gateway ended a socket: {payload!r}")
            self._write(PONG, payload)

    async def _frame(self) -> tuple[int, bytes]:
        head = await self.reader.readexactly(2)
        length = head[1] & 0x7F
        if length == 126:
            length = int.from_bytes(await self.reader.readexactly(2), "big")
        elif length == 127:
            length = int.from_bytes(await self.reader.readexactly(8), "big")
        return head[0] & 0x0F, await self.reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()


async def run(options: argparse.Namespace, folder: Path) -> Figures:
    redis_folder = folder / "redis"
    redis_folder.mkdir()
    redis = RedisServer(redis_folder)
    await asyncio.to_thread(redis.start)
    port = free_port()
    environment = {
        **os.environ,
        "PARLEY_DATA_DIR": str(folder / "data"),
        "PARLEY_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'parley.db'}",
        "PARLEY_REDIS_URL": redis.url,
        "PARLEY_SECRET_KEY": SECRET_KEY,
        "PARLEY_RASA_URL": "http://127.0.0.1:1",
        "PARLEY_RASA_TOKEN": "none",
        "PARLEY_LLM_URL": "http://127.0.0.1:1/v1",
        "PARLEY_EMBEDDINGS_URL": "http://127.0.0.1:1/v1",
        "PARLEY_EMBEDDINGS_MODEL": "none",
    }
    await upgrade_async(environment["PARLEY_DATABASE_URL"])
    database = Database.connect(environment["PARLEY_DATABASE_URL"])
    async with database.write() as session:
        session.add(Inbox(id=INBOX, name="W", channel="widget", settings={}))
        session.add(Operator(id="ana", email="ana@shop.example", name="Ana", password_hash="-"))
    command = [sys.executable, "-m", "serving.gateway", "--port", str(port)]
    gateway = await asyncio.create_subprocess_exec(*command, cwd=PROJECT_ROOT, env=environment)
    try:
        await _until_up(port)
        return await _measure(options, database, redis.url, port=port, process=psutil.Process(gateway.pid))
    finally:
        gateway.terminate()
        await gateway.wait()
        await database.close()
        await asyncio.to_thread(redis.stop)


async def _until_up(port: int) -> None:
    async with httpx.AsyncClient() as http, asyncio.timeout(240):
        while True:
            try:
                if (await http.get(f"http://127.0.0.1:{port}/healthz")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.2)


async def _measure(
    options: argparse.Namespace, database: Database, redis_url: str, *, port: int, process: psutil.Process
) -> Figures:
    key = derive_key(SecretStr(SECRET_KEY), "widget-session")
    # What the first sockets load is not theirs alone.
    warm = await _open(port, [_visitor(key) for _ in range(50)])
    for widget in warm:
        widget.close()
    await asyncio.sleep(3)
    before = process.memory_info().rss
    began = time.perf_counter()
    idle = await _open(port, [_visitor(key) for _ in range(options.idle)])
    idling = [asyncio.create_task(widget.idle()) for widget in idle]
    connected_s = time.perf_counter() - began
    await asyncio.sleep(3)
    kib = (process.memory_info().rss - before) / 1024 / max(1, options.idle)
    delays = await _delays(options, database, redis_url, port=port, key=key)
    if lost := [task for task in idling if task.done()]:
        raise SystemExit(f"{len(lost)} of {len(idle)} idle sockets did not stay open.")
    await cancel_and_wait(idling)
    for widget in idle:
        widget.close()
    cuts = statistics.quantiles(delays, n=100, method="inclusive")
    return Figures(
        idle=options.idle,
        kib_each=round(kib, 1),
        connected_s=round(connected_s, 1),
        listeners=options.listeners,
        delay_p50_ms=round(cuts[49], 1),
        delay_p99_ms=round(cuts[98], 1),
        delay_worst_ms=round(max(delays), 1),
    )


async def _delays(
    options: argparse.Namespace, database: Database, redis_url: str, *, port: int, key: bytes
) -> list[float]:
    """An operator writes some messages; each listener notes when it has each."""
    visitor = tokens.new_visitor(INBOX, locale="en", identity=None)
    token = tokens.sign(visitor, key)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        await http.post(
            f"/api/widget/{INBOX}/messages",
            json={"text": "hello", "client_id": "1"},
            headers={"Authorization": f"Bearer {token}"},
        )
    listeners = await _open(port, [token] * options.listeners)
    redis = connect(redis_url, timeout_s=5)
    database.on_commit(Publisher(redis).publish_events)
    async with database.read() as session:
        ana = await session.get_one(Operator, "ana")
    delays: list[float] = []

    async def listen(widget: Widget, text: str, began: float) -> None:
        while True:
            event = (await widget.until("event"))["event"]
            if isinstance(event, dict) and event["text"] == text:
                delays.append(1000 * (time.perf_counter() - began))
                return

    for number in range(MESSAGES):
        text = f"message {number}"
        began = time.perf_counter()
        hearing = [asyncio.create_task(listen(widget, text, began)) for widget in listeners]
        async with database.write() as session:
            await service.reply(session, visitor.conversation_id, ana, text=text)
        await asyncio.gather(*hearing)
    await redis.aclose()
    for widget in listeners:
        widget.close()
    return delays


def _visitor(key: bytes) -> str:
    return tokens.sign(tokens.new_visitor(INBOX, locale="en", identity=None), key)


async def _open(port: int, signed: list[str]) -> list[Widget]:
    widgets = [Widget(port, token) for token in signed]
    for start in range(0, len(widgets), AT_ONCE):
        await asyncio.gather(*(widget.open() for widget in widgets[start : start + AT_ONCE]))
    return widgets


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--listeners", type=int, default=1_000)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="parley-sockets-") as folder:
        figures = asyncio.run(run(options, Path(folder)))
    print(json.dumps(asdict(figures), indent=1))
    if options.json:
        machine = {"cores": os.cpu_count(), "python": platform.python_version()}
        options.json.write_text(json.dumps({"machine": machine, **asdict(figures)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
