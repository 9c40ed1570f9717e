"""What the action server says: keys and typed arguments, never words.

Dates are ISO dates, times HH:MM, money {"amount", "currency"}; the platform's locale formats them.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

CANCEL = {"title": "button_cancel", "payload": "/cancel"}
TALK_TO_HUMAN = {"title": "button_talk_to_human", "payload": "/talk_to_human"}
YES_NO = [
    {"title": "button_yes", "payload": "/affirm"},
    {"title": "button_no", "payload": "/deny"},
]
REASONS = ("damaged", "wrong_item", "not_as_described", "changed_mind", "other")
REASON_BUTTONS = [
    {"title": f"button_reason_{reason}", "payload": f'/give_reason{{"return_reason": "{reason}"}}'}
    for reason in REASONS
]

_BUTTONS = {
    "utter_ask_order_number": [CANCEL],
    "utter_ask_order_number_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_email": [CANCEL],
    "utter_ask_email_again": [CANCEL, TALK_TO_HUMAN],
    "utter_order_not_found": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_return_reason": [*REASON_BUTTONS, CANCEL],
    "utter_ask_return_confirmation": YES_NO,
    "utter_ask_return_confirmation_again": YES_NO,
    "utter_shop_unavailable": [TALK_TO_HUMAN],
    "utter_return_too_late": [TALK_TO_HUMAN],
}


def say(dispatcher: CollectingDispatcher, key: str, **args: Any) -> None:
    dispatcher.utter_message(response=key, buttons=_BUTTONS.get(key), **args)


def hand_over(dispatcher: CollectingDispatcher, reason: str) -> None:
    dispatcher.utter_message(response="utter_handoff", reason=reason)
