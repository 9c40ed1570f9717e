"""Known conversations in, exact figures out: on both databases, as the console's API gives them."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from serving.analytics import service
from serving.config import Settings
from serving.contacts.models import Contact
from serving.conversations import service as conversations
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Kind, Status
from serving.conversations.ratings import rate
from serving.db import Database
from serving.operators.models import Operator
from serving.reviews.models import AnswerPair
from tests.gateway import Served, add_team, serve
from tests.services import RedisServer

API = "/console/api/analytics"
DAY = datetime(2026, 3, 10, 9, tzinfo=UTC)
PERIOD = {"since": "2026-03-01", "until": "2026-03-31"}


@dataclass
class Story:
    """One conversation, told step by step. Each step takes a minute of the clock that the timeline reads."""

    told: Stories
    id: str
    turns: int = 0

    async def asks(self, intent: str, **trace: Any) -> Story:
        """The customer's message, and the turn of the bot that settles it."""
        self.turns += 1
        async with self.told.database.write() as session:
            conversation = await timeline.lock_conversation(session, self.id)
            conversations.wake(session, conversation)
            self.told.pass_by(minutes=1)
            text = trace.pop("text", f"{intent}?")
            asked = timeline.stage(
                session, conversation, kind=Kind.MESSAGE, author=Author.CUSTOMER, text=text
            )
            payload = {"turn": f"t{self.turns}", "answers": [asked.seq], "outcome": "answered"} | trace
            told = payload | {"intent": intent, "confidence": trace.get("confidence", 0.9)}
            timeline.stage(session, conversation, kind=Kind.TURN, author=Author.BOT, payload=told)
        self.told.pass_by(minutes=1)
        return self

    async def unanswered(self, intent: str, text: str) -> Story:
        abstained = [{"step": "answer", "decision": "abstained", "reason": "nothing found"}]
        return await self.asks(intent, text=text, decisions=abstained)

    async def handed_over(self, reason: str) -> Story:
        async with self.told.database.write() as session:
            conversation = await timeline.lock_conversation(session, self.id)
            asked = timeline.stage(
                session, conversation, kind=Kind.MESSAGE, author=Author.CUSTOMER, text="a person!"
            )
            status = {"status": Status.OPEN.value, "reason": reason}
            timeline.stage(session, conversation, kind=Kind.STATUS, author=Author.BOT, payload=status)
            turn = {"turn": "handoff", "answers": [asked.seq], "outcome": "handed_off", "route": "handoff"}
            told = turn | {"intent": "talk_to_human", "confidence": 1.0}
            timeline.stage(session, conversation, kind=Kind.TURN, author=Author.BOT, payload=told)
        return self

    async def notice(self) -> Story:
        """The bot says something while a person has the conversation."""
        async with self.told.database.write() as session:
            conversation = await timeline.lock_conversation(session, self.id)
            timeline.stage(session, conversation, kind=Kind.MESSAGE, author=Author.BOT, text="You are next.")
        return self

    async def operator(self, act: Callable[..., Any], *, after: timedelta = timedelta(), **how: Any) -> Story:
        self.told.pass_by(minutes=after.total_seconds() / 60)
        async with self.told.database.write() as session:
            ana = await session.get_one(Operator, "Ana")
            await act(session, self.id, ana, **how)
        return self

    async def rated(self, score: int) -> Story:
        async with self.told.database.write() as session:
            await rate(session, self.id, score=score)
        return self


@dataclass
class Stories:
    database: Database
    clock: datetime = DAY
    begun: int = field(default=0)

    def pass_by(self, *, minutes: float) -> None:
        self.clock += timedelta(minutes=minutes)

    async def begin(self, *, inbox: str = "web", locale: str | None = "en", day: int = 10) -> Story:
        self.clock = DAY.replace(day=day)
        self.begun += 1
        identifier = f"c{self.begun}"
        async with self.database.write() as session:
            session.add(Contact(id=identifier, verified=False, attributes={}))
            await session.flush()
            session.add(
                Conversation(
                    id=identifier, inbox_id=inbox, contact_id=identifier, created_at=self.clock, locale=locale
                )
            )
        return Story(self, identifier)


