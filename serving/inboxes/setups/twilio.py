"""Twilio: the account is asked, and where a number's messages go is set through the API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from serving.channels.base import DeliveryDeferred
from serving.channels.models import Inbox
from serving.channels.twilio_delivery import BASE_URL, SMS, WHATSAPP, HttpxClient
from serving.errors import BadInput, ParleyError, Unavailable
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem, warning
from serving.inboxes.setups import shared

# Twilio tries a message five times more when it gets no answer, else not at all:
# https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
AGAIN = "#rc=5&rp=all"
_NUMBER = re.compile(r"\+[1-9][0-9]{5,14}")
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
FIELDS = (
    Field("account_sid", required=True, asked=True, example="AC..."),
    Field("auth_token", FieldKind.SECRET, required=True, asked=True),
    Field("number", asked=True, example="+14155550100"),
    Field("messaging_service_sid", example="MG..."),
    Field("base_url", example=BASE_URL),
)


class TwilioSetup:
    def __init__(self, channel: str, title: str) -> None:
        self.channel = channel
        self.title = title
        self.fields: Sequence[Field] = (
            (*FIELDS, Field("template_sid", example="HX...")) if channel == WHATSAPP else FIELDS
        )

    async def prepare(self, around: Around, draft: Draft) -> None:
        settings = draft.settings
        if not settings.get("base_url"):
            shared.require_public_address(around)
        if not _ACCOUNT.fullmatch(str(settings["account_sid"])):
            raise BadInput("The account_sid begins with AC and has 32 more characters: copy it again.")
        number = str(settings.get("number") or "").removeprefix("whatsapp:").replace(" ", "")
        if not number and not settings.get("messaging_service_sid"):
            raise BadInput("Enter the number that customers write to, or a messaging_service_sid.")
        if number and not _NUMBER.fullmatch(number):
            raise BadInput(f"{number!r} is no number in international form: write it like +14155550100.")
        settings["number"] = number or None
        if settings.get("template_sid"):
            settings["template"] = {"name": settings["template_sid"]}
        try:
            await _account(around, settings, draft.secrets)
        except TwilioRestException as error:
            raise BadInput(
                f"Twilio refused account_sid and auth_token ({error.code or error.status}): copy both again."
            ) from error
        except (TwilioException, httpx.HTTPError, DeliveryDeferred) as error:
            raise Unavailable(f"Twilio could not be asked ({type(error).__name__}): try again.") from error

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        """An SMS number's webhook is set; a WhatsApp sender's has to be by hand (`steps`)."""
        number = inbox.settings.get("number")
        if self.channel != SMS or not number or inbox.settings.get("messaging_service_sid"):
            return
        try:
            client = _client(around, inbox.settings, secrets)
            for found in await client.incoming_phone_numbers.list_async(phone_number=str(number), limit=1):
                await client.incoming_phone_numbers(found.sid).update_async(
                    sms_url=f"{around.webhook('twilio', inbox.id)}{AGAIN}", sms_method="POST"
                )
        except (TwilioException, httpx.HTTPError, DeliveryDeferred) as error:
            raise Unavailable(
                f"Twilio did not take the webhook ({type(error).__name__}): save the inbox again."
            ) from error

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        try:
            account = await _account(around, inbox.settings, secrets)
            found = [_account_finding(account)]
            found += await self._number(around, inbox, secrets)
        except TwilioRestException as error:
            what = f"Twilio does not take the credentials any more ({error.code or error.status})"
            return [problem("account", f"{what}: enter the new ones.")]
        except (TwilioException, httpx.HTTPError, DeliveryDeferred, ParleyError) as error:
            return [problem("account", f"Twilio could not be asked: {type(error).__name__}.")]
        if inbox.settings.get("base_url"):
            return found
        return [*found, *await shared.public_address(around)]

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        if self.channel == SMS and not inbox.settings.get("messaging_service_sid"):
            return []
        url = f"{around.webhook('twilio', inbox.id)}{AGAIN}"
        where = "the WhatsApp sender" if self.channel == WHATSAPP else "the messaging service"
        return [f"In the Twilio console, let {where} call {url} (POST) when a message comes in."]

    async def _number(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> list[Finding]:
        number = inbox.settings.get("number")
        if self.channel != SMS or not number or inbox.settings.get("messaging_service_sid"):
            return []
        client = _client(around, inbox.settings, secrets)
        owned = await client.incoming_phone_numbers.list_async(phone_number=str(number), limit=1)
        if not owned:
            return [problem("number", f"{number} is not a number of this account: enter one that is.")]
        expected = f"{around.webhook('twilio', inbox.id)}{AGAIN}"
        if owned[0].sms_url != expected:
            where = owned[0].sms_url or "nowhere"
            return [problem("webhook", f"Messages to {number} go to {where}: save the inbox again.")]
        return [ok("webhook", f"Messages to {number} go to {expected}.")]


def _account_finding(account: Any) -> Finding:
    if account.status != "active":
        return problem("account", f"The account {account.friendly_name} is {account.status}.")
    if account.type == "Trial":
        return warning("account", "A trial account writes only to numbers that were verified at Twilio.")
    return ok("account", f"The account is {account.friendly_name}.")


async def _account(around: Around, settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> Any:
    client = _client(around, settings, secrets)
    return await client.api.v2010.accounts(str(settings["account_sid"])).fetch_async()


def _client(around: Around, settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> Client:
    http = HttpxClient(around.http, str(settings.get("base_url") or BASE_URL))
    return Client(str(settings["account_sid"]), str(secrets["auth_token"]), http_client=http)
