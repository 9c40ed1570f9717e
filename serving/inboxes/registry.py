"""Which channels an inbox can be made for: a line here offers one, in the console and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from serving.channels.twilio_delivery import SMS, WHATSAPP
from serving.errors import NotFound
from serving.inboxes.base import Setup
from serving.inboxes.setups.email import EmailSetup
from serving.inboxes.setups.meta import MetaSetup
from serving.inboxes.setups.rest import RestSetup
from serving.inboxes.setups.slack import SlackSetup
from serving.inboxes.setups.telegram import TelegramSetup
from serving.inboxes.setups.twilio import TwilioSetup
from serving.inboxes.setups.widget import WidgetSetup

ALL: tuple[Setup, ...] = (
    WidgetSetup(),
    EmailSetup(),
    TelegramSetup(),
    MetaSetup(
        "whatsapp",
        "WhatsApp",
        account_field="phone_number_id",
        shows="verified_name,display_phone_number",
    ),
    MetaSetup("messenger", "Messenger", account_field="account_id", shows="name"),
    MetaSetup("instagram", "Instagram", account_field="account_id", shows="username,name"),
    SlackSetup(),
    TwilioSetup(SMS, "SMS (Twilio)"),
    TwilioSetup(WHATSAPP, "WhatsApp (Twilio)"),
    RestSetup(),
)
SETUPS: Mapping[str, Setup] = {setup.channel: setup for setup in ALL}


def setup_of(channel: str) -> Setup:
    try:
        return SETUPS[channel]
    except KeyError:
        known = ", ".join(SETUPS)
        raise NotFound(f"There is no channel {channel[:40]!r}: there are {known}.") from None
