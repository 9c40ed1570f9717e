"""Rasa over HTTP, by its `gateway` channel. Several servers share their sessions and locks in Redis.

A conversation has its server, by its id; when that one cannot be reached or breaks, the next one takes the
turn. That is safe, for a turn that was finished is not run again (docs/decisions/0019).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from time import monotonic
from typing import Any
from zlib import crc32

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from serving.dialogue.base import (
    Button,
    Card,
    CardButton,
    Decision,
    DialogueFailed,
    DialogueMessage,
    DialogueTrace,
    DialogueUnavailable,
    Memory,
    Route,
    Told,
    Wording,
)

CONNECT_TIMEOUT_S = 3.0
HEALTH_TIMEOUT_S = 3.0
MAX_CONNECTIONS = 64
# Less than Rasa's own, so that no message meets a connection that is just being closed.
KEPT_S = 4.0
RETRY_AFTER_S = 5
MAX_ERROR_CHARACTERS = 300
# A server that could not be reached is asked last for so long.
AVOID_S = 5.0
# Errors of the dialogue manager that pass: it is loading its model, or its Redis or its actions are away.
PASSING_ERRORS = frozenset({"ActionServerAway", "ConnectionError", "TimeoutError", "BusyLoadingError"})
PASSING_STATUSES = frozenset(
    {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Button(_Strict):
    key: str | None = None
    title: str
    payload: str


class _Wording(_Strict):
    key: str | None = None
    args: dict[str, Any] = Field(default_factory=dict)
    text: str | None = None

    def words(self) -> Wording:
        return Wording(key=self.key, args=self.args, text=self.text)


class _CardButton(_Strict):
    key: str | None = None
    title: str
    payload: str | None = None
    url: str | None = None


class _Card(_Strict):
    title: _Wording
    text: _Wording | None = None
    image: str | None = None
    buttons: list[_CardButton] = Field(default_factory=list)

    def card(self) -> Card:
        return Card(
            title=self.title.words(),
            text=self.text.words() if self.text is not None else None,
            image=self.image,
            buttons=[CardButton(**button.model_dump()) for button in self.buttons],
        )


class _Message(_Strict):
    route: Route
    key: str | None = None
    args: dict[str, Any] = Field(default_factory=dict)
    text: str | None = None
    buttons: list[_Button] = Field(default_factory=list)
    cards: list[_Card] = Field(default_factory=list)
    query: str | None = None
    topic: str | None = None
    reason: str | None = None


class _Trace(_Strict):
    intent: str | None
    confidence: float
    ranking: list[tuple[str, float]]
    entities: list[dict[str, Any]]
    policy: str | None
    policy_confidence: float
    reason: str | None
    slots_set: dict[str, Any]
    actions: list[str]


class _Turn(_Strict):
    messages: list[_Message] = Field(min_length=1)
    trace: _Trace
    remember: dict[str, Any] = Field(default_factory=dict)


class RasaDialogue:
    """`Dialogue` in production. Made in the event loop that uses it."""

    def __init__(self, urls: Sequence[str], token: SecretStr, *, timeout_s: float) -> None:
        if not urls:
            raise ValueError("There is no Rasa server: set PARLEY_RASA_URL.")
        self._urls = urls
        self._avoided_until = dict.fromkeys(urls, 0.0)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=KEPT_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Authorization": f"Bearer {token.get_secret_value()}"},
            # `connect`: also the wait for one of the connections.
            timeout=aiohttp.ClientTimeout(
                connect=timeout_s, sock_connect=CONNECT_TIMEOUT_S, sock_read=timeout_s
            ),
        )

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
        request: dict[str, Any] = {
            "conversation": conversation_id,
            "message_id": message_id,
            "text": text,
            "metadata": dict(metadata),
        }
        if before:
            request["before"] = [_without_nones(asdict(event)) for event in before]
        if memory is not None:
            request["memory"] = asdict(memory)
        answer = await self._first_answer(conversation_id, request)
        try:
            turn = _Turn.model_validate_json(answer)
        except ValidationError as error:
            # Only where it broke: the values may be the customer's words.
            places = ", ".join(".".join(str(step) for step in found["loc"]) for found in error.errors())
            raise DialogueFailed(f"the dialogue manager's answer has another shape at: {places}") from None
        return _decision(turn)

    async def health(self) -> bool:
        timeout = aiohttp.ClientTimeout(total=HEALTH_TIMEOUT_S)
        for url in self._urls:
            try:
                async with self._session.get(f"{url}/webhooks/gateway/", timeout=timeout) as response:
                    if response.status == HTTPStatus.OK:
                        return True
            except (aiohttp.ClientError, TimeoutError):
                continue
        return False

    async def close(self) -> None:
        await self._session.close()

    async def _first_answer(self, conversation_id: str, request: Mapping[str, Any]) -> bytes:
        """Of the conversation's server, or of the next one that is there."""
        *others, last = self._order(conversation_id)
        for url in others:
            try:
                return await self._post(url, request)
            except _Away:
                self._avoided_until[url] = monotonic() + AVOID_S
        return await self._post(last, request)

    def _order(self, conversation_id: str) -> Sequence[str]:
        first = crc32(conversation_id.encode()) % len(self._urls)
        rotated = [*self._urls[first:], *self._urls[:first]]
        return sorted(rotated, key=lambda url: self._avoided_until[url] > monotonic())

    async def _post(self, url: str, request: Mapping[str, Any]) -> bytes:
        try:
            async with self._session.post(f"{url}/webhooks/gateway/webhook", json=request) as response:
                status, content = response.status, await response.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise _Away("the dialogue manager could not be reached in time") from error
        except TimeoutError as error:
            # It may be at work still: another one would wait for its lock.
            raise _unavailable(f"did not answer in time: {type(error).__name__}") from error
        except aiohttp.ClientError as error:
            raise _Away(f"the dialogue manager did not answer: {type(error).__name__}") from error
        if status == HTTPStatus.OK:
            return content
        kind, message = _error(content)
        if status in PASSING_STATUSES or kind == "NotReady":
            raise _Away(f"the dialogue manager is not ready: {kind or status}")
        if kind in PASSING_ERRORS:
            raise _unavailable(f"is not ready: {kind}")
        raise DialogueFailed(f"{status} {kind or 'error'}: {message[:MAX_ERROR_CHARACTERS]}")


class _Away(DialogueUnavailable):
    """This server; another one may be there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retry_after_s=RETRY_AFTER_S)


def _unavailable(what: str) -> DialogueUnavailable:
    return DialogueUnavailable(f"the dialogue manager {what}", retry_after_s=RETRY_AFTER_S)


def _error(content: bytes) -> tuple[str | None, str]:
    """The type and the message of the `gateway` channel's errors; anything else has no type."""
    try:
        error = json.loads(content)["error"]
        return str(error["type"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        return None, "not an error of the gateway channel"


def _without_nones(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _decision(turn: _Turn) -> Decision:
    return Decision(
        messages=[
            DialogueMessage(
                **message.model_dump(exclude={"buttons", "cards"}),
                buttons=[Button(**button.model_dump()) for button in message.buttons],
                cards=[card.card() for card in message.cards],
            )
            for message in turn.messages
        ],
        trace=DialogueTrace(**turn.trace.model_dump()),
        remember=turn.remember,
    )