@dataclass
class Page:
    """The analytics page of a viewer, and of an agent who may export."""

    served: Served

    async def figure(self, name: str, **period: Any) -> dict[str, float]:
        response = await self.served.http.get(API, params=PERIOD | period)
        assert response.status_code == 200, response.text
        return dict(response.json()["figures"][name])

    async def gaps(self, **period: Any) -> list[dict[str, Any]]:
        response = await self.served.http.get(f"{API}/gaps", params=PERIOD | period)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["gaps"]
        return found

    async def csv(self, name: str, **period: Any) -> list[list[str]]:
        response = await self.served.http.get(f"{API}/{name}.csv", params=PERIOD | period)
        assert response.status_code == 200, response.text
        return list(csv.reader(io.StringIO(response.text)))


@pytest.fixture
async def page(
    make_settings: Callable[..., Settings], database_url: str, redis_server: RedisServer, encoder_path: Path
) -> AsyncIterator[Page]:
    settings = make_settings(database_url=database_url, redis_url=redis_server.url, encoder_path=encoder_path)
    async with serve(settings) as served:
        await add_team(served.database)
        await served.sign_in()
        yield Page(served)


@pytest.fixture
def stories(page: Page, monkeypatch: pytest.MonkeyPatch) -> Stories:
    told = Stories(page.served.database)
    monkeypatch.setattr(timeline, "now", lambda: told.clock)
    return told


ENDS: Sequence[tuple[str, Callable[[Story], Any], tuple[int, int, int, int]]] = []


def ends(name: str, *wanted: int) -> Callable[[Callable[[Story], Any]], Callable[[Story], Any]]:
    """confirmed, assumed, unresolved, reopened"""

    def keep(tell: Callable[[Story], Any]) -> Callable[[Story], Any]:
        confirmed, assumed, unresolved, reopened = wanted
        ENDS.append((name, tell, (confirmed, assumed, unresolved, reopened)))
        return tell

    return keep


@ends("only greeted", 0, 0, 1, 0)
async def _(story: Story) -> None:
    await story.asks("greet")


@ends("answered, and never heard of again", 0, 1, 0, 0)
async def _(story: Story) -> None:
    await story.asks("greet")
    await story.asks("ask_shipping")


@ends("thanked for an answer", 1, 0, 0, 0)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.asks("thank")


@ends("thanked for a greeting", 0, 0, 1, 0)
async def _(story: Story) -> None:
    await story.asks("greet")
    await story.asks("thank")


@ends("thanked, then asked something that was answered", 0, 1, 0, 0)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.asks("thank")
    await story.asks("ask_returns")


@ends("thanked, then asked something that had no answer", 0, 0, 1, 0)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.asks("thank")
    await story.unanswered("ask_product", "is it made of brass?")


@ends("waits for a person", 0, 0, 1, 0)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.handed_over("requested")


@ends("a person took it, helped nobody and gave it back", 0, 0, 1, 0)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.handed_over("requested")
    await story.operator(conversations.hand_back)


@ends("closed by a person", 1, 0, 0, 0)
async def _(story: Story) -> None:
    await story.handed_over("requested")
    await story.operator(conversations.resolve)


@ends("thanked for what a person closed", 1, 0, 0, 0)
async def _(story: Story) -> None:
    await story.handed_over("requested")
    await story.operator(conversations.resolve)
    await story.asks("thank")


@ends("came up again, and was answered", 0, 1, 0, 1)
async def _(story: Story) -> None:
    await story.handed_over("requested")
    await story.operator(conversations.resolve)
    await story.asks("ask_returns")


@ends("came up again, was answered and thanked for", 1, 0, 0, 1)
async def _(story: Story) -> None:
    await story.handed_over("requested")
    await story.operator(conversations.resolve)
    await story.asks("ask_returns")
    await story.asks("thank")


@ends("reopened by a colleague", 0, 0, 1, 1)
async def _(story: Story) -> None:
    await story.asks("ask_shipping")
    await story.operator(conversations.resolve)
    await story.operator(conversations.reopen)


