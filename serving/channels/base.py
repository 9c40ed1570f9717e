"""What the core knows of a channel: how a message leaves, and what the channel can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from serving.channels.models import Inbox
from serving.conversations.models import Event


class DeliveryFailed(Exception):
    """The provider refused for good: trying again will not help."""


class DeliveryDeferred(Exception):
    """The provider is away or asks to wait. `retry_after_s` is the provider's own word, if it gave one."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Capabilities:
    max_characters: int
    buttons: bool
    streaming: bool = False
    receipts: bool = False


class Channel(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...

    async def deliver(self, inbox: Inbox, address: str, event: Event) -> str | None:
        """Sends one message to the contact's address in this inbox; returns the provider's id.

        Raises DeliveryDeferred or DeliveryFailed. Channels that the customer pulls from (widget, REST)
        deliver by the timeline itself and return None.
        """
        ...


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A verified message, before it touches the timeline."""

    inbox_id: str
    provider_id: str
    address: str
    text: str
    conversation_id: str | None = None  # only for channels that name it (widget, REST)
    contact_name: str | None = None
    contact_email: str | None = None
    verified: bool = False
    locale: str | None = None
    client_id: str | None = None  # echo id of the widget
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


class ChannelRegistry(Protocol):
    def get(self, channel: str) -> Channel: ...
    def names(self) -> Sequence[str]: ...
