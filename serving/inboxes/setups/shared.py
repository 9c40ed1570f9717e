"""What several channels' setups say and check."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from serving.errors import BadInput
from serving.inboxes.base import Around, Finding, ok, problem, warning
from serving.knowledge.fetch import is_public

REMEDY = (
    "put the platform behind a proxy with a certificate and set PARLEY_PUBLIC_URL to that address "
    "before ./parley up"
)


def public_address_problem(around: Around) -> str | None:
    """Why a provider could not call this platform, as far as its address tells."""
    url = around.settings.public_url
    parts = urlsplit(url)
    if parts.scheme != "https":
        return f"The provider calls only https addresses, and this platform's is {url}: {REMEDY}."
    host = parts.hostname or ""
    if host == "localhost" or host.endswith((".local", ".internal")):
        return f"{host} is a name inside your network: {REMEDY}."
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return None if is_public(address) else f"{host} is inside your network: {REMEDY}."


def require_public_address(around: Around) -> None:
    if found := public_address_problem(around):
        raise BadInput(found)


async def public_address(around: Around) -> Sequence[Finding]:
    """Whether the platform answers at its public address, as seen from here."""
    if found := public_address_problem(around):
        return [problem("address", found)]
    url = around.settings.public_url.rstrip("/")
    try:
        answer = await around.http.get(f"{url}/healthz")
    except httpx.HTTPError as error:
        return [
            warning(
                "address",
                f"{url} does not answer from this machine ({type(error).__name__}). Where only the way "
                "back into your own network is closed, the provider may reach it all the same.",
            )
        ]
    if answer.status_code != 200:
        return [
            problem("address", f"{url}/healthz answers {answer.status_code}: point the proxy to the gateway.")
        ]
    return [ok("address", f"{url} answers.")]
