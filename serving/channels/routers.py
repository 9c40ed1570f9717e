"""The channels' webhooks: a line here lets the gateway take what comes in."""

from __future__ import annotations

from fastapi import APIRouter

from serving.channels import (
    instagram,
    media,
    messenger,
    rest,
    slack,
    telegram,
    twilio,
    whatsapp,
    widget,
    widget_files,
)
from serving.channels.email import webhook as email

ROUTERS: tuple[APIRouter, ...] = (
    widget.page,
    widget.router,
    widget_files.router,
    rest.router,
    telegram.router,
    slack.router,
    twilio.router,
    email.router,
    whatsapp.router,
    messenger.router,
    instagram.router,
    media.router,
)
