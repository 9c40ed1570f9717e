from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import anyio
import pytest
from sqlalchemy import select

from serving.channels import secrets
from serving.channels.base import DeliveryDeferred, DeliveryFailed, Part
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media
from serving.channels.slack_delivery import SlackChannel, build, escaped
from serving.channels.webhooks import KnownInboxes
from serving.config import Settings
from serving.contacts.models import ContactAddress
from serving.conversations.models import Conversation, Event, Kind
from serving.turns.intake import Intake
from tests.channels.slack_server import BOT, FILE, SIGNING_SECRET, TOKEN, Sender, SlackServer, event
from tests.channels.support import adapter, delivery
from tests.gateway import Served, listening

USER = "U2147483697"
ASKED = {"channel": "D024BE91L", "thread_ts": ""}


def make_inbox(settings: Settings, base_url: str = "") -> Inbox:
    made = Inbox(id="slack", name="Slack", channel="slack", settings={"bot_user": BOT, "base_url": base_url})
    made.secrets = secrets.encrypt(
        {"bot_token": TOKEN, "signing_secret": SIGNING_SECRET}, settings.secret_key
    )
    return made


@pytest.fixture
async def sender(served: Served) -> Sender:
    async with served.database.write() as session:
        session.add(make_inbox(served.settings))
    return Sender(served.http, "/channels/slack/slack")


@pytest.fixture
def slack() -> SlackServer:
    return SlackServer()


@pytest.fixture
async def base_url(slack: SlackServer) -> AsyncIterator[str]:
    async with listening(slack.app()) as address:
        yield f"http://{address}/api/"


@pytest.fixture
async def channel(settings: Settings) -> AsyncIterator[SlackChannel]:
    async with adapter(build, settings) as made:
        yield made


async def messages(served: Served) -> list[Event]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Event).where(Event.kind == Kind.MESSAGE).order_by(Event.id)))


async def conversations(served: Served) -> list[Conversation]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Conversation).order_by(Conversation.created_at)))


async def test_slack_proves_the_address_by_its_challenge(sender: Sender) -> None:
    """https://docs.slack.dev/reference/events/url_verification"""
    answer = await sender.send(
        {"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd", "type": "url_verification"}
    )
    assert answer.json() == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd"}


async def test_a_direct_message_is_stored_with_where_it_came_from(served: Served, sender: Sender) -> None:
    assert (await sender.send(event())).status_code == 200
    [message] = await messages(served)
    assert message.text == "Hello hello can you hear me?"
    assert message.payload["slack"] == ASKED
    async with served.database.read() as session:
        address = (await session.scalars(select(ContactAddress))).one()
    assert address.address == USER


async def test_what_slack_sends_again_is_stored_once(served: Served, sender: Sender) -> None:
    for attempt in range(4):
        await sender.send(event(), **{"X-Slack-Retry-Num": str(attempt)})
    assert len(await messages(served)) == 1


async def test_a_message_that_found_us_busy_is_taken_when_it_comes_again(
    served: Served, sender: Sender
) -> None:
    real = served.gateway
    away: Any = _Away()
    served.app.state.gateway = replace(
        real,
        intake=Intake(away, real.redis, real.settings),
        hooked=KnownInboxes(away, real.settings),
    )
    first = await sender.send(event())
    served.app.state.gateway = real
    assert first.status_code == 503
    assert first.headers["Retry-After"]
    assert await sender.deliver(event()) == 1
    assert len(await messages(served)) == 1


class _Away:
    """A database that nobody reaches."""

    def read(self) -> Any:
        raise OSError("connection refused")

    write = read


