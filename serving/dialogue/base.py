"""What the platform asks of a dialogue manager. `rasa.py` is the one in production."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from serving.errors import Unavailable

Route = Literal["script", "knowledge", "handoff"]


class DialogueUnavailable(Unavailable):
    """The dialogue manager did not answer: the message stays unprocessed and is tried again."""

    code = "dialogue_unavailable"


class DialogueFailed(Exception):
    """The dialogue manager answered with an error, or with nothing: trying again will not help."""


@dataclass(frozen=True, slots=True)
class Button:
    title: str  # a catalogue key, or a text with `key` None
    payload: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """`key` and `args` for the catalogue, or `text` as it is."""

    key: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CardButton:
    """Says `payload` for the customer, or leads to `url`."""

    title: str  # a catalogue key, or a text with `key` None
    key: str | None = None
    payload: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Something to look at and to act on: an order, a product. `image`: the address of a picture."""

    title: Wording
    text: Wording | None = None
    image: str | None = None
    buttons: Sequence[CardButton] = ()


@dataclass(frozen=True, slots=True)
class DialogueMessage:
    """One reply. `script`: `key` and `args` for the catalogue (or `text` as it is), with `buttons` and
    `cards`; `knowledge`: `query` for the documents; `handoff`: `reason`."""

    route: Route
    key: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    buttons: Sequence[Button] = ()
    cards: Sequence[Card] = ()
    query: str | None = None
    topic: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DialogueTrace:
    """Why the dialogue manager decided so. `ranking`: (intent, confidence), best first."""

    intent: str | None
    confidence: float
    ranking: Sequence[tuple[str, float]]
    entities: Sequence[Mapping[str, Any]]
    policy: str | None
    policy_confidence: float
    reason: str | None
    slots_set: Mapping[str, Any]
    actions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """`remember`: slots that outlive the session, as this turn left them."""

    messages: Sequence[DialogueMessage]
    trace: DialogueTrace
    remember: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What the dialogue manager learns with the next message, because it happened outside of it.

    `bot`: what was said from the documents; `key` names an utterance that its policies know, such as the
    offer of a person; `id` makes sure that it is taken in once. `rewind`: the last customer turn is
    forgotten, for its answer was never given and its text comes again. `restart`: after a hand-back the
    bot's context begins here.
    """

    event: Literal["bot", "rewind", "restart"]
    id: str | None = None
    text: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of earlier sessions, for the case that one begins with this message.

    `previous`: asked (intents, latest last), topic, outcome (of a turn), at (ISO 8601).
    """

    slots: Mapping[str, Any]
    previous: Mapping[str, Any]


class Dialogue(Protocol):
    async def respond(
        self,
        conversation_id: str,
        text: str,
        *,
        message_id: str,
        metadata: Mapping[str, Any],
        before: Sequence[Told] = (),
        memory: Memory | None = None,
    ) -> Decision:
        """One customer turn. Raises DialogueUnavailable or DialogueFailed; never an empty decision.

        The same `message_id` again, with the same text, gets the same decision: nothing is done twice.
        """
        ...

    async def health(self) -> bool: ...
    async def close(self) -> None: ...
