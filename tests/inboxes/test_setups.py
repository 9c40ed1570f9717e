"""Each channel's inbox is proved, connected and checked against its provider's peer."""

from __future__ import annotations

from typing import Any

import pytest

from serving.channels import secrets
from serving.channels.models import Inbox, Mailbox
from serving.errors import BadInput, Conflict, NotFound, Unavailable
from serving.inboxes import service
from serving.inboxes.base import Around, Finding, Level
from tests.channels import slack_server, twilio_server
from tests.channels.mail_servers import PASSWORD, USER, ImapServer, SmtpServer
from tests.channels.slack_server import SlackServer
from tests.channels.telegram_server import TOKEN, TelegramServer
from tests.channels.twilio_server import TwilioServer


async def stored(around: Around, inbox_id: str) -> Inbox | None:
    async with around.database.read() as session:
        return await session.get(Inbox, inbox_id)


def levels(findings: Any) -> dict[str, Level]:
    return {finding.part: finding.level for finding in findings}


def problems(findings: Any) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.PROBLEM]


async def test_telegram_gets_the_address_and_the_secret_that_the_webhook_checks(
    around: Around, telegram: TelegramServer, telegram_url: str
) -> None:
    given = {"bot_token": TOKEN, "base_url": telegram_url}
    made = await service.add(around, "telegram", inbox_id="tg", name="Telegram", given=given)

    [webhook] = telegram.webhooks
    assert webhook["url"] == f"{around.settings.public_url}/channels/telegram/tg"
    kept = secrets.decrypt(made.inbox.secrets, around.settings.secret_key)
    assert kept == {"bot_token": TOKEN, "webhook_secret": webhook["secret_token"]}
    assert levels(made.findings) == {"token": Level.OK, "webhook": Level.OK}


async def test_saving_again_keeps_the_secret_and_sets_the_webhook_anew(
    around: Around, telegram: TelegramServer, telegram_url: str
) -> None:
    given = {"bot_token": TOKEN, "base_url": telegram_url}
    await service.add(around, "telegram", inbox_id="tg", name="Telegram", given=given)
    await service.change(around, "tg", name="Bot", given={})
    first, second = telegram.webhooks
    assert first["secret_token"] == second["secret_token"]


async def test_the_check_tells_where_telegram_delivers_instead_and_what_failed(
    around: Around, telegram: TelegramServer, telegram_url: str
) -> None:
    given = {"bot_token": TOKEN, "base_url": telegram_url}
    await service.add(around, "telegram", inbox_id="tg", name="Telegram", given=given)
    telegram.pending, telegram.last_error = 3, "Connection timed out"
    words = " ".join(finding.message for finding in (await service.check(around, "tg")).findings)
    assert "3 messages wait" in words
    assert "Connection timed out" in words
    telegram.webhooks[-1]["url"] = "https://elsewhere.example/hook"
    [found] = problems((await service.check(around, "tg")).findings)
    assert "https://elsewhere.example/hook" in found.message


@pytest.mark.parametrize(
    ("channel", "given", "words"),
    [
        ("telegram", {"bot_token": "123:wrong"}, "does not know this token"),
        ("telegram", {"bot_token": " "}, "bot_token is missing"),
        ("slack", {"bot_token": "xoxb-wrong", "signing_secret": "x"}, "invalid_auth"),
        (
            "twilio_sms",
            {"account_sid": twilio_server.ACCOUNT, "auth_token": "wrong", "number": twilio_server.NUMBER},
            "refused account_sid",
        ),
        (
            "twilio_sms",
            {"account_sid": "AC1", "auth_token": "x", "number": twilio_server.NUMBER},
            "begins with AC",
        ),
        (
            "twilio_sms",
            {"account_sid": twilio_server.ACCOUNT, "auth_token": "x", "number": "0176 1234"},
            "international form",
        ),
    ],
)
async def test_what_the_provider_does_not_take_stores_nothing(
    around: Around,
    telegram_url: str,
    slack_url: str,
    twilio_url: str,
    channel: str,
    given: dict[str, Any],
    words: str,
) -> None:
    urls = {"telegram": telegram_url, "slack": slack_url, "twilio_sms": twilio_url}
    with pytest.raises(BadInput, match=words):
        await service.add(
            around, channel, inbox_id="new", name="New", given=given | {"base_url": urls[channel]}
        )
    assert await stored(around, "new") is None


