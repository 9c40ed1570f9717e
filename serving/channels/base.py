"""What the core knows of a channel: how a message leaves, and what the channel can show.

An adapter is a module of this folder with a `router` (what comes in), `build` (what goes out) and
`CAPABILITIES`; one line in `registry.py` plugs it in. The core splits, numbers and links what a channel
cannot show (`degrade.py`), keeps order, tries again and remembers how far it got (`turns/deliver.py`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import httpx

from serving.channels.models import Inbox, Media
from serving.config import Settings
from serving.conversations.models import Author, Event
from serving.db import Database


class DeliveryFailed(Exception):
    """The provider refused for good: trying again will not help."""


class DeliveryDeferred(Exception):
    """The provider is away or asks to wait. `retry_after_s` is the provider's own word, if it gave one."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class WindowClosed(DeliveryFailed):
    """The provider says that the customer must write first: the operator is told by a note."""


class State(StrEnum):
    """How far a message got, in this order: what comes late or twice never takes a message back.

    `failed` stands before `delivered`: a provider that reports both has delivered it.
    """

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"

    @property
    def rank(self) -> int:
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Buttons:
    """What a channel can show as buttons. `text_characters`: of the message that carries them."""

    most: int
    title_characters: int
    payload_bytes: int
    text_characters: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """How long after the customer's last message a channel takes what we like.

    `agent_hours`: how long it still takes a human's answer. `templates`: whether an approved template,
    named in the inbox's settings, may go out afterwards.
    """

    hours: float = 24.0
    agent_hours: float | None = None
    templates: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`measure` counts as the provider does. `media`: the most bytes a type ("image/png", "image/*") takes.

    `reports`: the states that the provider tells us after it took a message. `together`: files travel with
    the text, in one part.
    """

    max_characters: int
    measure: Callable[[str], int] = len
    buttons: Buttons | None = None
    media: Mapping[str, int] = field(default_factory=dict)
    reports: frozenset[State] = frozenset()
    together: bool = False
    window: Window | None = None

    def takes_file(self, mime: str, size: int) -> bool:
        most = self.media.get(mime, self.media.get(f"{mime.partition('/')[0]}/*", 0))
        return size <= most


@dataclass(frozen=True, slots=True)
class Part:
    """What one call to the provider carries: a text, with buttons under it or not, or one file.

    `files`: beside the text, where the channel takes them `together`.
    """

    text: str = ""
    buttons: Sequence[Mapping[str, str]] = ()  # title, payload
    file: Media | None = None
    files: Sequence[Media] = ()


class Permission(StrEnum):
    """What the provider's window lets through now."""

    FREE = "free"
    AGENT = "agent"  # a human's answer, tagged as such
    TEMPLATE = "template"  # only the template of the inbox's settings


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part on its way to a contact's address in an inbox.

    `reference` is ours, and the same when the part is tried again: for providers that take an
    idempotency key, or give it back with their reports. `asked`: the
    `IncomingMessage.details` of the customer's last message.
    """

    inbox: Inbox
    address: str
    conversation_id: str
    event: Event
    part: Part
    reference: str
    permission: Permission = Permission.FREE
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_human(self) -> bool:
        return self.event.author is Author.OPERATOR


class Channel(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...

    async def deliver(self, delivery: Delivery) -> str | None:
        """Sends one part; returns the provider's id of it. Raises DeliveryDeferred or DeliveryFailed.

        Channels that the customer pulls from (widget, REST) deliver by the timeline itself.
        """
        ...

    async def close(self) -> None: ...


class FetchingChannel(Channel, Protocol):
    """A channel whose provider keeps what customers send until it is fetched."""

    def fetch(self, inbox: Inbox, handle: str) -> AsyncIterator[bytes]:
        """The file behind `IncomingFile.handle`. Raises DeliveryDeferred or DeliveryFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What an adapter is built with: `build(tools)`. The client is the process' own, with time-outs."""

    settings: Settings
    database: Database
    http: httpx.AsyncClient


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What a customer sent along: `handle` for `FetchingChannel.fetch`, or `media_id` when it is stored."""

    name: str
    mime: str
    bytes: int | None = None
    handle: str | None = None
    media_id: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A verified message, before it touches the timeline. `text` may be empty where there are files, or
    where `unreadable` says what came instead: the customer is told then.

    `capabilities` of the channel: where it showed choices as numbers, a number is the answer to them.
    `title` is what stood on the button that was pressed. `details` come back in `Delivery.asked`.
    """

    inbox_id: str
    provider_id: str
    address: str
    text: str
    conversation_id: str | None = None  # only for channels that name it (widget, REST)
    contact_name: str | None = None
    contact_email: str | None = None
    verified: bool = False
    locale: str | None = None
    locale_chosen: bool = False  # the customer picked it; else the channel merely assumes it
    client_id: str | None = None  # echo id of the widget
    capabilities: Capabilities | None = None
    title: str | None = None
    files: Sequence[IncomingFile] = ()
    unreadable: str | None = None  # what it is, where there may be neither text nor files
    sent_at: datetime | None = None  # by the provider's clock
    # What the channel holds apart by: a Slack thread, an e-mail that answers none of ours. A contact's
    # messages of one thread are one conversation; without a thread all of them are.
    thread: str | None = None
    # Added to the event's payload under the channel's name: what its adapter needs to answer.
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """`queued` is false when Redis was away: the message is kept, the sweeper enqueues it later."""

    event: Event
    duplicate: bool
    queued: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says later about what it took: by its id, by our reference, or up to a moment."""

    inbox_id: str
    state: State
    provider_id: str | None = None
    reference: str | None = None
    address: str | None = None  # with `up_to`: everything sent there until then
    up_to: datetime | None = None
    error: str | None = None


class ChannelRegistry(Protocol):
    def get(self, channel: str) -> Channel: ...
    def names(self) -> Sequence[str]: ...
