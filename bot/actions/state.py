"""What a flow knows: the slots as this turn leaves them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import turn
from bot.actions.replies import hand_over, say

MAX_TRIES = 3
MOST_PAUSED = 3
# Rasa's slots; everything else that a flow asks for is in the one slot `details`.
SLOTS = ("order_number", "email", "order", "details", "paused_flows", "resumed_flow")
COUNTS = ("failed_lookups", "unclear_answers", "reset_requests")


class State:
    """`asked`: what the last question was for. `answering`: the message is an answer to it. `heard`: what
    the message named; `hints`: what was named since the flow began, for questions still to come."""

    def __init__(self, tracker: Tracker, form: str, dispatcher: CollectingDispatcher) -> None:
        self.form = form
        self.asked: str | None = tracker.get_slot("requested_slot")
        self.answering = bool(self.asked) and turn.answers_the_form(tracker, form)
        self.said = turn.Said(tracker, of_this_flow=self.answering or not self.asked)
        self.heard = self.said.entities()
        self.left_form = None if self.asked else turn.form_left_in_this_turn(tracker)
        self.corrected = False
        self.rejected: set[str] = set()
        self.outcome: str | None = None
        self.follow_up: str | None = None
        self._dispatcher = dispatcher
        self._requested: str | None = None
        self._before = {slot: tracker.get_slot(slot) for slot in (*SLOTS, *COUNTS)}
        self._now = {**self._before, **{count: self._before[count] or 0 for count in COUNTS}}
        self._now["details"] = dict(self._before["details"] or {})
        self._now["paused_flows"] = list(self._before["paused_flows"] or [])

    def __getitem__(self, name: str) -> Any:
        return self._now[name] if name in self._now else self.details.get(name)

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self._now:
            self._now[name] = value
        else:
            self.details[name] = value

    @property
    def details(self) -> dict[str, Any]:
        details: dict[str, Any] = self._now["details"]
        return details

    @property
    def order(self) -> dict[str, Any]:
        order: dict[str, Any] = self._now["order"]
        return order

    @property
    def hints(self) -> dict[str, str]:
        return {**(self.details.get("hints") or {}), **self.heard}

    def remember_hints(self) -> None:
        wanted = {name: value for name, value in self.hints.items() if name not in SLOTS}
        if wanted:
            self.details["hints"] = wanted

    def forget(self, name: str) -> None:
        """Taken back, with whatever was said about it before it was asked for."""
        self[name] = None
        self.details.pop("hints", None)
        self.heard = {}
        self.rejected.add(name)

    def order_is_current(self) -> bool:
        """The order in hand belongs to the number and address that are in the slots now."""
        order = self._now["order"]
        return (
            order is not None and order["number"] == self["order_number"] and order["email"] == self["email"]
        )

    def say(self, key: str, **args: Any) -> None:
        say(self._dispatcher, key, **args)

    def hand_over(self, reason: str) -> None:
        """A person goes on from here: nothing of this is offered again."""
        hand_over(self._dispatcher, reason)
        self["paused_flows"] = []
        self.end("handed_over")

    def missed(self, name: str) -> bool:
        """This was asked for and the answer did not hold it."""
        return self.answering and self.asked == name and not self.corrected

    def is_unclear_once_too_often(self) -> bool:
        self["unclear_answers"] += 1
        if self["unclear_answers"] < MAX_TRIES:
            return False
        self.say("utter_too_many_tries")
        self.hand_over("too_many_tries")
        return True

    def request(self, name: str) -> None:
        self._requested = name

    def end(self, outcome: str) -> None:
        self.outcome = outcome
        self._requested = None

    @property
    def has_ended(self) -> bool:
        return self.outcome is not None

    def events(self) -> list[EventType]:
        """`form_outcome` is always among them: to Rasa a form that sets nothing rejected the message."""
        self.remember_hints()
        changed = [slot for slot, value in self._now.items() if value != self._before[slot]]
        return [
            *(SlotSet(slot, self._now[slot]) for slot in changed),
            SlotSet("form_outcome", self.outcome),
            SlotSet("requested_slot", self._requested),
            *([FollowupAction(self.follow_up)] if self.follow_up else []),
        ]
