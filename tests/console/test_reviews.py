"""The review loop: judged in the console, learned, tested, answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from serving.audit.models import AuditEntry
from serving.config import Settings
from serving.conversations.models import Author, Kind
from serving.conversations.repository import events_after
from serving.reviews import command, repository
from tests.gateway import Served, add_team, serve, until
from tests.services import RedisServer

API = "/console/api"


@dataclass
class Desk:
    served: Served
    headers: dict[str, str]
    conversation: str

    async def get(self, path: str) -> dict[str, Any]:
        response = await self.served.http.get(f"{API}/{path}")
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def post(self, path: str, **body: Any) -> Any:
        return await self.served.http.post(f"{API}/{path}", json=body, headers=self.headers)

    async def judge(self, turn: str = "t1", **body: Any) -> Any:
        return await self.post(f"conversations/{self.conversation}/reviews", turn=turn, **body)

    async def ask(self, turn: str, text: str, intent: str, confidence: float = 0.4, **trace: Any) -> None:
        asked = await self.served.append(self.conversation, text, author=Author.CUSTOMER)
        await self.served.append(self.conversation, "an answer", payload={"turn": turn})
        told = {"turn": turn, "answers": [asked.seq], "outcome": "answered", "route": "knowledge"}
        payload = told | {"intent": intent, "confidence": confidence} | trace
        await self.served.append(self.conversation, kind=Kind.TURN, payload=payload)


async def _desk(served: Served) -> Desk:
    await add_team(served.database)
    session = await served.session()
    response = await served.http.post(
        "/api/widget/web/messages",
        json={"text": "hello", "client_id": "c1"},
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    assert response.status_code == 202
    desk = Desk(served, await served.sign_in(), session["conversation"])
    await desk.ask("t1", "where's my [lamp]\nplease", "greet")
    return desk


@pytest.fixture
async def desk(served: Served) -> Desk:
    return await _desk(served)


@pytest.fixture
async def reading_desk(
    make_settings: Callable[..., Settings], sqlite_url: str, redis_server: RedisServer, encoder_path: Path
) -> AsyncIterator[Desk]:
    """With the sentence encoder: what is written becomes knowledge."""
    settings = make_settings(database_url=sqlite_url, redis_url=redis_server.url, encoder_path=encoder_path)
    async with serve(settings) as served:
        yield await _desk(served)


async def test_a_corrected_intent_is_kept_and_filters_the_inbox(desk: Desk) -> None:
    answer = await desk.judge(verdict="wrong", intent="order_status", trains=True, tests=True, note="x")
    assert answer.status_code == 200, answer.text
    review = answer.json()["review"]
    assert (review["given"]["intent"], review["intent"]) == ("greet", "order_status")
    assert review["text"] == "where's my [lamp]\nplease"
    assert (await desk.get(f"conversations/{desk.conversation}/reviews"))["reviews"] == [review]
    found = await desk.get("conversations?reviewed=wrong")
    assert [one["id"] for one in found["conversations"]] == [desk.conversation]
    assert found["conversations"][0]["reviewed"] is True
    assert (await desk.get("conversations?reviewed=no"))["conversations"] == []
    counts = (await desk.get("reviews"))["counts"]
    assert counts == {"all": 1, "trains": 1, "tests": 1, "pairs": 0}
    assert {"greet", "order_status"} <= set((await desk.get("intents"))["intents"])


async def test_a_second_judgement_replaces_the_first_and_can_be_taken_back(desk: Desk) -> None:
    await desk.judge(verdict="wrong", intent="order_status", trains=True)
    assert (await desk.judge(verdict="right")).json()["review"]["intent"] == "greet"
    assert len((await desk.get("reviews"))["reviews"]) == 1
    withdrawn = await desk.post(f"conversations/{desk.conversation}/reviews/withdraw", turn="t1")
    assert withdrawn.status_code == 204
    assert (await desk.get("reviews"))["reviews"] == []
    assert (await desk.get(f"conversations/{desk.conversation}"))["reviewed"] is False
    events = (await desk.get(f"conversations/{desk.conversation}/events"))["events"]
    said = [event["payload"]["verdict"] for event in events if event["kind"] == "review"]
    assert said == ["wrong", "right", None]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"verdict": "wrong", "trains": True}, 400),
        ({"verdict": "wrong", "trains": True, "route": "handoff"}, 400),
        ({"verdict": "wrong", "tests": True}, 400),
        ({"verdict": "wrong", "route": "elsewhere"}, 400),
        ({"verdict": "wrong", "intent": "no such; intent"}, 400),
        ({"verdict": "wrong", "intent": "greet", "turn": "t404"}, 404),
        ({"verdict": "maybe"}, 400),
        ({"verdict": "wrong", "intent": "greet", "trains": True, "text": "/tapped"}, 400),
    ],
)
async def test_what_cannot_be_learned_is_refused(desk: Desk, body: dict[str, Any], status: int) -> None:
    answer = await desk.judge(**body)
    assert answer.status_code == status
    assert (await desk.get("reviews"))["reviews"] == []


async def test_a_viewer_reads_reviews_and_makes_none(desk: Desk) -> None:
    await desk.judge(verdict="right")
    desk.headers = await desk.served.sign_in("vera@example.com")
    assert (await desk.judge(verdict="wrong", intent="greet")).status_code == 403
    assert len((await desk.get("reviews"))["reviews"]) == 1


async def test_the_customer_never_hears_of_a_review(desk: Desk) -> None:
    await desk.judge(verdict="wrong", intent="order_status", note="embarrassing")
    async with desk.served.database.read() as session:
        public = await events_after(session, desk.conversation, public_only=True)
    assert all(event.kind is not Kind.REVIEW for event in public)


async def test_corrections_become_training_data_and_tests_of_the_next_training(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.ask("t2", "my parcel??", "greet")
    await desk.ask("t3", "hi there", "greet", 0.99)
    await desk.judge(verdict="wrong", intent="order_status", trains=True, tests=True)
    await desk.judge("t2", verdict="wrong", intent="order_status", text="my parcel", trains=True)
    await desk.judge("t3", verdict="right")
    texts = tmp_path / "texts.json"

    counts = await command.export(desk.served.database, folder=tmp_path, texts=texts)

    assert counts == {"examples": 2, "tests": 1, "texts": 4}
    nlu = yaml.safe_load((tmp_path / "nlu" / "reviews.yml").read_text())
    examples = "- where's my lamp please\n- my parcel\n"
    assert nlu["nlu"] == [{"intent": "order_status", "metadata": {"locale": "en"}, "examples": examples}]
    tests = yaml.safe_load((tmp_path / "tests.yml").read_text())
    wanted = {"locale": "en", "intent": "order_status", "route": None}
    assert tests == {"tests": [{"text": "where's my lamp please"} | wanted]}
    assert {"text": "my parcel??", "locale": "en"} in json.loads(texts.read_text())


async def test_a_correction_is_learned_in_the_language_of_its_conversation(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.served.append(desk.conversation, kind=Kind.LOCALE, payload={"locale": "es", "reason": "text"})
    await desk.ask("t2", "¿dónde está mi paquete?", "greet")
    await desk.judge("t2", verdict="wrong", intent="order_status", trains=True, tests=True)
    await command.export(desk.served.database, folder=tmp_path, texts=tmp_path / "texts.json")
    [learned] = yaml.safe_load((tmp_path / "nlu" / "reviews.yml").read_text())["nlu"]
    assert learned["metadata"] == {"locale": "es"}
    [test] = yaml.safe_load((tmp_path / "tests.yml").read_text())["tests"]
    assert test["locale"] == "es"


async def test_what_was_translated_is_learned_as_the_bot_heard_it(desk: Desk, tmp_path: Path) -> None:
    heard = {"status": "machine", "text": "where is my parcel?", "source": "pt", "target": "en"}
    await desk.ask("t2", "onde está a minha encomenda?", "greet", translation=heard)
    unsure = heard | {"status": "machine_unsure", "text": "nonsense"}
    await desk.ask("t3", "e a fatura?", "greet", translation=unsure)
    for turn in ("t2", "t3"):
        await desk.judge(turn, verdict="wrong", intent="order_status", trains=True)
    await command.export(desk.served.database, folder=tmp_path, texts=tmp_path / "texts.json")
    nlu = yaml.safe_load((tmp_path / "nlu" / "reviews.yml").read_text())["nlu"]
    assert [one["examples"] for one in nlu] == ["- where is my parcel?\n- e a fatura?\n"]


async def test_a_test_may_want_the_route_alone(desk: Desk, tmp_path: Path) -> None:
    answer = await desk.judge(verdict="wrong", route="handoff", tests=True)
    assert answer.json()["review"]["route"] == "handoff"
    await desk.ask("t2", "hi there", "greet", 0.99)
    await desk.judge("t2", verdict="right", tests=True)
    await command.export(desk.served.database, folder=tmp_path, texts=tmp_path / "texts.json")
    tests = yaml.safe_load((tmp_path / "tests.yml").read_text())["tests"]
    assert [(test["intent"], test["route"]) for test in tests] == [(None, "handoff"), ("greet", "knowledge")]


async def test_without_corrections_no_file_is_left(desk: Desk, tmp_path: Path) -> None:
    await desk.judge(verdict="wrong", intent="order_status", trains=True, tests=True)
    await command.export(desk.served.database, folder=tmp_path, texts=tmp_path / "texts.json")
    await desk.judge(verdict="right")
    await command.export(desk.served.database, folder=tmp_path, texts=tmp_path / "texts.json")
    assert not (tmp_path / "nlu" / "reviews.yml").exists()
    assert not (tmp_path / "tests.yml").exists()


async def test_the_console_shows_what_a_training_changed(desk: Desk, tmp_path: Path) -> None:
    await desk.ask("t2", "hi there", "greet", 0.99)
    await desk.judge(verdict="wrong", intent="order_status", trains=True, tests=True)
    await desk.judge("t2", verdict="right")
    async with desk.served.database.read() as session:
        [first, second] = await repository.chosen(session, repository.HAS_WISH)
    report = tmp_path / "report.json"
    script = {"locale": "en", "route": "script"}
    understood = [
        script | {"text": first.text, "intent": "order_status", "confidence": 0.93},
        script | {"text": second.text, "intent": "goodbye", "confidence": 0.5},
        script | {"text": "thanks", "intent": "thank", "confidence": 0.9},
        script | {"text": "help me", "intent": "complain", "route": "handoff", "confidence": 0.9},
        script | {"text": "the same", "intent": "greet", "confidence": 0.5},
    ]
    before = [
        script | {"text": "thanks", "intent": "greet", "confidence": 0.4},
        script | {"text": "help me", "intent": "complain", "confidence": 0.9},
        script | {"text": "the same", "intent": "greet", "confidence": 0.8},
    ]
    failed = script | {"text": "x", "intent": "a", "wanted": "b", "right": False, "confidence": 0.1}
    report.write_text(json.dumps({"after": understood, "before": before, "tests": [failed]}))

    counts = await command.record(desk.served.database, report=report, model="abc")

    assert counts == {
        "corrected": 1, "fixed": 1, "broken": 1, "compared": 5, "changed": 2, "tests": 1, "failed": 1,
    }  # fmt: skip
    page = await desk.get("reviews")
    after = {one["turn"]: one["after"]["right"] for one in page["reviews"]}
    assert after == {"t1": True, "t2": False}
    [training] = page["trainings"]
    intents, routes = training["report"]["changed"]
    assert intents == {
        "text": "thanks", "before": "greet", "after": "thank", "confidence": 0.9,
        "before_route": "script", "after_route": "script",
    }  # fmt: skip
    assert (routes["before_route"], routes["after_route"]) == ("script", "handoff")
    assert [one["turn"] for one in (await desk.get("reviews?after=wrong"))["reviews"]] == ["t2"]


async def test_a_message_is_right_only_when_its_route_is_too(desk: Desk, tmp_path: Path) -> None:
    await desk.judge(verdict="wrong", intent="order_status", route="handoff")
    async with desk.served.database.read() as session:
        [review] = await repository.chosen(session, repository.HAS_WISH)
    understood = {"text": review.text, "locale": "en", "intent": "order_status", "confidence": 0.9}
    report = tmp_path / "report.json"
    for route, said in (("script", "wrong"), ("handoff", "right")):
        report.write_text(json.dumps({"after": [understood | {"route": route}], "tests": []}))
        await command.record(desk.served.database, report=report, model="abc")
        assert (await desk.get(f"reviews?after={said}"))["counts"]["all"] == 1
        [after] = [one["after"] for one in (await desk.get(f"reviews?after={said}"))["reviews"]]
        assert (after["route"], after["right"]) == (route, said == "right")


async def test_a_corrected_answer_is_found_in_the_knowledge(reading_desk: Desk) -> None:
    desk = reading_desk
    question, answer = "Do you repair lanterns?", "Yes, our workshop repairs every lantern within a week."
    kept = await desk.post(
        "pairs", question=question, answer=answer, conversation=desk.conversation, turn="t1"
    )
    assert kept.status_code == 200, kept.text

    async def said() -> str | None:
        found = await desk.get("knowledge/search?inbox=web&q=repair+my+lantern")
        return next((one["text"] for one in found["passages"]), None)

    async def is_answer() -> bool:
        return answer in (await said() or "")

    await until(is_answer)
    # The same question again: the answer is replaced.
    await desk.post("pairs", question=question.lower(), answer="No, we only repair lamps these days.")

    async def is_new() -> bool:
        return "only repair lamps" in (await said() or "")

    await until(is_new)
    [pair] = (await desk.get("pairs"))["pairs"]
    assert (await desk.post(f"pairs/{pair['id']}/remove")).status_code == 204

    async def is_gone() -> bool:
        return await said() is None

    await until(is_gone)


async def test_a_pair_needs_both_halves(desk: Desk) -> None:
    assert (await desk.post("pairs", question=" ", answer="x")).status_code == 400


async def test_a_training_is_in_the_audit_log(desk: Desk, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"after": [], "tests": []}))
    await command.record(desk.served.database, report=report, model="abc")
    async with desk.served.database.read() as session:
        [entry] = await session.scalars(select(AuditEntry).where(AuditEntry.action == "train"))
    assert (entry.subject, entry.details) == ("abc", {"by": "command line"})
