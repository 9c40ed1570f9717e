"""One turn of a conversation, as it moves through the steps of the pipeline."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from serving.dialogue.base import Decision
from serving.knowledge.base import Answer


@dataclass(slots=True)
class Reply:
    """One message to the customer. `key`/`args`: catalogue text, put into words by `localize`."""

    route: str
    text: str = ""
    key: str | None = None
    args: dict[str, Any] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)  # title, payload
    sources: list[dict[str, Any]] = field(default_factory=list)  # title, url, quote, heading, page
    locale: str = "en"


@dataclass(slots=True)
class TurnTrace:
    """Payload of the timeline's `turn` event: why the bot said what it said.

    `answers`: seqs of the customer messages this turn answers. `outcome`: answered, held (an operator
    has the conversation), dropped (a newer message or an operator came first), handed_off, failed.
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
    passages: list[dict[str, Any]] = field(default_factory=list)  # title, heading, url, scores
    model: str | None = None
    degraded: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    decisions: list[dict[str, Any]] = field(default_factory=list)  # step, decision, reason
    timings_ms: dict[str, float] = field(default_factory=dict)

    def decide(self, step: str, decision: str, reason: str) -> None:
        self.decisions.append({"step": step, "decision": decision, "reason": reason})

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Turn:
    conversation_id: str
    inbox_id: str
    contact_id: str
    text: str  # the burst's messages, joined by newlines
    trace: TurnTrace
    locale: str
    metadata: dict[str, Any] = field(default_factory=dict)
    receipt_ids: list[int] = field(default_factory=list)
    last_seq: int = 0  # of the conversation, when the turn began
    decision: Decision | None = None
    answer: Answer | None = None
    replies: list[Reply] = field(default_factory=list)
    handoff_reason: str | None = None
