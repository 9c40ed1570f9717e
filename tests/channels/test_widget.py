from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from sqlalchemy import event, func, select

from serving.channels import tokens
from serving.channels.models import Inbox
from serving.channels.widget import token_key
from serving.contacts.models import Contact
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import now
from tests.gateway import IDENTITY_KEY, Served


def bearer(session: dict) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['token']}"}


async def say(served: Served, session: dict, text: str, client_id: str = "c1") -> dict:
    response = await served.http.post(
        "/api/widget/web/messages", json={"text": text, "client_id": client_id}, headers=bearer(session)
    )
    assert response.status_code == 202, response.text
    return response.json()["event"]


async def count(served: Served, model: type) -> int:
    async with served.database.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_page_view_stores_nothing(served: Served) -> None:
    session = await served.session(locale="en")

    assert session["status"] == "bot"
    assert session["last_seq"] == 0
    assert session["config"]["title"] == "Shop"
    assert await count(served, Conversation) == 0


async def test_the_first_message_stores_the_conversation_that_the_session_named(served: Served) -> None:
    session = await served.session()
    stored = await say(served, session, "hello")

    assert (stored["seq"], stored["text"], stored["payload"]["client_id"]) == (1, "hello", "c1")
    listed = await served.http.get("/api/widget/web/events", headers=bearer(session))
    assert [shown["id"] for shown in listed.json()["events"]] == [stored["id"]]
    async with served.database.read() as read:
        assert await read.get(Conversation, session["conversation"]) is not None


async def test_the_same_client_id_again_changes_nothing(served: Served) -> None:
    session = await served.session()
    first = await say(served, session, "hello")
    again = await say(served, session, "hello")

    assert again == first
    assert await count(served, Event) == 1


async def test_a_session_resumes_with_its_token(served: Served) -> None:
    session = await served.session()
    await say(served, session, "hello")

    resumed = await served.session(token=session["token"])

    assert resumed["conversation"] == session["conversation"]
    assert resumed["last_seq"] == 1


async def test_the_customer_sees_no_private_event_and_no_private_detail(served: Served) -> None:
    session = await served.session()
    await say(served, session, "hello")
    conversation = session["conversation"]
    await served.append(conversation, "he is angry", kind=Kind.NOTE, author=Author.OPERATOR)
    await served.append(conversation, kind=Kind.TURN, payload={"answers": [1]})
    await served.append(
        conversation,
        "shipped",
        payload={"route": "knowledge", "turn": "t1", "score": 0.4,
                 "sources": [{"title": "Shipping", "url": "https://x.example", "score": 0.9}]},
    )  # fmt: skip

    events = (await served.http.get("/api/widget/web/events?after=1", headers=bearer(session))).json()[
        "events"
    ]

    assert [event["text"] for event in events] == ["shipped"]
    assert events[0]["payload"] == {
        "route": "knowledge",
        "turn": "t1",
        "sources": [{"title": "Shipping", "url": "https://x.example"}],
    }


async def test_a_signed_identity_is_believed_and_finds_its_conversation_again(served: Served) -> None:
    claims = {"sub": "42", "email": "kim@example.com", "name": "Kim", "exp": now() + timedelta(minutes=5)}
    identity = jwt.encode(claims, IDENTITY_KEY, algorithm="HS256")
    session = await served.session(identity=identity)
    await say(served, session, "hello")

    elsewhere = await served.session(identity=identity)

    assert elsewhere["conversation"] == session["conversation"]
    async with served.database.read() as read:
        contact = (await read.scalars(select(Contact))).one()
    assert (contact.email, contact.name, contact.verified) == ("kim@example.com", "Kim", True)


async def test_a_token_does_not_outlive_a_change_of_who_is_signed_in(served: Served) -> None:
    stranger = await served.session()
    await say(served, stranger, "hello")
    identity = jwt.encode({"sub": "42", "exp": now() + timedelta(minutes=5)}, IDENTITY_KEY, algorithm="HS256")

    session = await served.session(token=stranger["token"], identity=identity)

    assert session["conversation"] != stranger["conversation"]


