"""One turn of a conversation, as it moves through the steps of the pipeline."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from serving.conversations.models import Author, Event
from serving.dialogue.base import Decision, Memory, Told
from serving.translation.catalogue import FORMAL
from serving.translation.language import Choice, Situation


@dataclass(slots=True)
class Reply:
    """One message to the customer. `key`/`args`: catalogue text, put into words by `localize`."""

    route: str
    text: str = ""
    key: str | None = None
    args: dict[str, Any] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)  # title, payload
    cards: list[dict[str, Any]] = field(default_factory=list)  # serving/conversations/cards.py
    sources: list[dict[str, Any]] = field(default_factory=list)  # title, url, quote, heading, page
    locale: str = "en"
    translation: dict[str, Any] | None = None  # serving/translation/service.py:Translated, and `notice`


@dataclass(slots=True)
class TurnTrace:
    """Payload of the timeline's `turn` event: why the bot said what it said.

    `answers`: seqs of the customer messages this turn answers. `outcome`: answered, held (an operator
    has the conversation), dropped (a newer message or an operator came first), handed_off, failed.
    `remember`: slots that outlive the dialogue manager's session, as the turn left them.
    `timings_ms`: queue, translate, dialogue, retrieve, first_token, generate, total.
    """

    turn: str
    answers: list[int]
    outcome: str = "answered"
    route: str | None = None
    intent: str | None = None
    confidence: float = 0.0
    ranking: list[dict[str, Any]] = field(default_factory=list)  # intent, confidence
    entities: list[dict[str, Any]] = field(default_factory=list)
    policy: str | None = None
    policy_confidence: float = 0.0
    reason: str | None = None
    slots_set: dict[str, Any] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    remember: dict[str, Any] = field(default_factory=dict)
    passages: list[dict[str, Any]] = field(default_factory=list)  # title, heading, url, scores
    weighed: list[dict[str, Any]] = field(default_factory=list)  # sentence, logit, read
    model: str | None = None
    degraded: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    translation: dict[str, Any] | None = None  # of what the customer wrote, for the dialogue manager
    decisions: list[dict[str, Any]] = field(default_factory=list)  # step, decision, reason
    timings_ms: dict[str, float] = field(default_factory=dict)

    def decide(self, step: str, decision: str, reason: str) -> None:
        self.decisions.append({"step": step, "decision": decision, "reason": reason})

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier message of the conversation."""

    author: Author
    text: str


@dataclass(slots=True)
class Turn:
    """`text`: the burst's messages, joined by newlines. `last_seq`: of the conversation at the start.

    `before`: what the dialogue manager does not know yet; `memory`: what it may have forgotten.
    `told_to_wait`: the customer knows already that it is away. `understood`: the text in a language that the
    dialogue manager speaks, where it is in another one. `told_untranslated`: the customer knows already that
    some texts stay as they were written.
    """

    conversation_id: str
    inbox_id: str
    channel: str
    text: str
    message_id: str
    locale: str
    trace: TurnTrace
    receipt_ids: list[int]
    last_seq: int
    held: bool
    before: Sequence[Told] = ()
    memory: Memory | None = None
    told_to_wait: bool = False
    files: int = 0  # that came with the messages
    formality: str = FORMAL  # the form of address of the inbox' brand
    situation: Situation = field(default_factory=lambda: Situation(messages=()))
    choice: Choice | None = None  # of the language; in the timeline when it changes the conversation's
    understood: str | None = None
    told_untranslated: bool = False
    metadata: dict[str, Any] = field(default_factory=dict)
    history: list[Said] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)  # earlier turns, as "intent (route)"
    known: dict[str, str] = field(default_factory=dict)  # entities that earlier turns found
    decision: Decision | None = None
    replies: list[Reply] = field(default_factory=list)
    handoff_reason: str | None = None
    summary: str | None = None  # of a handoff, by the model
    started: float = field(default_factory=time.monotonic)

    @property
    def words(self) -> str:
        return self.text if self.understood is None else self.understood

    def took(self, step: str, since: float) -> None:
        """Puts the milliseconds since `since` (time.monotonic) into the trace."""
        self.trace.timings_ms[step] = round((time.monotonic() - since) * 1000, 1)


class Live(Protocol):
    """The realtime fan-out. Nothing here raises when Redis is away."""

    async def publish_events(self, events: Sequence[Event]) -> None: ...
    async def typing(self, conversation_id: str, *, on: bool = True, expires_in_s: int = 10) -> None: ...
    async def preview(self, conversation_id: str, *, turn: str, text: str) -> None: ...
    async def dropped(self, conversation_id: str, *, turn: str) -> None: ...
