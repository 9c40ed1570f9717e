"""WhatsApp, Messenger and Instagram: an account of an app at Meta. The webhook is entered there by hand."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx

from serving.channels.base import DeliveryDeferred, DeliveryFailed, Tools
from serving.channels.graph import BASE_URL, VERSION, Account, Graph
from serving.channels.models import Inbox
from serving.errors import BadInput, Unavailable
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem
from serving.inboxes.setups import shared

APP_FIELDS = (
    Field("access_token", FieldKind.SECRET, required=True, asked=True, example="EAAG..."),
    Field("app_secret", FieldKind.SECRET, required=True, asked=True),
)
# What `channels/messenger.py` reads.
PAGE_EVENTS = "messages,messaging_postbacks,message_deliveries,message_reads,message_echoes"


class MetaSetup:
    """`account_field`: the setting that names the account. `shows`: what Meta tells of it."""

    def __init__(self, channel: str, title: str, *, account_field: str, shows: str) -> None:
        self.channel = channel
        self.title = title
        self._account_field = account_field
        self._shows = shows
        self.fields: Sequence[Field] = (
            Field(account_field, required=True, asked=True, example="106540352242922"),
            *APP_FIELDS,
            *(_WHATSAPP_FIELDS if channel == "whatsapp" else ()),
            Field("base_url", example=BASE_URL),
        )

    async def prepare(self, around: Around, draft: Draft) -> None:
        if not draft.settings.get("base_url"):
            shared.require_public_address(around)
        if draft.settings.get("template_name"):
            draft.settings["template"] = {
                "name": draft.settings["template_name"],
                "language": draft.settings.get("template_language") or "en",
                "text": bool(draft.settings.get("template_text")),
            }
        try:
            draft.settings["account"] = await self._asked(around, draft.settings, draft.secrets)
        except DeliveryFailed as error:
            raise BadInput(f"{error}: check {self._account_field} and access_token.") from error
        except DeliveryDeferred as error:
            raise Unavailable(f"{error}: try again.") from error
        draft.secrets.setdefault("verify_token", random.token_urlsafe(24))

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        """A page subscribes the app to its events; the others are subscribed with the webhook."""
        if self.channel != "messenger":
            return
        path = f"{inbox.settings[self._account_field]}/subscribed_apps"
        try:
            await _graph(around).post(
                _account(inbox.settings, secrets), path, {"subscribed_fields": PAGE_EVENTS}
            )
        except (DeliveryFailed, DeliveryDeferred) as error:
            raise Unavailable(
                f"The page did not subscribe the app ({error}): save the inbox again."
            ) from error

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        try:
            name = await self._asked(around, inbox.settings, secrets)
        except (DeliveryFailed, DeliveryDeferred) as error:
            return [problem("token", f"{error}. Enter a token that may use this account.")]
        found = [ok("token", f"The token is good for {name}.")]
        if inbox.settings.get("base_url"):
            return found
        found += await shared.public_address(around)
        return [*found, await self._handshake(around, inbox, secrets)]

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        fields = "messages" if self.channel == "whatsapp" else PAGE_EVENTS
        if self.channel == "instagram":
            fields = "messages, messaging_postbacks, messaging_seen"
        return [
            f"In the app's settings at Meta, under Webhooks, enter the callback URL "
            f"{around.webhook(self.channel, inbox.id)} and the verify token {secrets['verify_token']}, "
            f"and subscribe to {fields.replace(',', ', ').replace('  ', ' ')}."
        ]

    async def _asked(self, around: Around, settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> str:
        answer = await _graph(around).get(
            _account(settings, secrets), str(settings[self._account_field]), fields=self._shows
        )
        return str(next((answer[name] for name in self._shows.split(",") if answer.get(name)), "the account"))

    async def _handshake(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Finding:
        """What Meta does when the callback URL is saved, from here."""
        challenge = uuid4().hex
        query = {
            "hub.mode": "subscribe",
            "hub.verify_token": str(secrets.get("verify_token") or ""),
            "hub.challenge": challenge,
        }
        url = around.webhook(self.channel, inbox.id)
        try:
            answer = await around.http.get(url, params=query)
        except httpx.HTTPError as error:
            return problem("webhook", f"{url} does not answer from here ({type(error).__name__}).")
        if answer.text != challenge:
            return problem(
                "webhook",
                f"{url} answers {answer.status_code} to Meta's handshake: point the proxy to the gateway.",
            )
        return ok("webhook", f"{url} answers Meta's handshake.")


_WHATSAPP_FIELDS = (
    Field("template_name", example="follow_up"),
    Field("template_language", example="en_US"),
    Field("template_text", FieldKind.SWITCH, default=False),
)


def _graph(around: Around) -> Graph:
    return Graph(Tools(settings=around.settings, database=around.database, http=around.http))


def _account(settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> Account:
    base_url = str(settings.get("base_url") or BASE_URL).rstrip("/")
    return Account(f"{base_url}/{settings.get('version') or VERSION}", str(secrets["access_token"]))
