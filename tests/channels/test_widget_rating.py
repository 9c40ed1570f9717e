"""A customer rates how a conversation was resolved."""

from __future__ import annotations

import httpx
import pytest

from serving.conversations import service
from serving.conversations.models import Conversation, Kind
from serving.operators.models import Operator
from tests.channels.test_widget import bearer, say
from tests.gateway import Served, add_team


async def resolve(served: Served, session: dict) -> None:
    async with served.database.write() as write:
        ana = await write.get_one(Operator, "Ana")
        await service.resolve(write, session["conversation"], ana)


async def rate(served: Served, session: dict, **body: object) -> httpx.Response:
    return await served.http.post("/api/widget/web/rating", json=body, headers=bearer(session))


@pytest.fixture
async def resolved(served: Served) -> dict:
    await add_team(served.database)
    session = await served.session()
    await say(served, session, "hello")
    await resolve(served, session)
    return session


async def ratings(served: Served, session: dict) -> list[tuple[int, str | None]]:
    answer = await served.http.get("/api/widget/web/events", headers=bearer(session))
    events = [event for event in answer.json()["events"] if event["kind"] == Kind.RATING.value]
    return [(event["payload"]["score"], event["text"]) for event in events]


async def test_a_score_is_kept_and_shown_again_after_a_reload(served: Served, resolved: dict) -> None:
    answer = await rate(served, resolved, score=4)

    assert answer.status_code == 200
    assert await ratings(served, resolved) == [(4, None)]
    async with served.database.read() as read:
        assert (await read.get_one(Conversation, resolved["conversation"])).rating == 4


async def test_a_remark_may_follow_its_score_once(served: Served, resolved: dict) -> None:
    await rate(served, resolved, score=2)
    await rate(served, resolved, score=2, remark="Too slow.")
    second = await rate(served, resolved, score=2, remark="And rude.")

    assert second.status_code == 409
    assert await ratings(served, resolved) == [(2, None), (2, "Too slow.")]


async def test_the_same_rating_again_changes_nothing(served: Served, resolved: dict) -> None:
    first = await rate(served, resolved, score=5, remark="Lovely.")
    again = await rate(served, resolved, score=5, remark="Lovely.")

    assert again.json() == first.json()
    assert await ratings(served, resolved) == [(5, "Lovely.")]


async def test_a_resolution_is_rated_once_and_the_next_one_again(served: Served, resolved: dict) -> None:
    await rate(served, resolved, score=1)
    changed = await rate(served, resolved, score=5)
    assert changed.status_code == 409
    assert "rated 1" in changed.json()["error"]["message"]

    await say(served, resolved, "it broke again", client_id="c2")
    await resolve(served, resolved)
    assert (await rate(served, resolved, score=5)).status_code == 200
    assert await ratings(served, resolved) == [(1, None), (5, None)]


async def test_nothing_is_rated_before_it_is_resolved(served: Served) -> None:
    session = await served.session()
    await say(served, session, "hello")

    assert (await rate(served, session, score=5)).status_code == 409


@pytest.mark.parametrize("score", [0, 6, "5", None])
async def test_a_score_is_one_to_five(served: Served, resolved: dict, score: object) -> None:
    assert (await rate(served, resolved, score=score)).status_code == 400
