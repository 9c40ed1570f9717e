"""The channels' webhooks: a line here lets the gateway take what comes in."""

from __future__ import annotations

from fastapi import APIRouter

from serving.channels import media, rest, slack, telegram, twilio, widget, widget_socket
from serving.channels.email import webhook as email

ROUTERS: tuple[APIRouter, ...] = (
    widget.page,
    widget.router,
    widget_socket.router,
    rest.router,
    telegram.router,
    slack.router,
    twilio.router,
    email.router,
    media.router,
)
