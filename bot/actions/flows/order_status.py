"""Where is my order?"""

from __future__ import annotations

from typing import Any

from bot.actions.flow import Flow
from bot.actions.replies import button, card, words
from bot.actions.state import State

# Each state's arguments, by the order's own fields.
_ARGS = {
    "processing": {"order_date": "placed_on", "eta": "eta"},
    "shipped": {"carrier": "carrier", "tracking_number": "tracking_number", "eta": "eta"},
    "delayed": {"eta": "eta"},
    "delivered": {"delivered_on": "delivered_on"},
    "cancelled": {"cancelled_on": "cancelled_on", "refund": "total"},
    "returned": {"return_number": "return_number", "refund": "total"},
}


# What a customer may want to do next, where the shop would do it.
_NEXT = {
    "processing": ("cancel_order", "change_address"),
    "shipped": ("report_problem",),
    "delayed": ("report_problem",),
    "delivered": ("start_return", "start_exchange", "report_problem"),
}


class OrderStatus(Flow):
    form = "order_status_form"

    async def finish(self, state: State) -> None:
        order = state.order
        if order["delivered_on"] is None and _is_overdue(order):
            state.say("utter_order_overdue", order_number=order["number"], eta=order["eta"])
            return
        args = {name: order[field] for name, field in _ARGS[order["state"]].items()}
        cards = [_card(order)]
        state.say(f"utter_order_{order['state']}", order_number=order["number"], cards=cards, **args)


def _card(order: dict[str, Any]) -> dict[str, Any]:
    """What is in the order, and what can be done with it now."""
    things = [{name: item[name] for name in ("name", "colour", "size")} for item in order["items"]]
    return card(
        words("card_order", order_number=order["number"]),
        words("card_order_holds", items=things, total=order["total"], order_date=order["placed_on"]),
        buttons=[button(f"choice_{intent}", f"/{intent}") for intent in _NEXT.get(order["state"], ())],
    )


def _is_overdue(order: dict[str, Any]) -> bool:
    """The shop takes a complaint that it has not arrived."""
    return "not_arrived" not in order["no_claim_because"]