async def test_a_conversation_is_resolved_by_what_happened_last(page: Page, stories: Stories) -> None:
    """Each story is told on a day of its own."""
    for day, (_, tell, _) in enumerate(ENDS, start=1):
        await tell(await stories.begin(day=day))
    found = {}
    for day, (name, _, _) in enumerate(ENDS, start=1):
        only = f"2026-03-{day:02}"
        found[name] = tuple((await page.figure("resolution", since=only, until=only)).values())
    assert found == {name: wanted for name, _, wanted in ENDS}
    total = await page.figure("resolution")
    assert tuple(total.values()) == tuple(sum(wanted[number] for _, _, wanted in ENDS) for number in range(4))


async def test_an_answer_is_not_assumed_to_have_helped_before_a_day_has_passed(
    page: Page, stories: Stories
) -> None:
    story = await stories.begin()
    stories.clock = datetime.now(UTC)
    await story.asks("ask_shipping")
    assert await page.figure("resolution") == {
        "confirmed": 0, "assumed": 0, "unresolved": 1, "reopened": 0,
    }  # fmt: skip


async def test_handoffs_are_counted_by_conversation_with_their_reasons(page: Page, stories: Stories) -> None:
    for reason in ("requested", "requested", "vent_anger"):
        await (await stories.begin()).handed_over(reason)
    twice = await stories.begin()
    await twice.handed_over("requested")
    await twice.operator(conversations.hand_back)
    await twice.handed_over("report_danger")
    await (await stories.begin()).asks("ask_shipping")
    assert await page.figure("handoffs") == {"requested": 2, "report_danger": 1, "vent_anger": 1}
    assert list((await page.figure("handoffs")).values()) == [2, 1, 1]


async def test_only_a_persons_first_words_end_the_wait(page: Page, stories: Stories) -> None:
    for minutes in (1, 2, 3, 40):
        story = await stories.begin()
        await story.handed_over("requested")
        await story.notice()
        await story.operator(conversations.note, text="I am looking", after=timedelta(seconds=30))
        wait = timedelta(minutes=minutes) - timedelta(seconds=30)
        await story.operator(conversations.reply, text="Good morning", after=wait)
        await story.operator(conversations.reply, text="Your parcel is here", after=timedelta(hours=1))
    nobody_came = await stories.begin()
    await nobody_came.handed_over("requested")
    unasked = await stories.begin()
    await unasked.asks("ask_shipping")
    await unasked.operator(conversations.reply, text="May I add something?")
    assert await page.figure("response") == {"median": 120.0, "p95": 2400.0}


async def test_ratings_count_each_conversation_once(page: Page, stories: Stories) -> None:
    for scores in ((5,), (5,), (2, 4), (1,), ()):
        story = await stories.begin()
        await story.asks("ask_shipping")
        for score in scores:
            await story.operator(conversations.resolve)
            await story.rated(score)
            await story.asks("greet")
    assert await page.figure("ratings") == {"5": 2, "4": 1, "3": 0, "2": 0, "1": 1}


async def test_languages_and_days_add_up(page: Page, stories: Stories) -> None:
    for locale, day in (("en", 1), ("es", 1), ("es", 31), (None, 10)):
        await stories.begin(locale=locale, day=day)
    assert await page.figure("languages") == {"es": 2, "en": 1, "": 1}
    days = await page.figure("volume")
    assert len(days) == 31
    assert {day: count for day, count in days.items() if count} == {
        "2026-03-01": 2, "2026-03-10": 1, "2026-03-31": 1,
    }  # fmt: skip


async def test_turns_say_their_latency_and_tokens(page: Page, stories: Stories) -> None:
    story = await stories.begin()
    for number in range(1, 21):
        timings = {"total": number * 10.0} | ({"first_token": 5.0} if number > 10 else {})
        await story.asks("ask_shipping", timings_ms=timings, prompt_tokens=100 + number, completion_tokens=7)
    await story.asks("ask_shipping", outcome="dropped", timings_ms={"total": 9999.0}, prompt_tokens=9999)
    assert await page.figure("turns") == {
        "count": 20,
        "total_ms_median": 100.0, "total_ms_p95": 190.0,
        "first_token_ms_median": 5.0, "first_token_ms_p95": 5.0,
        "prompt_tokens": 110.5, "completion_tokens": 7.0,
    }  # fmt: skip


