"""Slack: the app's bot token and signing secret; a manifest makes the app with the right scopes at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from serving.channels.models import Inbox
from serving.channels.slack_delivery import BASE_URL, CHANNEL, client_of
from serving.errors import BadInput, Unavailable
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem
from serving.inboxes.setups import shared

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:read",
    "im:write",
)
# Without these nobody can be heard or answered.
NEEDED = ("chat:write", "im:history")
EVENTS = ("app_mention", "message.channels", "message.groups", "message.im")


class SlackSetup:
    channel = CHANNEL
    title = "Slack"
    fields = (
        Field("bot_token", FieldKind.SECRET, required=True, asked=True, example="xoxb-..."),
        Field("signing_secret", FieldKind.SECRET, required=True, asked=True),
        Field("base_url", example=BASE_URL),
    )

    async def prepare(self, around: Around, draft: Draft) -> None:
        if not draft.settings.get("base_url"):
            shared.require_public_address(around)
        try:
            answer = await _test(draft.settings, draft.secrets)
        except SlackApiError as error:
            code = error.response.get("error")
            raise BadInput(
                f"Slack does not take the bot token ({code}): copy the Bot User OAuth Token, xoxb-..., again."
            ) from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable(f"Slack could not be asked ({type(error).__name__}): try again.") from error
        draft.settings["bot_user"], draft.settings["team"] = answer.get("user_id"), answer.get("team")

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        return None

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        try:
            answer = await _test(inbox.settings, secrets)
        except SlackApiError as error:
            code = error.response.get("error")
            return [
                problem("token", f"Slack does not take the bot token any more ({code}): enter the new one.")
            ]
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            return [problem("token", f"Slack could not be asked: {type(error).__name__}.")]
        found = [ok("token", f"The token is that of {answer.get('user')} in {answer.get('team')}.")]
        given = str(answer.headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")
        missing = [scope for scope in SCOPES if scope not in given]
        if any(scope in missing for scope in NEEDED):
            found.append(
                problem("scopes", f"The app lacks {', '.join(missing)}: add them and install it again.")
            )
        elif missing:
            found.append(ok("scopes", f"It works without {', '.join(missing)}, in direct messages."))
        if inbox.settings.get("base_url"):
            return found
        return [*found, *await shared.public_address(around)]

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        url = around.webhook(self.channel, inbox.id)
        return [
            f"At api.slack.com/apps, under App Manifest, save this; Slack then verifies {url}: "
            f"{manifest(inbox.name, url)}"
        ]


def manifest(name: str, url: str) -> str:
    """https://docs.slack.dev/reference/app-manifest"""
    return json.dumps(
        {
            "display_information": {"name": name[:35]},
            "features": {
                "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
                "bot_user": {"display_name": name[:80], "always_online": True},
            },
            "oauth_config": {"scopes": {"bot": list(SCOPES)}},
            "settings": {
                "event_subscriptions": {"request_url": url, "bot_events": list(EVENTS)},
                "interactivity": {"is_enabled": True, "request_url": url},
            },
        }
    )


async def _test(settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> AsyncSlackResponse:
    return await client_of(settings, str(secrets["bot_token"])).auth_test()
