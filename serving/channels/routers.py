"""The channels' webhooks: a line here lets the gateway take what comes in."""

from __future__ import annotations

from fastapi import APIRouter

from serving.channels import media, rest, telegram, widget, widget_socket

ROUTERS: tuple[APIRouter, ...] = (
    widget.page,
    widget.router,
    widget_socket.router,
    rest.router,
    telegram.router,
    media.router,
)