async def test_gaps_are_the_questions_that_had_no_answer(page: Page, stories: Stories) -> None:
    story = await stories.begin()
    await story.unanswered("ask_product", "Is the lamp made of brass?")
    await story.unanswered("ask_product", "are your lamps made from brass")
    await story.unanswered("ask_company", "Do you sponsor football clubs?")
    await story.asks("ask_shipping", text="How long does shipping take?")
    await story.asks("out_of_scope", text="Who won the cup?", actions=["utter_out_of_scope"])
    gaps = await page.gaps()
    assert sorted(gap["count"] for gap in gaps) == [1, 1, 2]
    assert gaps[0]["count"] == 2
    assert {one["text"] for one in gaps[0]["asked"]} == {
        "Is the lamp made of brass?", "are your lamps made from brass",
    }  # fmt: skip
    assert not any("shipping" in gap["question"] for gap in gaps)


async def test_a_gap_whose_answer_was_written_is_none_until_it_is_asked_again(
    page: Page, stories: Stories
) -> None:
    story = await stories.begin()
    await story.unanswered("ask_product", "Is the lamp made of brass?")
    await story.unanswered("ask_product", "are your lamps made from brass")
    await story.unanswered("ask_company", "Do you sponsor football clubs?")
    async with stories.database.write() as session:
        session.add(
            AnswerPair(
                id="brass", question="Is the lamp made of brass?", answer="It is steel.", language="en",
                conversation_id=story.id, turn="t1", updated_at=stories.clock,
            )
        )  # fmt: skip
    assert [gap["question"] for gap in await page.gaps()] == ["Do you sponsor football clubs?"]
    await story.unanswered("ask_product", "is this lamp of brass?")
    assert {gap["question"]: gap["count"] for gap in await page.gaps()} == {
        "is this lamp of brass?": 1,
        "Do you sponsor football clubs?": 1,
    }


async def test_an_inbox_and_a_period_narrow_every_figure(page: Page, stories: Stories) -> None:
    for inbox, day in (("web", 5), ("tg", 5), ("tg", 20)):
        story = await stories.begin(inbox=inbox, day=day)
        await story.unanswered("ask_product", "Is the lamp made of brass?")
        await story.asks("ask_shipping", timings_ms={"total": 10.0})
        await story.handed_over("requested")
        await story.operator(conversations.reply, text="Good morning", after=timedelta(minutes=2))
        await story.operator(conversations.resolve)
        await story.rated(5)
    for narrowed, count in (({}, 3), ({"inbox": "tg"}, 2), ({"inbox": "tg", "until": "2026-03-10"}, 1)):
        assert (await page.figure("resolution", **narrowed))["confirmed"] == count
        assert (await page.figure("handoffs", **narrowed))["requested"] == count
        assert (await page.figure("ratings", **narrowed))["5"] == count
        assert (await page.figure("languages", **narrowed))["en"] == count
        assert sum((await page.figure("volume", **narrowed)).values()) == count
        assert (await page.figure("turns", **narrowed))["count"] == 3 * count
        assert (await page.gaps(**narrowed))[0]["count"] == count
    assert await page.figure("response", since="2026-03-06", until="2026-03-19") == {}


async def test_each_csv_says_what_the_page_says(page: Page, stories: Stories) -> None:
    story = await stories.begin(locale="de")
    await story.unanswered("ask_product", "Is it, perhaps, made of brass?")
    await story.asks("ask_shipping", timings_ms={"total": 12.5, "first_token": 3.0}, prompt_tokens=3)
    await story.handed_over("requested")
    await story.operator(conversations.reply, text="Good morning", after=timedelta(minutes=2))
    await story.operator(conversations.resolve)
    await story.rated(4)
    for name in service.FIGURES:
        header, *rows = await page.csv(name)
        shown = await page.figure(name)
        assert header == ["what", "value"]
        assert {what: float(value) for what, value in rows} == shown, name
        assert rows, name
    assert await page.csv("gaps") == [["what", "value"], ["Is it, perhaps, made of brass?", "1"]]


async def test_a_figure_that_does_not_exist_is_named_with_those_that_do(page: Page) -> None:
    response = await page.served.http.get(f"{API}/happiness.csv")
    assert response.status_code == 404
    assert "resolution" in response.json()["error"]["message"]
