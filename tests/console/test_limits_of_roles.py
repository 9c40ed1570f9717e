"""Who may ask for what: every endpoint of the console with every role and every kind of API token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import httpx
import pytest

from serving.config import Settings
from serving.operators import service, tokens
from serving.operators.models import Operator
from serving.operators.roles import Role
from tests.gateway import Served, password_hash, serve
from tests.services import RedisServer

API = "/console/api/"
READ, WRITE, EXPORT, ADMIN = "read", "write", "export", "admin"
REFUSALS = (401, 403)


class Need(Enum):
    """The least role, and the scopes of an API token (None: no token may)."""

    NOTHING = (None, frozenset[str]())
    READER = (Role.VIEWER, frozenset({READ}))
    CHANGER = (Role.VIEWER, frozenset({WRITE}))
    PERSON = ("in person", None)
    AGENT = (Role.AGENT, frozenset({WRITE}))
    EXPORTER = (Role.AGENT, frozenset({READ, EXPORT}))
    OVERSEER = (Role.ADMIN, frozenset({READ, ADMIN}))
    ADMIN = (Role.ADMIN, frozenset({WRITE, ADMIN}))


NEEDS: Mapping[Need, str] = {
    Need.NOTHING: """
        post login, get words, get sign-in, get oidc/start, get oidc/callback,
        post invitation, post invitation/accept
    """,
    Need.READER: """
        get me, get me/sessions, get me/tokens, get team, get choices, get views, get canned,
        get conversations, get conversations/{conversation_id}, get conversations/{conversation_id}/events,
        get conversations/{conversation_id}/reviews, get conversations/{conversation_id}/translations,
        get media/{media_id}, get reviews, get intents, get pairs, get analytics, get analytics/gaps,
        get knowledge, get knowledge/search, get knowledge/{source_id}/documents,
        get translation, get translation/segments, get translation/terms, post translation/try
    """,
    Need.CHANGER: "post logout, post me, post views, post views/{view_id}/remove",
    Need.PERSON: """
        post me/password, post me/sessions/others/end, post me/sessions/{session_id}/end,
        post me/tokens, post me/tokens/{token_id}/revoke
    """,
    Need.AGENT: """
        post conversations/{conversation_id}/reply, post conversations/{conversation_id}/note,
        post conversations/{conversation_id}/assign, post conversations/{conversation_id}/snooze,
        post conversations/{conversation_id}/{action}, post conversations/{conversation_id}/draft,
        post conversations/{conversation_id}/events/{event_id}/resend,
        post conversations/{conversation_id}/reviews, post conversations/{conversation_id}/reviews/withdraw,
        post conversations/{conversation_id}/preview, post conversations/{conversation_id}/locale,
        post media, post pairs, post pairs/{pair_id}/remove, post canned, post canned/{reply_id}/remove,
        post knowledge/files, post knowledge/addresses, post knowledge/{source_id}/ingest,
        post knowledge/{source_id}/inboxes, post knowledge/{source_id}/remove,
        post translation/segments, post translation/segments/{segment_id},
        post translation/segments/{segment_id}/remove, post translation/terms,
        post translation/terms/{term_id}/remove
    """,
    Need.EXPORTER: """
        get export, get analytics/{name}.csv, get translation/export, get contacts/{contact_id}/export
    """,
    Need.OVERSEER: """
        get audit, get audit/export, get retention, get inboxes, get inboxes/{inbox_id}/keys,
        get wordings/{folder}, get wordings/{folder}/{name}/try
    """,
    Need.ADMIN: """
        post wordings/{folder}/{name}, post wordings/{folder}/{name}/remove,
        post retention, post retention/inboxes/{inbox_id}, post retention/inboxes/{inbox_id}/remove,
        post contacts/{contact_id}/erase,
        post team/invitations, post team/invitations/{invitation_id}/withdraw, post team/{operator_id}/role,
        post team/{operator_id}/{action}, post inboxes, post inboxes/{inbox_id},
        post inboxes/{inbox_id}/check, post inboxes/{inbox_id}/remove, post inboxes/{inbox_id}/keys,
        post inboxes/{inbox_id}/keys/{key_id}/revoke, post translation/import
    """,
}
BY_ENDPOINT = {
    tuple(endpoint.split()): need for need, listed in NEEDS.items() for endpoint in listed.split(",")
}
PLACES = {"action": "resolve", "event_id": "1", "segment_id": "1", "term_id": "1", "name": "resolution"}
ACTIONS = {"team/{operator_id}/{action}": "sign-out"}


@dataclass(frozen=True)
class Asker:
    """`scopes`: of an admin's API token; None is somebody in a browser."""

    name: str
    role: Role
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    scopes: frozenset[str] | None = None

    def may(self, need: Need) -> bool:
        least, scopes = need.value
        ranks = [Role.VIEWER, Role.AGENT, Role.ADMIN]
        enough = not isinstance(least, Role) or ranks.index(self.role) >= ranks.index(least)
        if self.scopes is None or not enough:
            return enough
        return scopes is not None and scopes <= self.scopes


