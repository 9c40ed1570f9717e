"""The two forms: which order it is, and what goes back.

A form's validation decides everything in one round trip: what the message gave, what is still missing,
and the next question. Rasa's own `utter_ask_*` are not used, for they know nothing of a second try.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import turn
from bot.actions.replies import REASONS, say
from bot.actions.shop import OrderNotFound, ShopUnavailable, get_shop

MAX_TRIES = 3

_ANOTHER_ORDER = re.compile(
    r"\b(another|other|different|second|next) (order|one|parcel|package)\b", re.IGNORECASE
)
_REASON_WORDS = {
    "damaged": r"broke|damag|crack|defect|scratch|shatter|smash|dent|faulty|torn|turn on|in pieces",
    "wrong_item": r"wrong|different (lamp|item|product|one|colou?r|size)|not what i ordered|instead of",
    "not_as_described": r"describ|picture|photo|look(s|ed)? different|quality|(small|bigg)er than|expected",
    "changed_mind": r"mind|don'?t (like|want|need)|no longer|too (big|small|large|many)|fit|gift|cheaper",
}


class OrderForm(Action, ABC):
    """What both forms begin with: an order that the customer proved to be theirs."""

    @property
    @abstractmethod
    def form(self) -> str: ...

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = FormState(tracker, self.form)
        await self.advance(state, dispatcher)
        return state.events()

    async def advance(self, state: FormState, dispatcher: CollectingDispatcher) -> None:
        if await self.identify(state, dispatcher):
            state.end("found")

    async def identify(self, state: FormState, dispatcher: CollectingDispatcher) -> bool:
        """True when the order is known; else the question was asked or the form has ended."""
        if not state["order_number"]:
            self._ask(state, dispatcher, "order_number")
        elif not state["email"]:
            self._ask(state, dispatcher, "email")
        elif state.order_is_current():
            return True
        else:
            return await self._look_up(state, dispatcher)
        return False

    def _ask(self, state: FormState, dispatcher: CollectingDispatcher, slot: str) -> None:
        if not state.missed(slot):
            say(dispatcher, f"utter_ask_{slot}")
        elif state.give_up_if_unclear():
            return
        else:
            say(dispatcher, f"utter_ask_{slot}_again")
        state.request(slot)

    async def _look_up(self, state: FormState, dispatcher: CollectingDispatcher) -> bool:
        if state["failed_lookups"] >= MAX_TRIES:
            state.end("gave_up")
            return False
        try:
            order = await get_shop().look_up(state["order_number"], state["email"])
        except OrderNotFound:
            self._not_found(state, dispatcher)
            return False
        except ShopUnavailable:
            state.end("shop_away")
            return False
        state["order"] = {**order, "email": state["email"]}
        return True

    def _not_found(self, state: FormState, dispatcher: CollectingDispatcher) -> None:
        state["failed_lookups"] += 1
        state["order"] = state["order_number"] = None
        state["email"] = state.verified_email
        if state["failed_lookups"] >= MAX_TRIES:
            state.end("gave_up")
            return
        say(dispatcher, "utter_order_not_found", tries_left=int(MAX_TRIES - state["failed_lookups"]))
        state.request("order_number")


class ValidateOrderStatusForm(OrderForm):
    form = "order_status_form"


class ValidateReturnForm(OrderForm):
    form = "return_form"

    async def advance(self, state: FormState, dispatcher: CollectingDispatcher) -> None:
        if not await self.identify(state, dispatcher):
            return
        if not state["order"]["returnable"]:
            state.end("not_returnable")
        elif not state["return_reason"]:
            say(dispatcher, "utter_ask_return_reason")
            state.request("return_reason")
        elif state["return_confirmed"] is None:
            self._confirm(state, dispatcher)
        else:
            state.end("found")

    def _confirm(self, state: FormState, dispatcher: CollectingDispatcher) -> None:
        if state.missed("return_confirmed"):
            if state.give_up_if_unclear():
                return
            say(dispatcher, "utter_ask_return_confirmation_again")
        else:
            say(dispatcher, "utter_ask_return_confirmation", **_summary(state))
        state.request("return_confirmed")


class FormState:
    """The form's slots as this turn leaves them."""

    SLOTS = (
        "order_number", "email", "order", "return_reason", "return_confirmed",
        "failed_lookups", "unclear_answers", "form_outcome",
    )  # fmt: skip

    def __init__(self, tracker: Tracker, form: str) -> None:
        self._before = {slot: tracker.get_slot(slot) for slot in self.SLOTS}
        self._now = dict(self._before)
        self._requested: str | None = None
        self._asked = tracker.get_slot("requested_slot")
        self.verified_email = turn.verified_email(tracker)
        self._now["failed_lookups"] = self._before["failed_lookups"] or 0
        self._answering = bool(self._asked) and turn.answers_the_form(tracker, form)
        if not self._asked:
            self._begin(tracker)
        elif self._answering:
            self._take_answer(tracker)
        self["email"] = self["email"] or self.verified_email

    def __getitem__(self, slot: str) -> Any:
        return self._now[slot]

    def __setitem__(self, slot: str, value: Any) -> None:
        self._now[slot] = value

    def _begin(self, tracker: Tracker) -> None:
        """The number and e-mail of this session count; the order itself is looked up afresh."""
        self._now.update(order=None, return_confirmed=None, unclear_answers=0, form_outcome=None)
        if _ANOTHER_ORDER.search(turn.text(tracker)) and not turn.entity(tracker, "order_number"):
            self["order_number"] = None
        self["return_reason"] = _reason(tracker)

    def _take_answer(self, tracker: Tracker) -> None:
        if self._asked == "order_number" and not turn.entity(tracker, "order_number"):
            self["order_number"] = turn.bare_order_number(tracker)
        elif self._asked == "return_reason" and turn.intent(tracker) != "inform":
            self["return_reason"] = _reason(tracker) or "other"
        elif self._asked == "return_confirmed":
            self["return_confirmed"] = turn.yes_or_no(tracker)

    def missed(self, slot: str) -> bool:
        """The form asked for this slot and the answer did not hold it."""
        return self._answering and self._asked == slot

    def give_up_if_unclear(self) -> bool:
        self["unclear_answers"] = (self["unclear_answers"] or 0) + 1
        if self["unclear_answers"] < MAX_TRIES:
            return False
        self.end("gave_up")
        return True

    def order_is_current(self) -> bool:
        """The order in hand belongs to the number and address that are in the slots now."""
        order = self["order"]
        return (
            order is not None and order["number"] == self["order_number"] and order["email"] == self["email"]
        )

    def request(self, slot: str) -> None:
        self._requested = slot

    def end(self, outcome: str) -> None:
        self["form_outcome"] = outcome
        self._requested = None

    def events(self) -> list[EventType]:
        """Never empty: to Rasa an empty list means that the form could not use the message."""
        changed = [slot for slot in self.SLOTS if self._now[slot] != self._before[slot]]
        return [
            *(SlotSet(slot, self._now[slot]) for slot in changed),
            SlotSet("requested_slot", self._requested),
        ]


def _reason(tracker: Tracker) -> str | None:
    chosen = turn.entity(tracker, "return_reason")
    if chosen in REASONS:
        return chosen
    said = turn.text(tracker).lower()
    return next((reason for reason, words in _REASON_WORDS.items() if re.search(words, said)), None)


def _summary(state: FormState) -> dict[str, Any]:
    items = state["order"]["items"]
    return {
        "order_number": state["order"]["number"],
        "first_item": items[0]["name"],
        "more_items": sum(item["quantity"] for item in items) - 1,
        "reason": state["return_reason"],
        "refund": state["order"]["total"],
    }
