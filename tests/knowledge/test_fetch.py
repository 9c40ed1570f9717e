from __future__ import annotations

import gzip
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable

import pytest

from serving.knowledge import fetch
from serving.knowledge.fetch import MAX_REDIRECTS, USER_AGENT, Fetcher, Gone, is_public
from serving.knowledge.parsers.base import BrokenDocument
from tests.knowledge.site import Page, Site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allowed_hosts=["127.0.0.1"], max_bytes=10_000) as opened:
        yield opened


@pytest.fixture
async def strict() -> AsyncIterator[Fetcher]:
    async with Fetcher() as opened:
        yield opened


async def test_a_page_comes_with_its_type_and_says_who_asks(fetcher: Fetcher, site: Site) -> None:
    url = site.page("/help", "Text.")
    fetched = await fetcher.fetch(f"{url}#express")
    assert (fetched.url, fetched.media_type, fetched.charset) == (url, "text/html", "utf-8")
    assert fetched.content == b"<main>Text.</main>"
    assert site.asked == [("/help", USER_AGENT)]


async def test_redirects_are_followed_to_where_they_lead(fetcher: Fetcher, site: Site) -> None:
    target = site.page("/new", "Text.")
    assert (await fetcher.fetch(site.redirect("/old", "/new"))).url == target


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
async def test_a_private_host_is_refused_whatever_it_is_called(
    strict: Fetcher, site: Site, host: str
) -> None:
    url = site.page("/", "Secret.").replace("127.0.0.1", host)
    with pytest.raises(BrokenDocument, match="inside a private network"):
        await strict.fetch(url)
    assert site.asked == []


def resolving(answers: dict[str, list[str]]) -> Callable[..., object]:
    async def getaddrinfo(_self: object, host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[host]]

    return getaddrinfo


async def test_a_name_with_one_private_address_among_public_ones_is_refused(
    strict: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = resolving({"mixed.example": ["93.184.216.34", "10.0.0.8"]})
    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", answers)
    with pytest.raises(BrokenDocument, match="'mixed.example' is inside a private network"):
        await strict.fetch("http://mixed.example/")


async def test_a_redirect_into_the_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page("/metadata", "Keys.")
    url = site.redirect("/out", site.url.replace("127.0.0.1", "localhost") + "/metadata")
    async with Fetcher(allowed_hosts=["127.0.0.1"]) as fetcher:
        with pytest.raises(BrokenDocument, match="'localhost' is inside a private network"):
            await fetcher.fetch(url)
    assert [path for path, _ in site.asked] == ["/out"]


async def test_the_connection_goes_to_the_address_that_was_checked(
    fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to something else a moment later (DNS rebinding) gains nothing."""
    asked: list[str] = []

    async def once(_self: object, host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    site.page("/", "Text.")
    monkeypatch.setattr(fetch, "is_public", lambda _: True)
    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", once)
    fetched = await fetcher.fetch(site.url.replace("127.0.0.1", "shop.example") + "/")
    assert fetched.content == b"<main>Text.</main>"
    assert [host for host in asked if host != "127.0.0.1"] == ["shop.example"]


@pytest.mark.parametrize(
    "url, reason",
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://shop.example/", "only http and https"),
        ("http://user:secret@shop.example/", "with a password is not fetched"),
        ("http://nowhere.invalid/", "there is no host 'nowhere.invalid'"),
    ],
)
async def test_what_is_not_fetched(strict: Fetcher, url: str, reason: str) -> None:
    with pytest.raises(BrokenDocument, match=reason):
        await strict.fetch(url)


@pytest.mark.parametrize(
    "page, reason",
    [
        (Page(b"x" * 10_001), "larger than 10000 bytes: split it"),
        (Page(b"", headers={"Content-Length": "10001"}), "larger than 10000 bytes"),
        (
            Page(gzip.compress(b"x" * 1_000_000), headers={"Content-Encoding": "gzip"}),
            "larger than 10000 bytes",
        ),
        (Page(b"", status=503), "the server says 503"),
        (Page(b"", status=302, headers={"Location": "/"}), f"more than {MAX_REDIRECTS} redirects"),
        (Page(b"not gzip", headers={"Content-Encoding": "gzip"}), "could not be fetched"),
    ],
)
async def test_a_bad_answer_says_what_is_wrong(fetcher: Fetcher, site: Site, page: Page, reason: str) -> None:
    site.pages["/"] = page
    with pytest.raises(BrokenDocument, match=reason):
        await fetcher.fetch(f"{site.url}/")


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_is_told_from_one_that_is_away(
    fetcher: Fetcher, site: Site, status: int
) -> None:
    site.pages["/"] = Page(b"", status=status)
    with pytest.raises(Gone, match=f"the server says {status}: the page is gone"):
        await fetcher.fetch(f"{site.url}/")


async def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "READ_TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with Fetcher(allowed_hosts=["127.0.0.1"]) as fetcher:
            with pytest.raises(BrokenDocument, match="did not answer in time"):
                await fetcher.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/")