@pytest.mark.parametrize(
    ("claims", "key"),
    [
        ({"sub": "42", "exp": 1}, IDENTITY_KEY),
        ({"sub": "42"}, IDENTITY_KEY),
        ({"sub": "", "exp": 4_000_000_000}, IDENTITY_KEY),
        ({"sub": "42", "exp": 4_000_000_000}, "somebody else's key, also 32 long"),
    ],
    ids=["expired", "without an end", "of nobody", "signed by another"],
)
async def test_a_broken_identity_is_refused(served: Served, claims: dict, key: str) -> None:
    response = await served.http.post(
        "/api/widget/web/session", json={"identity": jwt.encode(claims, key, algorithm="HS256")}
    )

    assert response.status_code == 401


async def test_only_allowed_origins_embed_a_restricted_inbox(served: Served) -> None:
    there = {"Origin": "https://shop.example"}
    elsewhere = {"Origin": "https://evil.example"}

    assert (await served.http.post("/api/widget/web2/session", json={}, headers=there)).status_code == 200
    refused = await served.http.post("/api/widget/web2/session", json={}, headers=elsewhere)
    token = (await served.http.post("/api/widget/web2/session", json={}, headers=there)).json()["token"]
    reading = await served.http.get(
        "/api/widget/web2/events", headers=elsewhere | {"Authorization": f"Bearer {token}"}
    )

    assert refused.status_code == 403
    assert refused.headers["access-control-allow-origin"] == "*"
    assert reading.status_code == 403


async def test_a_preflight_lets_the_widget_send_its_token(served: Served) -> None:
    response = await served.http.options(
        "/api/widget/web/messages",
        headers={
            "Origin": "https://shop.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )

    assert response.status_code == 200
    assert "Authorization" in response.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in response.headers


async def test_a_contact_who_floods_is_asked_to_wait(served: Served) -> None:
    served.stop_the_clock()
    session = await served.session()
    for number in range(20):
        await say(served, session, "hello", f"c{number}")

    refused = await served.http.post(
        "/api/widget/web/messages", json={"text": "hello", "client_id": "x"}, headers=bearer(session)
    )

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert await count(served, Event) == 20


async def test_a_token_of_another_inbox_is_refused(served: Served) -> None:
    visitor = tokens.new_visitor("web2", locale=None, identity=None)
    token = tokens.sign(visitor, token_key(served.gateway))

    response = await served.http.get("/api/widget/web/events", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 401
    assert response.json()["error"]["code"] == "expired_token"


async def test_a_message_costs_few_statements(served: Served) -> None:
    session = await served.session()
    await say(served, session, "hello")
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement.split("\n")[0][:90])

    engine = served.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await say(served, session, "again", "c2")
    event.remove(engine, "before_cursor_execute", note)

    real = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(real) <= 7, real


async def test_a_page_s_language_does_not_undo_what_the_customer_has_chosen(served: Served) -> None:
    chosen = await served.session(locale="de", locale_chosen=True)
    assert chosen["strings"]["widget-send"] == "Senden"
    elsewhere = await served.session(token=chosen["token"], locale="en")
    assert elsewhere["locale"] == "de"
    stored = await say(served, elsewhere, "Hallo")
    async with served.database.read() as read:
        message = await read.get_one(Event, stored["id"])
    assert (message.payload["locale"], message.payload["locale_chosen"]) == ("de", True)
    assert (await served.session(token=elsewhere["token"], locale="fr", locale_chosen=True))["locale"] == "fr"


async def test_a_familiar_brand_says_du(served: Served) -> None:
    async with served.database.write() as session:
        inbox = await session.get_one(Inbox, "web")
        inbox.settings = {**inbox.settings, "formality": "familiar"}
    strings = (await served.session(locale="de"))["strings"]
    assert strings["widget-message-label"] == "Deine Nachricht"


async def test_a_page_knows_how_the_widget_looks_before_there_is_a_session(served: Served) -> None:
    async with served.database.write() as session:
        inbox = await session.get_one(Inbox, "web2")
        inbox.settings = {**inbox.settings, "color": "#0a7f5a", "position": "start", "identity_key": "no"}
    shop = {"Origin": "https://shop.example"}
    looks = (await served.http.get("/api/widget/web2/appearance", headers=shop)).json()
    assert looks == {
        "title": None,
        "greeting": None,
        "color": "#0a7f5a",
        "position": "start",
        "launcher": None,
    }
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert (await served.http.get("/api/widget/web2/appearance", headers=elsewhere)).status_code == 403
    assert (await served.http.get("/api/widget/rest/appearance")).status_code == 404
