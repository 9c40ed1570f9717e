"""The time after a customer's message in which a provider takes what we like."""

from __future__ import annotations

from datetime import datetime, timedelta

from serving.channels.base import Permission, Window
from serving.channels.models import Inbox
from serving.conversations.models import Author, Event


def permission(
    window: Window | None, inbox: Inbox, event: Event, *, last_written: datetime | None, at: datetime
) -> Permission | None:
    """What may go out now, in answer to what the customer wrote last; None: nothing may."""
    since = at - last_written if last_written is not None else timedelta.max
    if window is None or since < timedelta(hours=window.hours):
        return Permission.FREE
    if (
        window.agent_hours is not None
        and event.author is Author.OPERATOR
        and since < timedelta(hours=window.agent_hours)
    ):
        return Permission.AGENT
    if has_template(window, inbox):
        return Permission.TEMPLATE
    return None


def has_template(window: Window | None, inbox: Inbox) -> bool:
    template = inbox.settings.get("template")
    return bool(window and window.templates and isinstance(template, dict) and template.get("name"))
