"""Fetches what somebody named by its address, and never from inside our own network.

A name is resolved here, every address it has must be public, and the connection goes to that very address:
what the name resolves to a moment later does not matter. Redirects go through the same check.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from urllib.parse import urlsplit

import httpx

from serving.knowledge.parsers.base import MAX_FILE_BYTES, BrokenDocument

USER_AGENT = "ParleyIngest/1.0 (documents for a help desk; named by its operator)"
MAX_REDIRECTS = 5
CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 20.0
DEADLINE_S = 90.0
_CHUNK_BYTES = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Gone(BrokenDocument):
    """There is no such page any more."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url`: where it was found after redirects. `media_type` in lower case, without parameters."""

    url: str
    content: bytes
    media_type: str
    charset: str | None


class Fetcher:
    """`allowed_hosts`: names that may lie inside the network, as for an intranet."""

    def __init__(self, *, allowed_hosts: Sequence[str] = (), max_bytes: int = MAX_FILE_BYTES) -> None:
        self._max_bytes = max_bytes
        self._http = httpx.AsyncClient(
            transport=CheckedTransport(allowed_hosts),
            timeout=httpx.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            # Nothing of the environment: a proxy would resolve names behind our back.
            trust_env=False,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def fetch(self, url: str) -> Fetched:
        """Raises BrokenDocument, and Gone for 404 and 410."""
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await self._follow(url)
        except TimeoutError:
            raise BrokenDocument(f"took longer than {DEADLINE_S:.0f} s: try again later") from None
        except httpx.TimeoutException:
            raise BrokenDocument("the server did not answer in time: try again later") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BrokenDocument(f"could not be fetched ({error or type(error).__name__})") from error

    async def _follow(self, url: str) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            async with self._http.stream("GET", url) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    url = str(httpx.URL(url).join(response.headers["location"]))
                    continue
                if response.status_code in _GONE:
                    raise Gone(f"the server says {response.status_code}: the page is gone")
                if response.status_code != 200:
                    raise BrokenDocument(
                        f"the server says {response.status_code}: open it in a browser and see"
                    )
                media_type, charset = _content_type(response.headers.get("content-type", ""))
                return Fetched(_without_fragment(url), await self._body(response), media_type, charset)
        raise BrokenDocument(f"more than {MAX_REDIRECTS} redirects: give the address they lead to")

    async def _body(self, response: httpx.Response) -> bytes:
        announced = response.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._max_bytes:
            raise self._too_large()
        body = bytearray()
        async for chunk in response.aiter_bytes(_CHUNK_BYTES):
            body += chunk
            if len(body) > self._max_bytes:
                raise self._too_large()
        return bytes(body)

    def _too_large(self) -> BrokenDocument:
        return BrokenDocument(f"larger than {self._max_bytes} bytes: split it")


class CheckedTransport(httpx.AsyncBaseTransport):
    """Calls public addresses only, for everything whose address somebody may name."""

    def __init__(self, allowed_hosts: Sequence[str]) -> None:
        self._allowed = frozenset(host.strip().lower() for host in allowed_hosts if host.strip())
        # No connection is used again: the next name at this address may be another's.
        self._transport = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_keepalive_connections=0), retries=0
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if request.url.scheme not in {"http", "https"} or not host:
            raise httpx.UnsupportedProtocol("only http and https addresses are fetched")
        if request.url.userinfo:
            raise httpx.UnsupportedProtocol("an address with a password is not fetched")
        address = await self._checked_address(
            host, request.url.port or (443 if request.url.scheme == "https" else 80)
        )
        # The `Host` header was made from the name already; the certificate is checked for it too.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=str(address))
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _checked_address(self, host: str, port: int) -> Address:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpx.ConnectError(f"there is no host {host!r}") from error
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not addresses:
            raise httpx.ConnectError(f"the host {host!r} has no address")
        if host.lower() not in self._allowed and not all(is_public(address) for address in addresses):
            raise httpx.ConnectError(
                f"{host!r} is inside a private network; PARLEY_FETCH_ALLOWED_HOSTS can allow it"
            )
        return addresses[0]


def is_public(address: Address) -> bool:
    """Whether anybody could reach it; an IPv4 address inside an IPv6 one is looked at as itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address.teredo is not None:
            return False
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _content_type(header: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = header or "application/octet-stream"
    charset = message.get_param("charset")
    return message.get_content_type(), str(charset) if charset else None


def _without_fragment(url: str) -> str:
    return urlsplit(url)._replace(fragment="").geturl()