@pytest.mark.parametrize("channel", ["telegram", "slack", "twilio_sms"])
async def test_an_address_that_providers_would_not_call_is_refused_with_the_remedy(
    around: Around, channel: str
) -> None:
    given = {
        "telegram": {"bot_token": TOKEN},
        "slack": {"bot_token": slack_server.TOKEN, "signing_secret": "x"},
        "twilio_sms": {"account_sid": twilio_server.ACCOUNT, "auth_token": "x", "number": "+14155550100"},
    }[channel]
    with pytest.raises(BadInput, match="PARLEY_PUBLIC_URL"):
        await service.add(around, channel, inbox_id="new", name="New", given=given)


async def test_a_provider_that_is_away_stores_nothing(around: Around) -> None:
    given = {"bot_token": slack_server.TOKEN, "signing_secret": "x", "base_url": "http://127.0.0.1:9/api/"}
    with pytest.raises(Unavailable, match="try again"):
        await service.add(around, "slack", inbox_id="new", name="New", given=given)
    assert await stored(around, "new") is None


async def test_slack_gives_a_manifest_and_names_missing_scopes(
    around: Around, slack: SlackServer, slack_url: str
) -> None:
    given = {
        "bot_token": slack_server.TOKEN,
        "signing_secret": slack_server.SIGNING_SECRET,
        "base_url": slack_url,
    }
    made = await service.add(around, "slack", inbox_id="slack", name="Slack", given=given)
    assert made.inbox.settings["bot_user"] == slack_server.BOT
    assert f"{around.settings.public_url}/channels/slack/slack" in made.steps[0]
    assert problems(made.findings) == []
    slack.scopes = "im:read"
    [found] = problems((await service.check(around, "slack")).findings)
    assert "chat:write" in found.message


async def test_twilio_gets_the_webhook_of_the_number(
    around: Around, twilio: TwilioServer, twilio_url: str
) -> None:
    given = {
        "account_sid": twilio_server.ACCOUNT,
        "auth_token": twilio_server.AUTH_TOKEN,
        "number": "+1 415 555 0100",
        "base_url": twilio_url,
    }
    made = await service.add(around, "twilio_sms", inbox_id="sms", name="SMS", given=given)
    assert twilio.sms_url == f"{around.settings.public_url}/channels/twilio/sms#rc=5&rp=all"
    assert levels(made.findings) == {"account": Level.OK, "webhook": Level.OK}
    twilio.sms_url, twilio.kind = "", "Trial"
    found = (await service.check(around, "sms")).findings
    assert levels(found) == {"account": Level.WARNING, "webhook": Level.PROBLEM}


async def test_a_number_of_another_account_is_found_out(around: Around, twilio_url: str) -> None:
    given = {
        "account_sid": twilio_server.ACCOUNT,
        "auth_token": twilio_server.AUTH_TOKEN,
        "number": "+14155550199",
        "base_url": twilio_url,
    }
    made = await service.add(around, "twilio_sms", inbox_id="sms", name="SMS", given=given)
    [found] = problems(made.findings)
    assert "not a number of this account" in found.message


def email(smtp: SmtpServer, imap: ImapServer | None, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "address": USER,
        "smtp_host": "127.0.0.1",
        "smtp_port": str(smtp.port),
        "smtp_security": "none",
        "smtp_password": PASSWORD,
    }
    if imap is not None:
        values |= {"imap_host": "127.0.0.1", "imap_port": str(imap.port), "imap_security": "none"}
    return values | changes


