"""The only way into the dialogue manager: the `gateway` channel of docs/architecture.md."""

from __future__ import annotations

import asyncio
import gc
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_INTENTS
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, Restarted, UserUtteranceReverted
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels import costs
from bot.channels.processor import (
    EVENT_ID,
    DialogueError,
    Memory,
    NotReady,
    StrictProcessor,
    UnsentOutput,
    close_connections,
    lighten,
)
from bot.channels.trace import build_trace

log = logging.getLogger(__name__)

MAX_TEXT = 16_384
MAX_CONVERSATION_ID = 128
MAX_BEFORE = 20


class BadRequest(Exception):
    """The request breaks the contract; the message says where."""


@dataclass(frozen=True)
class Turn:
    conversation: str
    text: str
    message_id: str | None
    metadata: dict[str, Any]
    before: Sequence[Event] = ()
    memory: Memory = field(default_factory=Memory)


class GatewayInput(InputChannel):
    def __init__(self, token: str, timeout_s: float, remembered_slots: Sequence[str] = ()) -> None:
        self._token = token.encode()
        self._timeout_s = timeout_s
        self._remembered_slots = remembered_slots

    @classmethod
    def name(cls) -> str:
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        settings = credentials or {}
        token = settings.get("token")
        if not token:
            raise RasaException("The gateway channel has no token: set PARLEY_RASA_TOKEN.")
        costs.spare()
        return cls(
            str(token),
            float(settings.get("timeout_s", 15.0)),
            tuple(settings.get("remembered_slots") or ()),
        )

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        # `on_new_message` is not used: it drops both the errors and the tracker.
        gateway = Blueprint("gateway_channel")

        # Sanic 21 writes attributes on its handlers: bound methods will not do.
        @gateway.get("/")
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return json_response({"ready": ready}, status=200 if ready else 503)

        @gateway.listener("after_server_start")
        async def settle(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            if app.ctx.agent is not None and app.ctx.agent.processor is not None:
                lighten(app.ctx.agent.processor)
            # What is loaded by now stays until the end: no collection need look through it.
            gc.freeze()

        @gateway.listener("after_server_stop")
        async def close(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
            await close_connections(app.ctx.agent)

        @gateway.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        return gateway

    async def _receive(self, request: Request) -> HTTPResponse:
        if not self._is_authorized(request):
            return _error(401, "Unauthorized", "The bearer token is missing or wrong.")
        try:
            turn = parse_turn(request.body)
        except BadRequest as error:
            return _error(400, "BadRequest", str(error))
        try:
            answer = await asyncio.wait_for(
                respond(request.app.ctx.agent, turn, self._remembered_slots), self._timeout_s
            )
        except DialogueError as error:
            log.exception("The turn failed.", extra={"conversation": turn.conversation})
            return _error(500, type(error).__name__, str(error))
        except asyncio.TimeoutError:
            log.exception("The turn took too long.", extra={"conversation": turn.conversation})
            return _error(500, "TurnTimeout", f"The turn took longer than {self._timeout_s:g} s.")
        except Exception as error:
            log.exception("The turn failed.", extra={"conversation": turn.conversation})
            return _error(500, type(error).__name__, str(error)[:300])
        return json_response(answer)

    def _is_authorized(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._token)


async def respond(agent: Agent | None, turn: Turn, remembered_slots: Sequence[str] = ()) -> dict[str, Any]:
    """One customer turn: the messages, the trace and what outlives the session. Raises what went wrong."""
    if agent is None:
        raise NotReady("No agent is loaded yet.")
    message = UserMessage(
        plain_text(turn.text),
        UnsentOutput(),
        turn.conversation,
        input_channel=GatewayInput.name(),
        message_id=turn.message_id,
        metadata=turn.metadata,
    )
    known = {name: value for name, value in turn.memory.slots.items() if name in remembered_slots}
    memory = Memory(slots=known, previous=turn.memory.previous)
    async with agent.lock_store.lock(turn.conversation):
        tracker, events = await StrictProcessor(agent).run_turn(message, turn.before, memory)
    slots = {name: tracker.get_slot(name) for name in remembered_slots}
    return {
        "messages": [_reply(event) for event in events if isinstance(event, BotUttered)],
        "trace": build_trace(events),
        "remember": {name: value for name, value in slots.items() if value is not None},
    }


def _reply(event: BotUttered) -> dict[str, Any]:
    reply = event.data.get("custom") or {}
    if "route" not in reply:
        raise DialogueError(
            f"{event.metadata.get('utter_action')!r} did not come from bot/components/nlg.py."
        )
    return reply


def plain_text(text: str) -> str:
    """Rasa takes `/intent` for a command. Buttons need that; nobody may restart the session with it,
    for that would also reset the number of wrong order numbers."""
    stripped = text.strip()
    command = stripped.lstrip(INTENT_MESSAGE_PREFIX).split("{")[0].split("@")[0].strip().lower()
    if stripped.startswith(INTENT_MESSAGE_PREFIX) and command in DEFAULT_INTENTS:
        return stripped.lstrip(INTENT_MESSAGE_PREFIX)
    return stripped


def parse_turn(body: bytes) -> Turn:
    try:
        request = json.loads(body)
    except ValueError:
        raise BadRequest("The body is not JSON in UTF-8.") from None
    if not isinstance(request, dict):
        raise BadRequest("The body must be a JSON object.")
    conversation, text = request.get("conversation"), request.get("text")
    if not isinstance(conversation, str) or not 0 < len(conversation) <= MAX_CONVERSATION_ID:
        raise BadRequest(f"`conversation` must be a string of 1 to {MAX_CONVERSATION_ID} characters.")
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_TEXT:
        raise BadRequest(f"`text` must be a string of 1 to {MAX_TEXT} characters, not only white space.")
    message_id = request.get("message_id")
    if message_id is not None and not isinstance(message_id, (str, int)):
        raise BadRequest("`message_id` must be a string.")
    metadata = request.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadRequest("`metadata` must be an object.")
    before = _parse_before(request.get("before") or [])
    memory = _parse_memory(request.get("memory") or {})
    return Turn(conversation, text, None if message_id is None else str(message_id), metadata, before, memory)


def _parse_memory(memory: Any) -> Memory:
    parts = memory.keys() <= {"slots", "previous"} if isinstance(memory, dict) else False
    if not parts or not all(isinstance(part, dict) for part in memory.values()):
        raise BadRequest("`memory` must be an object of the objects `slots` and `previous`.")
    return Memory(**memory)


def _parse_before(told: Any) -> list[Event]:
    if not isinstance(told, list) or len(told) > MAX_BEFORE:
        raise BadRequest(f"`before` must be a list of at most {MAX_BEFORE} events.")
    return [event for item in told for event in _parse_event(item)]


def _parse_event(told: Any) -> list[Event]:
    kind = told.get("event") if isinstance(told, dict) else None
    if kind == "restart":
        return [Restarted()]
    if kind == "rewind":
        # Takes back the customer's words and the `action_listen` before them: it must listen again.
        return [UserUtteranceReverted(), ActionExecuted(ACTION_LISTEN_NAME)]
    if kind != "bot":
        raise BadRequest("An event of `before` must be a `bot`, a `rewind` or a `restart`.")
    event_id, text, key = told.get("id"), told.get("text"), told.get("key")
    if not isinstance(event_id, str) or not isinstance(text, str) or len(text) > MAX_TEXT:
        raise BadRequest(f"A `bot` event needs an `id` and a `text` of at most {MAX_TEXT} characters.")
    if key is not None and not isinstance(key, str):
        raise BadRequest("The `key` of a `bot` event must be a string.")
    named = {"utter_action": key} if key else {}
    return [BotUttered(text, metadata={EVENT_ID: event_id, **named})]


def _error(status: int, kind: str, message: str) -> HTTPResponse:
    return json_response({"error": {"type": kind, "message": message}}, status=status)