async def test_direct_messages_are_one_conversation_and_each_thread_another(
    served: Served, sender: Sender
) -> None:
    await sender.send(event())
    await sender.send(event(ts="1355517524.000001", text="again"))
    mention = {"type": "app_mention", "channel": "C1", "channel_type": "channel", "text": f"<@{BOT}> help"}
    await sender.send(event(**mention, ts="1.1"))
    await sender.send(event(**mention, ts="2.1"))
    in_thread = {"channel": "C1", "channel_type": "channel", "thread_ts": "1.1", "text": "and this?"}
    await sender.send(event(**in_thread, ts="1.2"))

    assert [made.thread for made in await conversations(served)] == [None, "C1:1.1", "C1:2.1"]
    *_, last = await messages(served)
    assert last.payload["slack"] == {"channel": "C1", "thread_ts": "1.1"}


async def test_a_mention_comes_as_two_events_and_is_one_message(served: Served, sender: Sender) -> None:
    mention = {"channel": "C1", "channel_type": "channel", "ts": "1.1", "text": f"<@{BOT}> where is it?"}
    await sender.send(event(**mention, type="app_mention"))
    await sender.send(event(**mention, type="message"))
    [message] = await messages(served)
    assert message.text == "where is it?"


async def test_talk_in_a_channel_that_is_not_ours_is_left_alone(served: Served, sender: Sender) -> None:
    await sender.send(event(channel="C1", channel_type="channel", text="lunch?"))
    await sender.send(event(channel="C1", channel_type="channel", thread_ts="9.9", ts="9.95", text="yes"))
    assert await messages(served) == []


@pytest.mark.parametrize(
    "values",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"type": "reaction_added"},
        {"user": None},
        {"ts": "yesterday"},
    ],
    ids=lambda values: str(values),
)
async def test_what_no_person_wrote_is_ignored(
    served: Served, sender: Sender, values: dict[str, Any]
) -> None:
    assert (await sender.send(event(**values))).status_code == 200
    assert await messages(served) == []


async def test_slacks_marks_become_words(served: Served, sender: Sender) -> None:
    text = (
        "see <https://shop.example/a?b=1&amp;c=2|the page>, <mailto:k@x.org|k@x.org> &lt;3 <@U9|ana> <!here>"
    )
    await sender.send(event(text=text))
    [message] = await messages(served)
    assert message.text == "see the page (https://shop.example/a?b=1&c=2), k@x.org <3 ana !here"


async def test_a_pressed_button_is_a_message_once(served: Served, sender: Sender) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    payload = {
        "type": "block_actions",
        "user": {"id": USER, "username": "kim", "name": "kim"},
        "channel": {"id": "D024BE91L", "name": "directmessage"},
        "message": {"type": "message", "ts": "1548261231.000200", "text": "Sure?"},
        "actions": [
            {
                "type": "button",
                "action_id": "choice-0",
                "block_id": "=qXel",
                "value": "/cancel",
                "text": {"type": "plain_text", "text": "Cancel"},
                "action_ts": "1548426417.840180",
            }
        ],
    }
    for _ in range(2):
        assert (await sender.press(payload)).status_code == 200
    [message] = await messages(served)
    assert (message.text, message.payload["pressed"]) == ("/cancel", "Cancel")


async def test_a_file_is_kept_to_be_fetched(served: Served, sender: Sender) -> None:
    file = {
        "id": "F1",
        "name": "broken.png",
        "mimetype": "image/png",
        "size": 108,
        "url_private_download": "https://files.slack.com/files-pri/T1-F1/download/broken.png",
    }
    await sender.send(event(subtype="file_share", text="", files=[file]))
    [message] = await messages(served)
    assert message.payload["files"][0]["name"] == "broken.png"


async def test_an_unsigned_or_old_request_is_refused(served: Served, sender: Sender) -> None:
    forged = Sender(served.http, sender.path, secret="another")
    assert (await forged.send(event())).status_code == 401
    assert (await sender.send(event(), age_s=301)).status_code == 401
    assert (
        await sender.send(event(), **{"X-Slack-Signature": "v0=\xe9".encode("latin-1")})
    ).status_code == 401
    assert (await sender.send(event(), **{"X-Slack-Request-Timestamp": "soon"})).status_code == 401
    assert (await Sender(served.http, "/channels/slack/nowhere").send(event())).status_code == 401
    assert await messages(served) == []


