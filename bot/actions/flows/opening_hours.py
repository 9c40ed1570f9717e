"""When somebody is there. Nothing is asked for, so it is no form."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.replies import say
from bot.actions.shop import ShopUnavailable, get_shop

log = logging.getLogger(__name__)


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
