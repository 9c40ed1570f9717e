"""I don't want my order any more."""

from __future__ import annotations

from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import Confirmation


def _summary(state: State) -> dict[str, Any]:
    items = state.order["items"]
    return {
        "order_number": state.order["number"],
        "first_item": items[0]["name"],
        "more_items": sum(item["quantity"] for item in items) - 1,
        "refund": state.order["total"],
    }


class CancelOrder(Flow):
    form = "cancel_order_form"
    steps = (Confirmation("utter_ask_cancellation_confirmation", _summary),)

    def refusal(self, state: State) -> Refusal | None:
        code = state.order["not_changeable_because"]
        return self.refused(state, code) if code else None

    def refused(self, state: State, code: str) -> Refusal:
        order = state.order
        if code == "cancelled":
            args = {"cancelled_on": order["cancelled_on"], "refund": order["total"]}
            return Refusal("utter_order_cancelled", {"order_number": order["number"], **args})
        if code == "delivered":
            return Refusal("utter_cancellation_delivered", {"order_number": order["number"]})
        return Refusal("utter_cancellation_shipped", {"order_number": order["number"]})

    async def finish(self, state: State) -> None:
        done = await get_shop().cancel(state.order)
        state.say(
            "utter_order_was_cancelled",
            order_number=done["order_number"],
            refund=done["refund"],
            days=done["refund_working_days"],
        )