async def test_a_reply_goes_to_the_thread_it_answers(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str
) -> None:
    prepared = delivery(make_inbox(settings, base_url), USER, Part(text="5 < 6 & <b>"))
    asked = {"channel": "C1", "thread_ts": "1.1"}
    assert await channel.deliver(replace(prepared, asked=asked)) == "C1:1700000000.000001"
    [posted] = slack.posted
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1.1")
    assert posted["text"] == "5 &lt; 6 &amp; &lt;b&gt;"


async def test_choices_are_buttons(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str
) -> None:
    part = Part(
        text="Sure?", buttons=[{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]
    )
    await channel.deliver(replace(delivery(make_inbox(settings, base_url), USER, part), asked=ASKED))
    section, actions = slack.posted[0]["blocks"]
    assert section["text"]["text"] == "Sure?"
    assert [(e["text"]["text"], e["value"]) for e in actions["elements"]] == [("Yes", "/yes"), ("No", "/no")]


async def test_a_file_is_uploaded_to_the_conversation(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str
) -> None:
    path = MediaFiles(settings).path("m1")
    await anyio.Path(path.parent).mkdir(parents=True)
    await anyio.Path(path).write_bytes(FILE)
    file = Media(id="m1", name="a.png", mime="image/png", bytes=len(FILE))
    prepared = delivery(make_inbox(settings, base_url), USER, Part(file=file))
    await channel.deliver(replace(prepared, asked=ASKED))
    assert FILE in slack.uploaded[0]
    assert slack.posted[0]["channel_id"] == "D024BE91L"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("channel_not_found", DeliveryFailed),
        ("is_archived", DeliveryFailed),
        ("msg_too_long", DeliveryFailed),
        ("internal_error", DeliveryDeferred),
        ("token_revoked", DeliveryDeferred),
        ("missing_scope", DeliveryDeferred),
    ],
)
async def test_a_refusal_is_final_or_waits_for_the_team(
    channel: SlackChannel,
    settings: Settings,
    slack: SlackServer,
    base_url: str,
    error: str,
    expected: type[Exception],
) -> None:
    slack.refuse(error)
    with pytest.raises(expected, match=error if error != "internal_error" else "cannot take"):
        await channel.deliver(delivery(make_inbox(settings, base_url), USER, Part(text="x")))


async def test_slacks_word_on_waiting_is_kept(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str
) -> None:
    slack.limit(30)
    with pytest.raises(DeliveryDeferred) as caught:
        await channel.deliver(delivery(make_inbox(settings, base_url), USER, Part(text="x")))
    assert caught.value.retry_after_s == 30


@pytest.mark.parametrize("status", [500, 503])
async def test_slack_in_trouble_is_waited_for(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str, status: int
) -> None:
    slack.answers.append((status, {"ok": False, "error": "fatal_error"}, {}))
    with pytest.raises(DeliveryDeferred):
        await channel.deliver(delivery(make_inbox(settings, base_url), USER, Part(text="x")))


async def test_slack_that_is_away_is_waited_for(channel: SlackChannel, settings: Settings) -> None:
    with pytest.raises(DeliveryDeferred):
        await channel.deliver(delivery(make_inbox(settings, "http://127.0.0.1:9/api/"), USER, Part(text="x")))


async def test_files_are_fetched_with_the_token_and_only_from_slack(
    channel: SlackChannel, settings: Settings, slack: SlackServer, base_url: str
) -> None:
    made = make_inbox(settings, base_url)
    chunks = [chunk async for chunk in channel.fetch(made, base_url.replace("/api/", "/files/1.png"))]
    assert b"".join(chunks) == FILE
    with pytest.raises(DeliveryFailed):
        [chunk async for chunk in channel.fetch(made, "https://slack.com.evil.example/1.png")]


def test_length_is_counted_as_slack_counts_it() -> None:
    assert len(escaped("a & b")) == 9
