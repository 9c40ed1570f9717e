"""What is kept of people: how long, told to them, and erased with everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from serving.audit.models import AuditEntry
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media, Outgoing, Receipt, SentPart
from serving.contacts.models import Contact, ContactAddress
from serving.conversations.models import Author, Conversation, Event, Kind, Status, TimelineUnlock
from serving.db import Base, now
from serving.operators.models import Operator
from serving.privacy.sweeper import RetentionSweeper
from serving.reviews.models import AnswerPair, Review, Training
from serving.translation.models import MessageTranslation
from tests.gateway import Served, add_team, password_hash

API = "/console/api"
SECRET = "my secret is the blue lamp"


@dataclass
class Person:
    contact: str
    conversation: str


@dataclass
class Desk:
    served: Served
    headers: dict[str, str]

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.served.http.post(f"{API}/{path}", json=body, headers=self.headers)

    async def get(self, path: str) -> httpx.Response:
        return await self.served.http.get(f"{API}/{path}")

    async def writes(self, name: str, text: str) -> Person:
        session = await self.served.session()
        sent = await self.served.http.post(
            "/api/widget/web/messages",
            json={"text": text, "client_id": name},
            headers={"Authorization": f"Bearer {session['token']}"},
        )
        assert sent.status_code == 202
        conversation = session["conversation"]
        async with self.served.database.write() as database:
            contact = (await database.get_one(Conversation, conversation)).contact_id
            found = await database.get_one(Contact, contact)
            found.name, found.email = name, f"{name.lower()}@mail.example"
        return Person(contact, conversation)

    async def furnish(self, person: Person) -> None:
        """One row of everything that hangs on a conversation, a file on disk and a remembered dialogue."""
        trace = {"turn": "t1", "answers": [1], "intent": "greet", "confidence": 0.4, "route": "script"}
        await self.served.append(person.conversation, kind=Kind.TURN, payload=trace)
        said = await self.served.append(person.conversation, "an answer", payload={"turn": "t1"})
        judged = await self.post(
            f"conversations/{person.conversation}/reviews", turn="t1", verdict="wrong", intent="order_status"
        )
        assert judged.status_code == 200
        kept = {"question": "Blue?", "answer": "Yes.", "conversation": person.conversation, "turn": "t1"}
        assert (await self.post("pairs", **kept)).status_code == 200
        async with self.served.database.write() as session:
            outgoing = Outgoing(inbox_id="web", conversation_id=person.conversation, event_id=said.id)
            file = {"inbox_id": "web", "name": "lamp.txt", "mime": "text/plain"}
            media = Media(id=f"m{person.contact}", conversation_id=person.conversation, bytes=4, **file)
            translated = MessageTranslation(
                event_id=said.id, locale="de", text="x", source_locale="en", status="machine"
            )
            report = {"counts": {}, "changed": [{"text": SECRET}, {"text": "hello"}], "failed": []}
            training = Training(model="m", examples=1, tests=0, report=report)
            session.add_all([outgoing, media, translated, training])
            await session.flush()
            session.add(SentPart(outbox_id=outgoing.id, part=1, inbox_id="web", state="sent"))
        path = MediaFiles(self.served.settings).path(f"m{person.contact}")
        path.parent.mkdir(parents=True)
        path.write_text("lamp")
        await self.served.gateway.redis.rpush(_memory(person), "event")

    async def rows(self, table: type[Base]) -> int:
        async with self.served.database.read() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0

    async def is_erased(self, person: Person) -> None:
        own = (Media, SentPart, Outgoing, Review, MessageTranslation, TimelineUnlock)
        assert [table.__name__ for table in own if await self.rows(table)] == []
        async with self.served.database.read() as session:
            for table in (Event, Receipt):
                left = select(func.count()).where(table.conversation_id == person.conversation)
                assert await session.scalar(left) == 0
            assert await session.get(Contact, person.contact) is None
            addresses = select(func.count()).where(ContactAddress.contact_id == person.contact)
            assert await session.scalar(addresses) == 0
            [pair] = await session.scalars(select(AnswerPair))
            assert (pair.answer, pair.conversation_id) == ("Yes.", None)
            [training] = await session.scalars(select(Training))
            assert training.report["changed"] == [{"text": "hello"}]
        assert not MediaFiles(self.served.settings).path(f"m{person.contact}").exists()
        assert not await self.served.gateway.redis.exists(_memory(person))
        assert (await self.get(f"conversations/{person.conversation}")).status_code == 404
        found = (await self.get("conversations?q=secret")).json()["conversations"]
        assert person.conversation not in [one["id"] for one in found]

    async def upload(self, name: str, *, hours_ago: int) -> str:
        """A file that no message carries. Its id."""
        answer = await self.served.http.post(
            f"{API}/media?inbox=web&name={name}", content=b"the colour that I mean", headers=self.headers
        )
        media_id = str(answer.json()["file"]["id"])
        async with self.served.database.write() as session:
            when = now() - timedelta(hours=hours_ago)
            await session.execute(update(Media).where(Media.id == media_id).values(created_at=when))
        return media_id

    async def sweep(self) -> int:
        gateway = self.served.gateway
        return await RetentionSweeper(gateway.database, gateway.redis, MediaFiles(gateway.settings)).sweep()

    async def last_spoke(self, person: Person, *, days: int, status: Status = Status.BOT) -> None:
        async with self.served.database.write() as session:
            await session.execute(
                update(Conversation)
                .where(Conversation.id == person.conversation)
                .values(last_event_at=now() - timedelta(days=days), status=status)
            )

    async def move(self, person: Person, *, inbox: str) -> None:
        async with self.served.database.write() as session:
            moved = update(Conversation).where(Conversation.id == person.conversation)
            await session.execute(moved.values(inbox_id=inbox))

    async def held(self) -> dict[str, tuple[bool, int | None]]:
        """By inbox: has it a time of its own, and the days that hold."""
        inboxes = (await self.get("retention")).json()["inboxes"]
        return {one["id"]: (one["own"], one["days"]) for one in inboxes}

    async def left(self) -> set[str]:
        async with self.served.database.read() as session:
            return set(await session.scalars(select(Conversation.id)))

    async def log(self, action: str) -> list[AuditEntry]:
        async with self.served.database.read() as session:
            return list(await session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def _memory(person: Person) -> str:
    return f"parley:tracker:{person.conversation}:events"


@pytest.fixture
async def desk(served: Served) -> Desk:
    await add_team(served.database)
    async with served.database.write() as session:
        session.add(
            Operator(
                id="Root", email="root@example.com", name="Root", role="admin", password_hash=password_hash()
            )
        )
    return Desk(served, await served.sign_in("root@example.com"))


async def test_a_person_is_erased_with_everything_and_nobody_else_is(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    other = await desk.writes("Otto", "a secret of my own")
    await desk.furnish(carla)

    erased = await desk.post(f"contacts/{carla.contact}/erase", confirm="carla@mail.example")

    assert erased.json() == {"erased": {"conversations": 1, "files": 1}}, erased.text
    await desk.is_erased(carla)
    assert (await desk.get(f"conversations/{other.conversation}/events")).json()["events"]
    found = (await desk.get("conversations?q=secret")).json()["conversations"]
    assert [one["id"] for one in found] == [other.conversation]
    [entry] = await desk.log("contacts.erase")
    assert (entry.operator_id, entry.subject) == ("Root", carla.contact)
    assert entry.details == {"conversations": 1, "files": 1}


@pytest.mark.parametrize("typed", ["", "Carla", "otto@mail.example"])
async def test_nobody_is_erased_without_their_name_typed(desk: Desk, typed: str) -> None:
    carla = await desk.writes("Carla", SECRET)
    refused = await desk.post(f"contacts/{carla.contact}/erase", confirm=typed)
    assert refused.status_code == 409
    assert (await desk.get(f"conversations/{carla.conversation}")).status_code == 200


async def test_a_person_is_told_what_was_said_and_not_what_was_noted(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    await desk.served.append(carla.conversation, "Good morning", author=Author.OPERATOR)
    await desk.served.append(carla.conversation, "difficult", kind=Kind.NOTE, author=Author.OPERATOR)
    answer = await desk.get(f"contacts/{carla.contact}/export")
    told = answer.json()
    assert told["contact"]["email"] == "carla@mail.example"
    [conversation] = told["conversations"]
    said = [(one["author"], one["text"]) for one in conversation["events"] if one["kind"] == "message"]
    assert said == [("customer", SECRET), ("operator", "Good morning")]
    assert "difficult" not in answer.text
    [entry] = await desk.log("contacts.export")
    assert (entry.subject, entry.details) == (carla.contact, {"conversations": 1})


async def test_everything_is_kept_until_somebody_says_for_how_long(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    await desk.last_spoke(carla, days=3000)
    assert await desk.sweep() == 0
    assert (await desk.get("retention")).json()["retention"]["days"] is None


async def test_what_is_older_than_the_retention_is_erased(desk: Desk) -> None:
    old = await desk.writes("Carla", SECRET)
    await desk.furnish(old)
    await desk.last_spoke(old, days=31, status=Status.RESOLVED)
    waiting = await desk.writes("Willi", "nobody answers me")
    await desk.last_spoke(waiting, days=400, status=Status.OPEN)
    young = await desk.writes("Jo", "I am new")
    await desk.last_spoke(young, days=29)
    assert (await desk.get("retention?days=30")).json()["due"] == 1
    assert (await desk.post("retention", days=30)).json()["retention"]["days"] == 30

    assert await desk.sweep() == 1

    await desk.is_erased(old)
    for kept in (waiting, young):
        assert (await desk.get(f"conversations/{kept.conversation}")).status_code == 200
    [entry] = await desk.log("retention.erase")
    assert entry.details == {"conversations": 1, "contacts": 1}
    [setting] = await desk.log("retention")
    assert setting.details == {"days": 30}
    assert await desk.sweep() == 0


async def test_an_inbox_has_a_time_of_its_own(desk: Desk) -> None:
    general, short, kept = [await desk.writes(name, "hello") for name in ("Carla", "Otto", "Jo")]
    await desk.move(short, inbox="web2")
    await desk.move(kept, inbox="rest")
    for person in (general, short, kept):
        await desk.last_spoke(person, days=20)
    await desk.post("retention", days=30)
    assert (await desk.get("retention?inbox=web2&days=10")).json()["due"] == 1
    assert (await desk.get("retention?days=10")).json()["due"] == 3
    assert (await desk.post("retention/inboxes/web2", days=10)).json()["inbox"]["days"] == 10
    assert (await desk.post("retention/inboxes/rest", days=None)).json()["inbox"]["days"] is None
    assert (await desk.get("retention?days=10")).json()["due"] == 2
    held = await desk.held()
    assert [held[one] for one in ("web", "web2", "rest")] == [(False, 30), (True, 10), (True, None)]

    assert await desk.sweep() == 1

    assert await desk.left() == {general.conversation, kept.conversation}
    assert (await desk.get("retention?inbox=rest&keep=general")).json()["due"] == 0
    await desk.last_spoke(kept, days=400)
    assert await desk.sweep() == 0
    assert (await desk.get("retention?inbox=rest&keep=forever")).json()["due"] == 0
    assert (await desk.get("retention?inbox=rest&keep=general")).json()["due"] == 1
    assert (await desk.post("retention/inboxes/rest/remove")).status_code == 204
    assert (await desk.held())["rest"] == (False, 30)
    assert await desk.sweep() == 1
    assert await desk.left() == {general.conversation}
    [back] = await desk.log("retention.inboxes.remove")
    assert (back.operator_id, back.subject) == ("Root", "rest")
    told = {entry.subject: entry.details for entry in await desk.log("retention.inboxes")}
    assert told == {"web2": {"days": 10}, "rest": {"days": None}}


async def test_an_inbox_has_a_time_where_all_else_is_kept(desk: Desk) -> None:
    other, old = [await desk.writes(name, "hello") for name in ("Carla", "Otto")]
    await desk.move(old, inbox="web2")
    for person in (other, old):
        await desk.last_spoke(person, days=3000)
    await desk.post("retention/inboxes/web2", days=90)
    assert await desk.sweep() == 1
    assert await desk.left() == {other.conversation}


async def test_a_removed_inbox_still_has_its_time(desk: Desk) -> None:
    async with desk.served.database.write() as session:
        session.add(Inbox(id="gone", name="Gone", channel="widget", settings={}, removed_at=now()))
    await desk.post("retention/inboxes/gone", days=7)
    last = (await desk.get("retention")).json()["inboxes"][-1]
    assert last == {"id": "gone", "name": "Gone", "removed": True, "own": True, "days": 7}


@pytest.mark.parametrize(
    ("inbox", "days", "status"), [("web", 0, 400), ("web", 3651, 400), ("nobody", 30, 404)]
)
async def test_a_time_that_makes_no_sense_for_an_inbox_is_refused(
    desk: Desk, inbox: str, days: int, status: int
) -> None:
    assert (await desk.post(f"retention/inboxes/{inbox}", days=days)).status_code == status
    assert (await desk.held())["web"] == (False, None)


async def test_a_contact_stays_as_long_as_one_of_their_conversations(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    await desk.last_spoke(carla, days=31)
    async with desk.served.database.write() as session:
        session.add(Conversation(id="newer", inbox_id="web2", contact_id=carla.contact))
    await desk.post("retention", days=30)
    assert await desk.sweep() == 1
    async with desk.served.database.read() as session:
        assert await session.get(Contact, carla.contact) is not None


async def test_a_file_that_was_never_sent_is_erased_after_a_day(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    forgotten, fresh, sent = [await desk.upload("it.txt", hours_ago=hours) for hours in (25, 23, 25)]
    said = await desk.post(f"conversations/{carla.conversation}/reply", text="", client_id="c", files=[sent])
    assert said.status_code == 200, said.text
    gateway = desk.served.gateway
    files = MediaFiles(gateway.settings)
    sweeper = RetentionSweeper(gateway.database, gateway.redis, files)
    assert await sweeper.sweep_unsent() == 1
    assert [files.path(one).exists() for one in (forgotten, fresh, sent)] == [False, True, True]
    assert await sweeper.sweep_unsent() == 0


@pytest.mark.parametrize("days", [0, 3651, "30"])
async def test_a_retention_that_makes_no_sense_is_refused(desk: Desk, days: Any) -> None:
    assert (await desk.post("retention", days=days)).status_code == 400


async def test_people_are_found_by_address_name_or_number(desk: Desk) -> None:
    carla = await desk.writes("Carla", SECRET)
    await desk.writes("Otto", "hello")
    for words in ("CARLA@mail.example", "carl", carla.contact):
        found = (await desk.get(f"retention?q={words}")).json()["contacts"]
        assert [(one["id"], one["called"]) for one in found] == [(carla.contact, "carla@mail.example")]
    assert (await desk.get("retention?q=%25")).json()["contacts"] == []
