"""How the flows end: what is told about an order, the return that is created, the opening hours."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.replies import hand_over, say
from bot.actions.shop import NotReturnable, OrderNotFound, ShopUnavailable, get_shop

log = logging.getLogger(__name__)

# Each state's arguments, by the order's own fields.
_STATUS_ARGS = {
    "processing": {"order_date": "placed_on", "eta": "eta"},
    "shipped": {"carrier": "carrier", "tracking_number": "tracking_number", "eta": "eta"},
    "delayed": {"eta": "eta"},
    "delivered": {"delivered_on": "delivered_on"},
    "cancelled": {"cancelled_on": "cancelled_on", "refund": "total"},
    "returned": {"return_number": "return_number", "refund": "total"},
}


class ActionOrderStatus(Action):
    def name(self) -> str:
        return "action_order_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if not _could_not_identify(dispatcher, tracker):
            order = tracker.get_slot("order")
            args = {name: order[field] for name, field in _STATUS_ARGS[order["state"]].items()}
            say(dispatcher, f"utter_order_{order['state']}", order_number=order["number"], **args)
        return []


class ActionCreateReturn(Action):
    def name(self) -> str:
        return "action_create_return"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if _could_not_identify(dispatcher, tracker):
            return []
        order = tracker.get_slot("order")
        if tracker.get_slot("form_outcome") == "not_returnable":
            _explain(dispatcher, order, order["not_returnable_because"])
        elif tracker.get_slot("return_confirmed"):
            await self._create(dispatcher, tracker, order)
        else:
            say(dispatcher, "utter_return_declined")
        return [SlotSet("return_reason", None), SlotSet("return_confirmed", None)]

    async def _create(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, order: dict[str, Any]
    ) -> None:
        try:
            created = await get_shop().start_return(
                order["number"], order["email"], reason=tracker.get_slot("return_reason"), comment=None
            )
        except NotReturnable as refusal:
            _explain(dispatcher, order, refusal.code)
        except (ShopUnavailable, OrderNotFound) as error:
            log.warning("The return could not be created: %s", error)
            say(dispatcher, "utter_shop_unavailable")
        else:
            say(
                dispatcher,
                "utter_return_created",
                return_number=created["number"],
                order_number=created["order_number"],
                refund=created["refund"],
            )


class ActionOpeningHours(Action):
    def name(self) -> str:
        return "action_opening_hours"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            hours = await get_shop().opening_hours()
        except ShopUnavailable as error:
            log.warning("The opening hours could not be read: %s", error)
            say(dispatcher, "utter_opening_hours_unavailable")
        else:
            say(
                dispatcher,
                "utter_opening_hours",
                **{**hours, "open_now": "yes" if hours["open_now"] else "no"},
            )
        return []


def _could_not_identify(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    outcome = tracker.get_slot("form_outcome")
    if outcome == "gave_up":
        say(dispatcher, "utter_too_many_tries")
        hand_over(dispatcher, "too_many_tries")
    elif outcome == "shop_away":
        say(dispatcher, "utter_shop_unavailable")
    return outcome in ("gave_up", "shop_away")


def _explain(dispatcher: CollectingDispatcher, order: dict[str, Any], why: str | None) -> None:
    number, days = order["number"], order["return_days"]
    if order["return_number"]:
        say(dispatcher, "utter_return_exists", order_number=number, return_number=order["return_number"])
    elif why == "cancelled":
        say(dispatcher, "utter_return_cancelled_order", order_number=number)
    elif why == "too_late":
        say(
            dispatcher,
            "utter_return_too_late",
            order_number=number,
            delivered_on=order["delivered_on"],
            days=days,
        )
    else:
        say(dispatcher, "utter_return_not_delivered", order_number=number, days=days)
