"""What happened outside the dialogue manager since it last heard the customer, from the timeline.

It travels with the next message (docs/decisions/0019): no round trip of its own, and a worker that dies
after it has answered leaves nothing untold.
"""

from __future__ import annotations

from collections.abc import Sequence

from serving.conversations.models import Author, Event, Kind
from serving.dialogue.base import Told

RESTART = Told("restart")
REWIND = Told("rewind")
# Ours that the dialogue manager's policies know by another name (policies/topics.yml). An answer has none.
UTTERANCES = {"notice_no_answer": "utter_no_answer", "notice_no_answer_here": "utter_no_answer_here"}
MAX_TEXT = 4000


def since_last_turn(events: Sequence[Event]) -> Sequence[Told]:
    """`events`: messages, turns and changes of status, oldest first; the latest ones are enough."""
    if returned(events):
        return [RESTART]
    turns = [event for event in events if event.kind is Kind.TURN]
    taken_back = bool(turns) and was_taken_back(turns[-1])
    while turns and was_taken_back(turns[-1]):
        turns.pop()
    said = _from_documents(events, turns[-1]) if turns else []
    # Rasa's rewind reaches back to where it listened, over what it was told after that.
    return [REWIND, *said] if taken_back else said


def returned(events: Sequence[Event]) -> Sequence[Event]:
    """The changes of status since the last turn: the conversation came back to the bot."""
    last_turn = max((event.seq for event in events if event.kind is Kind.TURN), default=0)
    return [event for event in events if event.kind is Kind.STATUS and event.seq > last_turn]


def was_taken_back(turn: Event) -> bool:
    """Its draft was dropped for a newer message."""
    return turn.payload["outcome"] == "dropped" and not turn.payload["answers"]


def _from_documents(events: Sequence[Event], turn: Event) -> list[Told]:
    return [
        Told(
            "bot",
            id=str(event.id),
            text=(event.text or "")[:MAX_TEXT],
            key=UTTERANCES.get(event.payload.get("key") or ""),
        )
        for event in events
        if event.kind is Kind.MESSAGE
        and event.author is Author.BOT
        and event.payload.get("turn") == turn.payload["turn"]
        and event.payload.get("route") == "knowledge"
    ]
