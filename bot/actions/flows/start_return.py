"""I want to send something back."""

from __future__ import annotations

from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.replies import REASONS
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import ALL_ITEMS, Confirmation, Item, Step


class Reason(Step):
    name = "return_reason"
    free_text = True

    def read(self, state: State) -> str | None:
        if state.said.intent == "inform":
            return None
        return self._of_the_words(state) or "other"

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        if state[self.name] is not None and not state.said.says("because"):
            return None
        return self._of_the_words(state)

    def _of_the_words(self, state: State) -> str | None:
        chosen = state.heard.get("return_reason")
        if chosen in REASONS:
            return chosen
        said: str | None = state.said.which("reasons")
        return said

    def ask(self, state: State, *, again: bool) -> None:
        state.say("utter_ask_return_reason")


def _still_here(order: dict[str, Any]) -> list[int]:
    return [place for place, item in enumerate(order["items"], start=1) if not item["returned"]]


def _goes_back(state: State) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = state.order["items"]
    chosen = state["item"]
    return items if chosen == ALL_ITEMS else [items[chosen - 1]]


def _summary(state: State) -> dict[str, Any]:
    items = _goes_back(state)
    cents = sum(round(item["unit_price"]["amount"] * 100) * item["quantity"] for item in items)
    return {
        "order_number": state.order["number"],
        "first_item": items[0]["name"],
        "more_items": sum(item["quantity"] for item in items) - 1,
        "reason": state["return_reason"],
        "refund": {"amount": cents / 100, "currency": state.order["total"]["currency"]},
    }


class StartReturn(Flow):
    form = "return_form"
    steps = (
        Item(_still_here, all_allowed=True),
        Reason(),
        Confirmation("utter_ask_return_confirmation", _summary),
    )

    def refusal(self, state: State) -> Refusal | None:
        order = state.order
        return None if order["returnable"] else self.refused(state, order["not_returnable_because"])

    def refused(self, state: State, code: str | None) -> Refusal:
        order, number = state.order, {"order_number": state.order["number"]}
        if order["return_number"]:
            return Refusal("utter_return_exists", {**number, "return_number": order["return_number"]})
        if code == "cancelled":
            return Refusal("utter_return_cancelled_order", number)
        days = {**number, "days": order["return_days"]}
        if code == "too_late":
            return Refusal("utter_return_too_late", {**days, "delivered_on": order["delivered_on"]})
        return Refusal("utter_return_not_delivered", days)

    async def finish(self, state: State) -> None:
        order = state.order
        everything = state["item"] == ALL_ITEMS or len(order["items"]) == 1
        created = await get_shop().start_return(
            order, item=None if everything else state["item"], reason=state["return_reason"]
        )
        state.say(
            "utter_return_created",
            return_number=created["number"],
            order_number=created["order_number"],
            refund=created["refund"],
        )
