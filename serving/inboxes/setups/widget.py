"""The website widget: nothing has to be proved; a script tag puts it on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from serving.channels.models import Inbox
from serving.channels.prechat import questions_of
from serving.errors import BadInput
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, warning

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
MIN_IDENTITY_KEY_CHARACTERS = 32


class WidgetSetup:
    channel = "widget"
    title = "Website"
    fields = (
        Field("title", asked=True),
        Field("greeting"),
        Field("color", FieldKind.COLOR, example="#0a7f5a"),
        Field("position", FieldKind.CHOICE, default="end", choices=("end", "start")),
        Field("launcher", FieldKind.CHOICE, default="chat", choices=("chat", "question", "spark")),
        Field("allowed_origins", FieldKind.LIST, example="https://shop.example"),
        Field("identity_key", FieldKind.SECRET),
        Field("identity_required", FieldKind.SWITCH),
        Field("prechat", FieldKind.LIST, example="email!"),
        Field("files", FieldKind.SWITCH, default=True),
    )

    async def prepare(self, around: Around, draft: Draft) -> None:
        color = draft.settings.get("color")
        if color and not _COLOR.fullmatch(str(color)):
            raise BadInput(f"{color!r} is no colour: write it like #0a7f5a.")
        for origin in draft.settings.get("allowed_origins") or []:
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or not parts.netloc
                or f"{parts.scheme}://{parts.netloc}" != origin
            ):
                raise BadInput(
                    f"{origin!r} is no origin: write it like https://shop.example, without a path."
                )
        questions_of(draft.settings)
        key = draft.secrets.get("identity_key")
        if draft.settings.get("identity_required") and not key:
            raise BadInput("identity_required needs an identity_key: without one nobody could write.")
        if key and len(str(key)) < MIN_IDENTITY_KEY_CHARACTERS:
            raise BadInput(
                f"The identity_key has less than {MIN_IDENTITY_KEY_CHARACTERS} characters: take a random one."
            )

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        return None

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        origins = inbox.settings.get("allowed_origins") or []
        found = [
            ok("origins", f"Only {', '.join(origins)} may embed it.")
            if origins
            else warning("origins", "Any website may embed it: list yours in allowed_origins.")
        ]
        if not around.settings.public_url.startswith("https://"):
            found.append(
                warning("address", "Pages with https cannot embed it: this platform's address is http.")
            )
        return found

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        return [
            f"Put this into your pages, before </body>: {script_tag(around.settings.public_url, inbox.id)}"
        ]


def script_tag(public_url: str, inbox_id: str) -> str:
    source = f"{public_url.rstrip('/')}/widget.js"
    return f'<script src="{escape(source)}" data-inbox="{escape(inbox_id)}" defer></script>'