async def test_email_signs_in_at_both_servers_and_begins_at_the_mailboxs_end(
    around: Around, smtp: SmtpServer, imap: ImapServer
) -> None:
    made = await service.add(around, "email", inbox_id="mail", name="Mail", given=email(smtp, imap))
    assert levels(made.findings) == {"smtp": Level.OK, "imap": Level.OK}
    async with around.database.read() as session:
        mailbox = await session.get_one(Mailbox, "mail")
    assert mailbox.last_uid == 104


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"smtp_password": "wrong", "imap_password": PASSWORD}, "sign-in"),
        ({"imap_password": "wrong"}, "check user and password"),
        ({"folder": "Elsewhere"}, "no folder 'Elsewhere'"),
        ({"processed_folder": "Elsewhere"}, "no folder 'Elsewhere'"),
        ({"address": "nobody"}, "no e-mail address"),
        ({"smtp_security": "maybe"}, "one of tls, starttls, none"),
        ({"smtp_port": "many"}, "is a number"),
        ({"imap_security": "tls"}, "cannot be reached"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_email_that_would_not_work_stores_nothing(
    around: Around, smtp: SmtpServer, imap: ImapServer, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        await service.add(around, "email", inbox_id="mail", name="Mail", given=email(smtp, imap, **changes))
    assert await stored(around, "mail") is None


async def test_email_by_webhook_shows_its_key_once(around: Around, smtp: SmtpServer) -> None:
    made = await service.add(around, "email", inbox_id="mail", name="Mail", given=email(smtp, None))
    kept = secrets.decrypt(made.inbox.secrets, around.settings.secret_key)
    assert secrets.api_key_matches(made.shown["webhook_key"], kept["webhook_key_hash"])
    assert "webhook_key" not in kept
    assert (await service.check(around, "mail")).shown == {}


async def test_what_troubles_the_mailbox_is_told_by_the_check(
    around: Around, smtp: SmtpServer, imap: ImapServer
) -> None:
    await service.add(around, "email", inbox_id="mail", name="Mail", given=email(smtp, imap))
    async with around.database.write() as session:
        (await session.get_one(Mailbox, "mail")).problem = "An e-mail is too large to be taken."
    found = (await service.check(around, "mail")).findings
    assert levels(found)["mailbox"] is Level.WARNING
    imap.stop()
    [broken] = problems((await service.check(around, "mail")).findings)
    assert "cannot be reached" in broken.message


async def test_a_callback_is_signed_with_a_secret_that_is_shown_once(around: Around) -> None:
    given = {"callback_url": "https://shop.example/parley"}
    made = await service.add(around, "rest", inbox_id="api", name="API", given=given)
    assert made.shown["callback_secret"].startswith("whsec_")
    assert levels(made.findings) == {"keys": Level.PROBLEM, "callback": Level.OK}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://shop.example", "no address to call"),
        ("https://10.0.0.1/x", "private network"),
        ("http://localhost/x", "private network"),
        ("https://user:password@shop.example/", "no address to call"),
    ],
)
async def test_a_callback_into_the_network_is_refused(around: Around, url: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        await service.add(around, "rest", inbox_id="api", name="API", given={"callback_url": url})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"color": "green"}, "no colour"),
        ({"allowed_origins": ["https://shop.example/page"]}, "no origin"),
        ({"identity_key": "short"}, "less than 32"),
        ({"identity_required": True}, "needs an identity_key"),
        ({"prechat": ["topic"]}, "needs its words"),
        ({"colour": "#000000"}, "no field 'colour'"),
    ],
)
async def test_a_widget_is_checked_too(around: Around, given: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        await service.add(around, "widget", inbox_id="site", name="Site", given=given)


@pytest.mark.parametrize("inbox_id", ["", "a b", "Über", "x" * 41, "-a", "a/b"])
async def test_ids_that_would_not_fit_an_address_are_refused(around: Around, inbox_id: str) -> None:
    with pytest.raises(BadInput, match="id for an inbox"):
        await service.add(around, "widget", inbox_id=inbox_id, name="Site", given={})


async def test_an_id_is_taken_once_until_its_inbox_is_removed(around: Around) -> None:
    await service.add(around, "widget", inbox_id="site", name="Site", given={"identity_key": "k" * 32})
    with pytest.raises(Conflict):
        await service.add(around, "widget", inbox_id="site", name="Site", given={})
    await service.remove(around, "site")
    gone = await stored(around, "site")
    assert gone is not None
    assert gone.secrets is None
    with pytest.raises(NotFound):
        await service.check(around, "site")
    with pytest.raises(Conflict, match="was an inbox of the channel widget"):
        await service.add(around, "rest", inbox_id="site", name="Site", given={})
    again = await service.add(around, "widget", inbox_id="site", name="Again", given={})
    assert again.inbox.removed_at is None
