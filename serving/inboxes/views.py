"""Inboxes as the console's API and the command line show them: secrets never leave."""

from __future__ import annotations

from typing import Any

from serving.channels.models import ApiKey, Inbox
from serving.inboxes.base import Field, Finding, Setup
from serving.inboxes.registry import SETUPS
from serving.inboxes.service import Made
from serving.realtime.messages import instant


def inbox_view(inbox: Inbox) -> dict[str, Any]:
    """Only the fields that the channel's setup names: the rest of the settings is not for people."""
    setup = SETUPS.get(inbox.channel)
    shown = [field.name for field in setup.fields if not field.is_secret] if setup is not None else []
    return {
        "id": inbox.id,
        "name": inbox.name,
        "channel": inbox.channel,
        "settings": {name: inbox.settings[name] for name in shown if name in inbox.settings},
        "created_at": instant(inbox.created_at),
    }


def made_view(made: Made) -> dict[str, Any]:
    return {
        "inbox": inbox_view(made.inbox),
        "findings": [finding_view(finding) for finding in made.findings],
        "steps": list(made.steps),
        "shown": dict(made.shown),
    }


def finding_view(finding: Finding) -> dict[str, str]:
    return {"level": finding.level.value, "part": finding.part, "message": finding.message}


def key_view(key: ApiKey) -> dict[str, Any]:
    return {"id": key.id, "name": key.name, "hint": key.hint, "created_at": instant(key.created_at)}


def channel_view(setup: Setup) -> dict[str, Any]:
    return {
        "channel": setup.channel,
        "title": setup.title,
        "fields": [_field(field) for field in setup.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind.value,
        "required": field.required,
        "asked": field.asked or field.required,
        "default": field.default,
        "choices": list(field.choices),
        "example": field.example,
        "settled": field.settled,
    }
