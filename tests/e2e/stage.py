"""The real gateway and a real worker in one thread, with a scripted dialogue manager and scripted answers.

The browser speaks to it over real sockets; a test reaches into it with `run`.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from serving.config import PROJECT_ROOT, Settings
from serving.conversations import repository
from serving.conversations.models import Author, Event, Kind
from serving.dialogue.base import (
    Button,
    Card,
    CardButton,
    Decision,
    DialogueMessage,
    DialogueTrace,
    Wording,
)
from serving.dialogue.fake import ScriptedDialogue, decision
from serving.knowledge.base import Answer, Citation, PassageHit, PreviewSink, Question
from serving.translation.catalogue import get_catalogue
from serving.turns.pipeline import Pipeline
from serving.turns.worker import Worker
from tests.gateway import Served, add_team, listening, serve

T = TypeVar("T")
ENCODER = Path(os.environ.get("PARLEY_ENCODER_PATH", PROJECT_ROOT / ".parley" / "models" / "minilm"))
START_S = 30.0
CALL_S = 60.0

SHIPPING = "Standard shipping takes 3 to 5 working days."
ORDER = "P-10482"
EXPRESS = "Express shipping takes 1 to 2 working days and costs EUR 9.90."
SHIPPING_URL = "/help/shipping"
THINGS = [
    {"name": "Halo floor lamp", "colour": "brass", "size": None},
    {"name": "Linen cushion cover", "colour": "blue", "size": "large"},
]
ORDER_CARD = Card(
    title=Wording(key="card_order", args={"order_number": ORDER}),
    text=Wording(
        key="card_order_holds",
        args={
            "items": THINGS,
            "total": {"amount": 149.9, "currency": "EUR"},
            "order_date": "2026-11-20",
        },
    ),
    buttons=[
        CardButton(title="", key="choice_report_problem", payload="/report_problem"),
        CardButton(title="DHL", url="https://parcels.example/JJD0099"),
    ],
)


def answer_to(text: str) -> Decision:
    """A small shop assistant: enough for every kind of reply that the front ends show."""
    said = text.lower()
    if "ship" in said or "express" in said:
        return _with_trace(
            DialogueMessage(route="knowledge", query=text, topic="shipping"),
            ranking=[("ask_shipping", 0.91), ("order_status", 0.05), ("ask_returns", 0.02)],
            reason="topic shipping is grounded",
        )
    if "person" in said or said == "/talk_to_human":
        return _with_trace(
            DialogueMessage(route="handoff", reason="requested"),
            ranking=[("talk_to_human", 0.98)],
            reason="requested",
        )
    if "return" in said:
        buttons = [
            Button(title="It arrived damaged", payload="/damaged"),
            Button(title="I changed my mind", payload="/mind"),
        ]
        return decision(
            DialogueMessage(route="script", text="What is the reason for the return?", buttons=buttons)
        )
    if ORDER in text:
        args = {"order_number": ORDER, "carrier": "DHL", "tracking_number": "JJD0099", "eta": "2026-11-25"}
        cancel = [Button(title="button_cancel", payload="/cancel", key="button_cancel")]
        return decision(
            DialogueMessage(
                route="script", key="utter_order_shipped", args=args, buttons=cancel, cards=[ORDER_CARD]
            )
        )
    if "fish" in said:
        return _with_trace(
            DialogueMessage(route="script", text="I have no answer to that."),
            ranking=[("out_of_scope", 0.7)],
            reason="out of scope",
            action="utter_out_of_scope",
        )
    if text.startswith("/"):
        return decision(DialogueMessage(route="script", text=f"Understood: {text[1:]}."))
    return decision(DialogueMessage(route="script", text=f"You said: {text}"))


def _with_trace(
    message: DialogueMessage,
    *,
    ranking: list[tuple[str, float]],
    reason: str,
    action: str = "action_answer_from_documents",
) -> Decision:
    intent, confidence = ranking[0]
    trace = DialogueTrace(
        intent=intent,
        confidence=confidence,
        ranking=ranking,
        entities=[],
        policy="RoutingPolicy",
        policy_confidence=1.0,
        reason=reason,
        slots_set={},
        actions=[action],
    )
    return Decision(messages=[message], trace=trace)


@dataclass
class StreamedAnswers:
    """Streams one answer a few words at a time; with `hold` it stops half-way until `finish`."""

    begun: threading.Event = field(default_factory=threading.Event)
    hold: bool = False
    pause_s: float = 0.06  # a little more than the publisher takes for previews
    _go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        await self._stream(SHIPPING, "", preview)
        self.begun.set()
        if self.hold:
            await self._go_on.wait()
        await self._stream(EXPRESS, SHIPPING + " ", preview)
        return Answer(
            text=f"{SHIPPING} {EXPRESS}",
            citations=[
                Citation(
                    title="Shipping times and cost",
                    url=SHIPPING_URL,
                    quote=SHIPPING,
                    heading="Standard shipping",
                ),
                Citation(
                    title="Shipping times and cost",
                    url=SHIPPING_URL,
                    quote=EXPRESS,
                    heading="Express shipping",
                ),
            ],
            passages=[
                _passage(1, "Standard shipping", SHIPPING, 0.0328),
                _passage(2, "Express shipping", EXPRESS, 0.0301),
            ],
            model="scripted",
            prompt_tokens=412,
            completion_tokens=23,
            timings_ms={"retrieve": 18.0, "first_token": 64.0, "generate": 240.0},
        )

    async def _stream(self, text: str, before: str, preview: PreviewSink) -> None:
        words = text.split(" ")
        for count in (*range(2, len(words), 3), len(words)):
            await preview(before + " ".join(words[:count]))
            await asyncio.sleep(self.pause_s)

    def finish(self) -> None:
        self._go_on.set()


def _passage(passage_id: int, heading: str, text: str, score: float) -> PassageHit:
    return PassageHit(
        passage_id=passage_id,
        document_id="shipping",
        title="Shipping times and cost",
        heading=heading,
        page=None,
        url=SHIPPING_URL,
        text=text,
        sentences=[text],
        score=score,
        cosine=0.71,
        text_rank=passage_id,
    )


class LiveStage:
    """`with LiveStage(settings) as stage:` serves at `stage.url` until the block ends."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stage", daemon=True)
        self._stack = AsyncExitStack()
        self.dialogue = ScriptedDialogue(answer_to)
        self.answers = StreamedAnswers()
        self.url = ""
        self.served: Served

    def __enter__(self) -> LiveStage:
        self._thread.start()
        self.run(self._start(), timeout_s=START_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.finish()
        try:
            self.run(self._stack.aclose(), timeout_s=START_S)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    def run(self, work: Coroutine[Any, Any, T], *, timeout_s: float = CALL_S) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)

    async def _start(self) -> None:
        self.served = await self._stack.enter_async_context(serve(self._settings))
        await add_team(self.served.database)
        address = await self._stack.enter_async_context(listening(self.served.app))
        self.url = f"http://{address}"
        self._settings = self._settings.model_copy(update={"public_url": self.url})
        await self._start_worker()

    async def _start_worker(self) -> None:
        gateway = self.served.gateway
        pipeline = Pipeline(
            database=gateway.database,
            redis=gateway.redis,
            settings=self._settings,
            dialogue=self.dialogue,
            answers=self.answers,
            live=gateway.publisher,
            catalogue=get_catalogue(self._settings.default_locale),
            translator=gateway.translator,
        )
        stop = asyncio.Event()
        work = asyncio.create_task(Worker(pipeline, gateway.redis, self._settings).run(stop))

        async def end() -> None:
            stop.set()
            await work

        self._stack.push_async_callback(end)

    def typing(self, conversation_id: str, *, expires_in_s: int, on: bool = True) -> None:
        publisher = self.served.gateway.publisher
        self.run(publisher.typing(conversation_id, author=Author.BOT, on=on, expires_in_s=expires_in_s))

    def append(self, conversation_id: str, text: str, *, author: Author) -> None:
        self.run(self.served.append(conversation_id, text, author=author))

    def conversation_ids(self) -> Sequence[str]:
        """Newest first."""
        return self.run(self._conversation_ids())

    def stored_texts(self, author: Author) -> Sequence[str]:
        """What one side has said in the newest conversation."""
        return self.run(self._stored_texts(author))

    def events(self, kind: Kind) -> Sequence[Event]:
        """Of the newest conversation."""
        return self.run(self._events(kind))

    async def _events(self, kind: Kind) -> Sequence[Event]:
        newest = (await self._conversation_ids())[0]
        async with self.served.database.read() as session:
            return [one for one in await repository.events_after(session, newest) if one.kind is kind]

    async def _conversation_ids(self) -> Sequence[str]:
        async with self.served.database.read() as session:
            page = await repository.list_conversations(session)
        return [row.conversation.id for row in page.rows]

    async def _stored_texts(self, author: Author) -> Sequence[str]:
        newest = (await self._conversation_ids())[0]
        async with self.served.database.read() as session:
            events = await repository.events_after(session, newest)
        return [event.text or "" for event in events if event.kind is Kind.MESSAGE and event.author is author]
