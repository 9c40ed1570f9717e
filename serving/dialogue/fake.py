"""A dialogue manager that follows a script: for tests of everything around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from serving.dialogue.base import Decision, DialogueMessage, DialogueTrace, DialogueUnavailable, Memory, Told

Script = Callable[[str], Decision]


@dataclass(frozen=True, slots=True)
class Heard:
    conversation_id: str
    text: str
    message_id: str
    metadata: Mapping[str, Any]
    memory: Memory | None = None


@dataclass(slots=True)
class ScriptedDialogue:
    """Answers by `script(text)`, which may raise; `away` makes it unreachable. Remembers what it heard."""

    script: Script
    away: bool = False
    heard: list[Heard] = field(default_factory=list)
    told: list[tuple[str, str]] = field(
        default_factory=list
    )  # ("bot", key or text), ("rewind", ""), ("restart", "")

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
        if self.away:
            raise DialogueUnavailable("the scripted dialogue manager is away")
        self.heard.append(Heard(conversation_id, text, message_id, dict(metadata), memory))
        self.told += [(event.event, event.key or event.text or "") for event in before]
        return self.script(text)

    async def health(self) -> bool:
        return not self.away

    async def close(self) -> None:
        return None


def decision(*messages: DialogueMessage, intent: str = "scripted", confidence: float = 1.0) -> Decision:
    trace = DialogueTrace(
        intent=intent,
        confidence=confidence,
        ranking=[(intent, confidence)],
        entities=[],
        policy="ScriptedDialogue",
        policy_confidence=1.0,
        reason=None,
        slots_set={},
        actions=[],
    )
    return Decision(messages=messages, trace=trace)
