from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tests.services import free_port

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(port: int, handle: Handler) -> AsyncIterator[None]:
    """While it lasts, `handle` serves each connection; at the end all of them are closed."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            await handle(reader, writer)
        await _close(writer)

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


@asynccontextmanager
async def canned_server(
    respond: Callable[[bytes], bytes | None], *, hangs: bool = False
) -> AsyncIterator[str]:
    """An HTTP server of canned answers. `respond` gets the request's body and returns the whole response,
    or None to stay silent; with `hangs` the connection stays open after it. Yields its base URL."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        response = respond(await reader.readexactly(int(lengths[0].partition(b":")[2]) if lengths else 0))
        if response is None:
            await reader.read()
        else:
            writer.write(response)
            await writer.drain()
            if hangs:
                await reader.read()

    port = free_port()
    async with listening(port, serve):
        yield f"http://127.0.0.1:{port}/v1"


@asynccontextmanager
async def forwarded(port: int, target: int) -> AsyncIterator[None]:
    """While it lasts, what listens on `target` can be reached on `port`."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target_reader, target_writer = await asyncio.open_connection("127.0.0.1", target)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(pump(reader, target_writer))
                pumps.create_task(pump(target_reader, writer))
        finally:
            await _close(target_writer)

    async with listening(port, connect):
        yield


def http_response(status: str, body: bytes, *headers: str, content_type: str = "application/json") -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
