"""Replies posted to a program's own address. Standard Webhooks' own library checks the signatures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from serving.channels import secrets
from serving.channels.base import DeliveryDeferred, DeliveryFailed, Part
from serving.channels.models import Inbox, Outgoing
from serving.channels.rest_callbacks import RestChannel, build
from serving.config import Settings
from serving.conversations import service, timeline
from serving.conversations.models import Author, Kind
from serving.db import now
from serving.inboxes import keys
from tests.channels.support import adapter, delivery
from tests.gateway import API_KEY, Served, listening

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Program:
    """The customer's program: checks what it is called with and answers as told."""

    taken: list[Any] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    async def called(self, request: Request) -> Response:
        raw = await request.body()
        Webhook(SECRET).verify(raw, dict(request.headers))
        if self.answers:
            return self.answers.pop(0)
        self.taken.append((request.headers["webhook-id"], json.loads(raw)))
        return Response(status_code=204)


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
async def url(program: Program) -> AsyncIterator[str]:
    async with listening(Starlette(routes=[Route("/parley", program.called, methods=["POST"])])) as address:
        yield f"http://{address}/parley"


@pytest.fixture
async def channel(settings: Settings) -> AsyncIterator[RestChannel]:
    async with adapter(build, settings.model_copy(update={"fetch_allowed_hosts": "127.0.0.1"})) as made:
        yield made


def make_inbox(settings: Settings, url: str) -> Inbox:
    made = Inbox(id="api", name="API", channel="rest", settings={"callback_url": url})
    made.secrets = secrets.encrypt({"callback_secret": SECRET}, settings.secret_key)
    return made


def reply(settings: Settings, url: str) -> Any:
    prepared = delivery(make_inbox(settings, url), "api:1", Part(text="On its way."))
    prepared.event.at = now()
    prepared.event.payload = {"buttons": [{"title": "Thanks", "payload": "/thanks"}], "turn": "secret"}
    return prepared


async def test_a_reply_is_posted_signed_with_all_that_a_program_may_show(
    channel: RestChannel, settings: Settings, program: Program, url: str
) -> None:
    await channel.deliver(reply(settings, url))
    [(message_id, body)] = program.taken
    assert message_id == "parley-1-0-0"
    assert (body["type"], body["inbox"], body["conversation"]) == ("message", "api", "c1")
    assert body["event"]["text"] == "On its way."
    assert body["event"]["payload"]["buttons"][0]["title"] == "Thanks"


@pytest.mark.parametrize(
    ("answer", "expected", "wait_s"),
    [
        (Response(status_code=500), DeliveryDeferred, None),
        (Response(status_code=404), DeliveryDeferred, None),
        (Response(status_code=429, headers={"Retry-After": "9"}), DeliveryDeferred, 9),
        (Response(status_code=410), DeliveryFailed, None),
        (Response(status_code=302, headers={"Location": "http://169.254.169.254/"}), DeliveryFailed, None),
    ],
    ids=["broken", "not there yet", "busy", "gone", "redirect"],
)
async def test_what_the_program_answers_decides_whether_it_is_called_again(
    channel: RestChannel,
    settings: Settings,
    program: Program,
    url: str,
    answer: Response,
    expected: type[Exception],
    wait_s: float | None,
) -> None:
    program.answers.append(answer)
    with pytest.raises(expected) as caught:
        await channel.deliver(reply(settings, url))
    assert getattr(caught.value, "retry_after_s", None) == wait_s


async def test_a_private_address_is_never_called(settings: Settings, program: Program, url: str) -> None:
    async with adapter(build, settings) as strict:
        with pytest.raises(DeliveryDeferred, match="private network"):
            await strict.deliver(reply(settings, url))
    assert program.taken == []


async def test_replies_wait_in_the_outbox_only_where_an_address_is_named(served: Served) -> None:
    async with served.database.write() as session:
        session.add(make_inbox(served.settings, "https://shop.example/parley"))

    async with served.database.write() as session:
        await keys.set_key(session, "api", name="tests", key="second-key")
    for inbox, key in (("rest", API_KEY), ("api", "second-key")):
        headers = {"Authorization": f"Bearer {key}"}
        answer = await served.http.post(f"/api/rest/{inbox}/messages", json={"text": "hi"}, headers=headers)
        async with served.database.write() as session:
            conversation = await timeline.lock_conversation(session, answer.json()["conversation"])
            event = await timeline.append(
                session, conversation, kind=Kind.MESSAGE, author=Author.BOT, text="Hello"
            )
            await service.queue_delivery(session, conversation, [event], channel="rest")
    async with served.database.read() as session:
        assert (await session.scalars(select(Outgoing.inbox_id))).all() == ["api"]
