"""The turn: the steps strung together, from a pointer to a settled transaction."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from serving.config import Settings
from serving.conversations import service as conversations
from serving.conversations import timeline
from serving.conversations.models import Conversation, Status
from serving.db import Database, is_away
from serving.dialogue.base import Dialogue, DialogueUnavailable
from serving.knowledge.base import AnswerSource
from serving.translation.catalogue import Catalogue, CatalogueError
from serving.translation.service import Translator
from serving.turns import burst, faults, record
from serving.turns.answer import answer
from serving.turns.base import Live, Turn
from serving.turns.check import Superseded, Verdict, check, claim
from serving.turns.decide import decide
from serving.turns.localize import localize
from serving.turns.own import own
from serving.turns.summary import NoSummaries, Summaries
from serving.turns.translate import foreign, translate
from serving.turns.understand import choose_language, understand

log = logging.getLogger(__name__)

TYPING_EXPIRES_S = 30
FIRST_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Pipeline:
    database: Database
    redis: Redis
    settings: Settings
    dialogue: Dialogue
    answers: AnswerSource
    live: Live
    catalogue: Catalogue
    translator: Translator
    summaries: Summaries = field(default_factory=NoSummaries)

    async def process(self, conversation_id: str) -> bool:
        """Answers what waits in a conversation. False when another worker holds it.

        A pointer that comes while the conversation is held may be settled for one reason only: the
        holder looks again after it has let go, and the message was committed before its pointer.
        """
        attempted = 0
        while True:
            async with own(self.redis, self.settings, conversation_id) as owned:
                if not owned:
                    return False
                async with self.database.read() as session:
                    turn = await burst.load(session, conversation_id, self.settings)
                if turn is not None:
                    attempted = turn.receipt_ids[-1]
                    await self._run(turn)
            async with self.database.read() as session:
                if not await burst.has_newer(session, conversation_id, after=attempted):
                    return True

    async def _run(self, turn: Turn) -> None:
        try:
            if turn.held:
                await self._hold(turn)
            else:
                await self._take(turn)
        except DialogueUnavailable as error:
            log.warning(
                "the dialogue manager is away: the message waits",
                extra={"conversation": turn.conversation_id, "error": str(error)},
            )
            async with self.database.write() as session:
                await faults.wait_for_dialogue(
                    session, turn, settings=self.settings, catalogue=self.catalogue
                )
        except Superseded as error:
            log.info("%s", error, extra={"conversation": turn.conversation_id})
        except Exception as error:
            await self._broke(turn, error)

    async def _hold(self, turn: Turn) -> None:
        """A human has the conversation: the message is in the console already."""
        async with self.database.write() as session:
            conversation = await timeline.lock_conversation(session, turn.conversation_id)
            if conversation.status is Status.BOT:
                return  # handed back meanwhile: the sweeper brings the message again
            await claim(session, turn)
            choose_language(turn, self.settings)
            record.record_locale(session, conversation, turn)
            record.record_trace(session, conversation, turn, outcome="held")

    async def _take(self, turn: Turn) -> None:
        await self.live.typing(turn.conversation_id, on=True, expires_in_s=TYPING_EXPIRES_S)
        try:
            await understand(turn, settings=self.settings, translator=self.translator)
            if turn.text.strip():  # else there are only files, which nobody here can read
                await decide(turn, self.dialogue)
            verdict = await self._conclude(turn)
        finally:
            await self.live.typing(turn.conversation_id, on=False)
        if verdict is not Verdict.SEND:
            await self.live.dropped(turn.conversation_id, turn=turn.trace.turn)

    async def _conclude(self, turn: Turn) -> Verdict:
        """The dialogue has acted: what breaks from here on is tried again with the same decision."""
        await answer(turn, self.answers, self.live, settings=self.settings)
        if turn.handoff_reason is not None:
            said = [*((one.author.value, one.text) for one in turn.history), ("customer", turn.text)]
            turn.summary = await self.summaries.summary(said, conversation_id=turn.conversation_id)
        await self._translate(turn)
        for attempt in range(1, self.settings.turn_attempts):
            try:
                async with self.database.write() as session:
                    return await self._settle(session, turn)
            except (Superseded, CatalogueError):
                raise
            except Exception:
                log.exception("a turn could not be committed", extra={"conversation": turn.conversation_id})
                await asyncio.sleep(FIRST_PAUSE_S * 2**attempt)
        async with self.database.write() as session:
            return await self._settle(session, turn)

    async def _translate(self, turn: Turn) -> None:
        replies = foreign(turn, self.catalogue)
        if not replies:
            return
        position = 1
        if turn.handoff_reason is not None:
            async with self.database.read() as session:
                position = await record.queue_position(session, turn.conversation_id)
        await translate(
            turn,
            replies,
            translator=self.translator,
            catalogue=self.catalogue,
            settings=self.settings,
            queue_position=position,
        )

    async def _settle(self, session: AsyncSession, turn: Turn) -> Verdict:
        conversation = await timeline.lock_conversation(session, turn.conversation_id)
        verdict = await check(session, conversation, turn)
        if verdict is Verdict.NEWER:
            record.record_trace(session, conversation, turn, outcome="dropped", answers=[])
            return verdict
        await claim(session, turn)
        position = None
        if turn.handoff_reason is not None and verdict is Verdict.SEND:
            position = await record.queue_position(session, conversation.id)
        localize(turn, self.catalogue, queue_position=position or 1)
        if verdict is Verdict.OPERATOR:
            record.record_dropped_draft(session, conversation, turn, self.catalogue)
            record.record_trace(session, conversation, turn, outcome="dropped")
            return verdict
        await self._send(session, conversation, turn)
        return verdict

    async def _send(self, session: AsyncSession, conversation: Conversation, turn: Turn) -> None:
        record.record_locale(session, conversation, turn)
        if turn.handoff_reason is not None:
            record.record_handoff(session, conversation, turn, self.catalogue)
        messages = record.record_replies(session, conversation, turn)
        record.record_trace(
            session, conversation, turn, outcome="handed_off" if turn.handoff_reason else "answered"
        )
        await session.flush()
        await conversations.queue_delivery(session, conversation, messages, channel=turn.channel)

    async def _broke(self, turn: Turn, error: Exception) -> None:
        log.error(
            "a turn broke", extra={"conversation": turn.conversation_id, "error": repr(error)}, exc_info=error
        )
        # Hearing a message again is safe with the same id: the dialogue answers as it did.
        if turn.decision is None or is_away(error):
            async with self.database.write() as session:
                if await faults.count_failure(session, turn, settings=self.settings):
                    return
        # Once the dialogue has heard the message, hearing it again could make it act twice.
        try:
            async with self.database.write() as session:
                await faults.hand_over(session, turn, catalogue=self.catalogue, error=type(error).__name__)
        except Superseded as superseded:
            log.info("%s", superseded, extra={"conversation": turn.conversation_id})