@pytest.fixture
async def served(
    make_settings: Callable[..., Settings], sqlite_url: str, redis_server: RedisServer
) -> AsyncIterator[Served]:
    """With a sign-in provider that does not answer: a failed sign-in there is a redirect."""
    provider = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": "parley"}
    settings = make_settings(database_url=sqlite_url, redis_url=redis_server.url, **provider)
    async with serve(settings) as running:
        yield running


async def askers(served: Served) -> list[Asker]:
    found: list[Asker] = []
    async with served.database.write() as session:
        for role in Role:
            operator = Operator(
                id=role.value,
                email=f"{role.value}@example.com",
                name=role.value,
                role=role.value,
                password_hash=password_hash(),
            )
            session.add(operator)
            await session.flush()
            token = await service.open_session(session, operator)
            proof = service.csrf_token(served.settings.secret_key, service.hash_token(token))
            headers, cookies = {"X-Parley-CSRF": proof}, {"parley_session": token}
            found.append(Asker(role.value, role, headers, cookies))
        for scopes in ({READ}, {READ, WRITE}, {READ, EXPORT}, {WRITE}, {READ, ADMIN}, {READ, WRITE, ADMIN}):
            name = "token " + " ".join(sorted(scopes))
            _, token = await tokens.make(session, operator, name=name, scopes=sorted(scopes), expires_at=None)
            bearer = {"Authorization": f"Bearer {token}"}
            found.append(Asker(name, Role.ADMIN, bearer, {}, frozenset(scopes)))
    return found


def endpoints(served: Served) -> list[tuple[str, str]]:
    """Signing out comes last: whoever did may do nothing any more."""
    paths = served.app.openapi()["paths"]
    found = [
        (method, path.removeprefix(API))
        for path, methods in paths.items()
        if path.startswith(API)
        for method in methods
    ]
    return sorted(found, key=lambda one: one == ("post", "logout"))


async def ask(served: Served, asker: Asker | None, method: str, path: str) -> int:
    action = ACTIONS.get(path, PLACES["action"])
    words = {"action": action} | {name: value for name, value in PLACES.items() if name != "action"}
    address = "/".join(
        words.get(part.strip("{}"), "nobody") if part.startswith("{") and part.endswith("}") else part
        for part in path.replace("{name}.csv", "resolution.csv").split("/")
    )
    transport = httpx.ASGITransport(served.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://parley.test", cookies=asker.cookies if asker else None
    ) as http:
        body = {} if method == "post" else None
        headers = asker.headers if asker else None
        response = await http.request(method, API + address, json=body, headers=headers)
    return response.status_code


async def test_every_endpoint_says_who_may_ask_for_it(served: Served) -> None:
    assert set(endpoints(served)) == set(BY_ENDPOINT)


async def test_nobody_gets_further_than_their_role_and_scopes(served: Served) -> None:
    """Who is let in hears of a missing body or an unknown thing: neither is a refusal."""
    surprises = []
    everybody = await askers(served)
    for method, path in endpoints(served):
        need = BY_ENDPOINT[method, path]
        for asker in everybody:
            status = await ask(served, asker, method, path)
            wanted = need is Need.NOTHING or asker.may(need)
            if (status not in REFUSALS) != wanted or status >= 500:
                surprises.append((asker.name, method, path, status))
        status = await ask(served, None, method, path)
        if (status != 401) != (need is Need.NOTHING):
            surprises.append(("nobody", method, path, status))
    assert surprises == []
