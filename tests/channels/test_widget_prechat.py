"""What an inbox may ask of a visitor before the first message: questions, or a signed identity."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from sqlalchemy import select

from serving.channels.models import Inbox
from serving.channels.prechat import questions_of
from serving.contacts.models import Contact
from serving.db import now
from serving.errors import BadInput
from tests.channels.test_widget import bearer, say
from tests.gateway import IDENTITY_KEY, Served

QUESTIONS = ["name", "email!", "topic: What is it about?"]


async def configure(served: Served, **settings: object) -> None:
    async with served.database.write() as session:
        inbox = await session.get_one(Inbox, "web")
        inbox.settings = {**inbox.settings, **settings}


def identity(**claims: str) -> str:
    payload = {"sub": "42", "exp": now() + timedelta(minutes=5), **claims}
    return jwt.encode(payload, IDENTITY_KEY, algorithm="HS256")


async def answer(served: Served, session: dict, **answers: str):
    return await served.http.post(
        "/api/widget/web/introduction", json={"answers": answers}, headers=bearer(session)
    )


async def contact(served: Served) -> Contact:
    async with served.database.read() as session:
        return (await session.scalars(select(Contact))).one()


async def test_an_inbox_without_questions_asks_none(served: Served) -> None:
    assert (await served.session())["questions"] == []


async def test_what_a_visitor_answers_becomes_the_contact(served: Served) -> None:
    await configure(served, prechat=QUESTIONS)
    session = await served.session()
    assert [question["key"] for question in session["questions"]] == ["name", "email", "topic"]

    answered = await answer(served, session, name="Kim", email=" kim@example.com ", topic="a lamp")
    session |= answered.json()
    await say(served, session, "hello")

    found = await contact(served)
    assert (found.name, found.email, found.verified) == ("Kim", "kim@example.com", False)
    assert found.attributes == {"topic": "a lamp"}


async def test_an_answered_question_is_not_asked_again(served: Served) -> None:
    await configure(served, prechat=QUESTIONS)
    session = await served.session()
    session |= (await answer(served, session, email="kim@example.com")).json()

    assert (await served.session(token=session["token"]))["questions"] == []


@pytest.mark.parametrize(
    ("answers", "named"), [({"name": "Kim"}, "email"), ({"email": "kim at home"}, "anna@example.com")]
)
async def test_a_missing_or_broken_answer_is_named(served: Served, answers: dict, named: str) -> None:
    await configure(served, prechat=QUESTIONS)
    refused = await answer(served, await served.session(), **answers)

    assert refused.status_code == 400
    assert named in refused.json()["error"]["message"]


async def test_a_signed_identity_is_neither_asked_nor_overwritten(served: Served) -> None:
    await configure(served, prechat=QUESTIONS)
    session = await served.session(identity=identity(name="Kim", email="kim@example.com"))
    assert [question["key"] for question in session["questions"]] == ["topic"]

    session |= (await answer(served, session, email="other@example.com", topic="a lamp")).json()
    await say(served, session, "hello")

    found = await contact(served)
    assert (found.email, found.verified) == ("kim@example.com", True)


@pytest.mark.parametrize(
    "questions", [["topic"], ["Topic: ?"], ["name", "name!"], [f"q{number}: ?" for number in range(6)]]
)
def test_questions_that_cannot_be_asked_are_refused(questions: list) -> None:
    with pytest.raises(BadInput):
        questions_of({"prechat": questions})


async def test_where_identity_is_required_a_stranger_gets_no_session(served: Served) -> None:
    await configure(served, identity_required=True)
    refused = await served.http.post("/api/widget/web/session", json={})

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "identity_required"


async def test_a_strangers_session_ends_when_identity_becomes_required(served: Served) -> None:
    stranger = await served.session()
    await say(served, stranger, "hello")
    await configure(served, identity_required=True)

    message = {"text": "still here", "client_id": "c2"}
    refused = await served.http.post("/api/widget/web/messages", json=message, headers=bearer(stranger))
    events = await served.http.get("/api/widget/web/events", headers=bearer(stranger))

    assert (refused.status_code, events.status_code) == (403, 403)
    proved = await served.session(identity=identity())
    assert (await say(served, proved, "hello"))["seq"] == 1
