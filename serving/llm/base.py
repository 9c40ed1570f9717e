"""What the platform asks of a language model. `vllm.py` is the one in production."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from serving.errors import Unavailable


class ModelUnavailable(Unavailable):
    """The model server is away, too slow, or its queue is full: answer without it."""

    code = "model_unavailable"


class Busy(ModelUnavailable):
    """Our own queue is full or too slow: nothing that the server did wrong."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One piece of a stream. The last one carries the token counts and `finished`."""

    text: str
    finished: bool = False
    prompt_tokens: int = 0
    completion_tokens: int = 0


class LanguageModel(Protocol):
    name: str

    def stream(
        self,
        messages: Sequence[Mapping[str, str]],
        *,
        max_tokens: int,
        structured: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> AsyncGenerator[Completion]:
        """Chat completion at temperature 0. `structured` is vLLM's `structured_outputs` object.

        Closing the iterator aborts the request on the server. Raises ModelUnavailable.
        """
        ...

    async def health(self) -> bool: ...
    async def close(self) -> None: ...
