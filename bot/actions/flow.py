"""How every flow goes: the order that is the customer's own, the steps, the end, and the way back.

A form's validation decides everything in one round trip: what the message gave, what is still missing,
and the next question. Rasa's own `utter_ask_*` are not used, for they know nothing of a second try.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.shop import OrderNotFound, Refused, ShopUnavailable, get_shop
from bot.actions.state import MAX_TRIES, MOST_PAUSED, State
from bot.actions.steps import Email, OrderNumber, Step

log = logging.getLogger(__name__)

RESUME = "resume_flow"  # what is asked for by "shall we go on with ...?"


@dataclass(frozen=True)
class Refusal:
    """Why a flow ends early. `hand_over`: the reason, where a person should look at it."""

    key: str
    args: dict[str, Any] = field(default_factory=dict)
    hand_over: str | None = None


class Flow(Action, ABC):
    """`form`: its name in the domain. `identity`: what proves who asks; `steps`: what else is asked for."""

    form: str
    identity: Sequence[Step] = (OrderNumber(), Email())
    steps: Sequence[Step] = ()

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    async def finish(self, state: State) -> None:
        """Everything is known and agreed to: do it, and say so."""

    def refusal(self, state: State) -> Refusal | None:
        """Asked before each step, as soon as the order is known."""
        return None

    def refused(self, state: State, code: str) -> Refusal:
        """What the shop refused after all, since things change between a question and its answer."""
        return Refusal("utter_shop_unavailable")

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = State(tracker, self.form, dispatcher)
        if state.asked is None:
            begin(self, state)
            await self._advance(state)
        elif state.answering and state.said.stops():
            state.say("utter_cancelled")
            self._end(state, "cancelled")
        elif state.asked == RESUME:
            await self._after_the_offer(state)
        else:
            if state.answering:
                self._take_answer(state)
            await self._advance(state)
        return state.events()

    def _take_answer(self, state: State) -> None:
        steps = [*self.identity, *self.steps]
        asked = next((step for step in steps if step.name == state.asked), None)
        for step in steps:
            if step is not asked:
                self._correct(state, step, asked)
        if asked is not None:
            state[asked.name] = asked.read(state)
            if state[asked.name] is not None:
                state["unclear_answers"] = 0

    def _correct(self, state: State, step: Step, asked: Step | None) -> None:
        known = state[step.name]
        if known is None or (asked and asked.free_text and not state.said.says("corrects")):
            return
        if step.of_order and not state.order_is_current():
            return
        found = step.find(state, state.heard)
        if found is not None:
            # Order number and e-mail are in their slots already.
            state.corrected |= found != known or (step in self.identity and not state.order_is_current())
            state[step.name] = found
        elif self._is_rejected(state, step, asked):
            state.corrected = True
            state.forget(step.name)

    def _is_rejected(self, state: State, step: Step, asked: Step | None) -> bool:
        if step.noun is None or (asked and asked.free_text) or state.said.yes_or_no():
            return False
        proven = step.name == "email" and state.said.verified_email is not None
        return not proven and state.said.rejects(step.noun)

    async def _advance(self, state: State) -> None:
        state["email"] = state["email"] or state.said.verified_email
        if not await self._identify(state):
            return
        for step in self.steps:
            if self._is_refused(state, self.refusal(state)):
                return
            self._fill(state, step)
            if state[step.name] is None and step.applies(state):
                self._ask(state, step)
                return
        if self._is_refused(state, self.refusal(state)):
            return
        await self._finish(state)

    async def _identify(self, state: State) -> bool:
        """True when the order is known; else the question was asked or the flow has ended."""
        for step in self.identity:
            if not state[step.name]:
                self._ask(state, step)
                return False
        if any(isinstance(step, OrderNumber) for step in self.identity) and not state.order_is_current():
            return await self._look_up(state)
        return True

    async def _look_up(self, state: State) -> bool:
        for step in self.steps:
            if step.of_order:
                state.details.pop(step.name, None)
        if state["failed_lookups"] >= MAX_TRIES:
            self._give_up(state)
            return False
        try:
            order = await get_shop().look_up(state["order_number"], state["email"])
        except OrderNotFound:
            self._not_found(state)
            return False
        except ShopUnavailable as error:
            self._shop_is_away(state, error)
            return False
        state["order"] = {**order, "email": state["email"]}
        return True

    def _not_found(self, state: State) -> None:
        state["failed_lookups"] += 1
        state["order"] = state["order_number"] = None
        state["email"] = state.said.verified_email
        if state["failed_lookups"] >= MAX_TRIES:
            self._give_up(state)
            return
        state.say("utter_order_not_found", tries_left=int(MAX_TRIES - state["failed_lookups"]))
        state.request("order_number")

    def _fill(self, state: State, step: Step) -> None:
        """What was said before it was asked for, then what needs no question."""
        unasked = not state.missed(step.name) and step.name not in state.rejected
        if state[step.name] is None and unasked:
            found = step.find(state, state.hints)
            state[step.name] = step.default(state) if found is None else found

    def _ask(self, state: State, step: Step) -> None:
        again = state.missed(step.name)
        if again and state.is_unclear_once_too_often():
            return
        step.ask(state, again=again)
        state.request(step.name)

    async def _finish(self, state: State) -> None:
        if state["confirmed"] is False:
            state.say("utter_nothing_changed")
            self._end(state, "declined")
            return
        try:
            await self.finish(state)
        except Refused as refusal:
            self._is_refused(state, self.refused(state, refusal.code))
        except (ShopUnavailable, OrderNotFound) as error:
            self._shop_is_away(state, error)
        else:
            self._end(state, "done")

    def _is_refused(self, state: State, refusal: Refusal | None) -> bool:
        if refusal is None:
            return False
        state.say(refusal.key, **refusal.args)
        if refusal.hand_over:
            state.hand_over(refusal.hand_over)
        else:
            self._end(state, "refused")
        return True

    def _shop_is_away(self, state: State, error: Exception) -> None:
        log.warning("%s: the shop could not do it: %s", self.form, error)
        state.say("utter_shop_unavailable")
        state.end("shop_away")  # and the flow that waits would meet the same

    def _give_up(self, state: State) -> None:
        state.say("utter_too_many_tries")
        state.hand_over("too_many_tries")

    def _end(self, state: State, outcome: str) -> None:
        """Ends, unless another flow waits: then this one stays to ask whether to go back to it."""
        if state.has_ended:
            return
        state.end(outcome)
        if state["paused_flows"]:
            self._offer(state)

    def _offer(self, state: State) -> None:
        waiting = state["paused_flows"][-1]["form"]
        state.say("utter_offer_resume", flow=waiting.removesuffix("_form"))
        state.request(RESUME)

    async def _after_the_offer(self, state: State) -> None:
        answer = state.said.yes_or_no() if state.answering else None
        if answer:
            state["resumed_flow"] = state["paused_flows"].pop()
            state.follow_up = state["resumed_flow"]["form"]
            state.end("back")
        elif state.answering and (state.heard.get("order_number") or state.said.says("another_order")):
            begin(self, state)
            await self._advance(state)
        elif answer is False or (state.answering and state["unclear_answers"]):
            state["paused_flows"] = []
            state.say("utter_okay")
            state.end("not_resumed")
        else:
            state["unclear_answers"] += int(state.answering)
            self._offer(state)


def begin(flow: Flow, state: State) -> None:
    """Anew, or where the customer left it. Number and e-mail of this session count; the order itself is
    looked up afresh, for it may have changed."""
    if state.left_form not in (None, flow.form) and not state["resumed_flow"]:
        _pause(state, state.left_form)
    resumed = _waiting(flow, state)
    state["resumed_flow"] = None
    state["order"] = None
    state["unclear_answers"] = 0
    state.answering = False
    if resumed is not None:
        state["order_number"] = resumed["order_number"] or state["order_number"]
        state["email"] = resumed["email"] or state["email"]
        state["details"] = dict(resumed["details"])
        return
    state["details"] = {}
    if state.said.says("another_order") and not state.heard.get("order_number"):
        state["order_number"] = None
    for step in flow.steps:
        if not step.of_order:
            state[step.name] = step.find(state, state.heard)


def _pause(state: State, form: str) -> None:
    """The order in hand tells the number, for the message that interrupted may have named another."""
    order = state["order"] or {"number": None, "email": None}
    waiting = {
        "form": form,
        "order_number": order["number"]
        or (None if state.heard.get("order_number") else state["order_number"]),
        "email": order["email"] or state["email"],
        "details": {name: value for name, value in state.details.items() if name != "confirmed"},
    }
    others = [paused for paused in state["paused_flows"] if paused["form"] != form]
    state["paused_flows"] = [*others, waiting][-MOST_PAUSED:]


def _waiting(flow: Flow, state: State) -> dict[str, Any] | None:
    """This flow as it was left: asked back by a yes, or begun again by name."""
    if state["resumed_flow"]:
        resumed: dict[str, Any] = state["resumed_flow"]
        return resumed if resumed["form"] == flow.form else None
    mine = next((paused for paused in state["paused_flows"] if paused["form"] == flow.form), None)
    state["paused_flows"] = [paused for paused in state["paused_flows"] if paused is not mine]
    return None if state.heard.get("order_number") else mine
