"""A language model without a server: the replies are given, everything else behaves like the door."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from serving.llm.base import Completion, ModelUnavailable


@dataclass(frozen=True, slots=True)
class Request:
    messages: Sequence[Mapping[str, str]]
    max_tokens: int
    structured: Mapping[str, Any] | None
    conversation_id: str | None


@dataclass(slots=True)
class FakeModel:
    """Answers with `reply`, a character at a time. Several: one a request, the last for all that follow.
    `away`: it raises ModelUnavailable instead."""

    reply: str | Sequence[str] = "none"
    away: bool = False
    name: str = "fake"
    requests: list[Request] = field(default_factory=list)

    async def stream(
        self,
        messages: Sequence[Mapping[str, str]],
        *,
        max_tokens: int,
        structured: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> AsyncGenerator[Completion]:
        self.requests.append(Request(messages, max_tokens, structured, conversation_id))
        if self.away:
            raise ModelUnavailable("The fake model is away.", retry_after_s=1)
        replies = [self.reply] if isinstance(self.reply, str) else self.reply
        reply = replies[min(len(self.requests), len(replies)) - 1]
        for character in reply:
            yield Completion(character)
        yield Completion("", finished=True, prompt_tokens=10, completion_tokens=len(reply))

    async def health(self) -> bool:
        return not self.away

    async def close(self) -> None:
        return None
