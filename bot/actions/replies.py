"""What actions say: keys and typed arguments, never words.

Dates are ISO dates, times HH:MM, money {"amount", "currency"}, things of the shop {"name", "colour", "size"};
the platform's locale words them. Names of products and places are the shop's or the customer's own.

A message may have cards beside its words: `say(..., cards=[card(...)])`.
"""

from __future__ import annotations

from collections.abc import Sequence
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
PROBLEMS = ("not_arrived", "late", "damaged", "incomplete", "wrong_item")
PROBLEM_BUTTONS = [
    {"title": f"button_problem_{kind}", "payload": f'/report_problem{{"problem_kind": "{kind}"}}'}
    for kind in PROBLEMS
]
START_RETURN = {"title": "button_start_return", "payload": "/start_return"}

_BUTTONS = {
    "utter_ask_order_number": [CANCEL],
    "utter_ask_order_number_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_email": [CANCEL],
    "utter_ask_account_email": [CANCEL],
    "utter_ask_email_again": [CANCEL, TALK_TO_HUMAN],
    "utter_order_not_found": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_item": [CANCEL],
    "utter_ask_item_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_return_reason": [*REASON_BUTTONS, CANCEL],
    "utter_ask_return_confirmation": YES_NO,
    "utter_ask_variant": [CANCEL],
    "utter_ask_variant_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_exchange_confirmation": YES_NO,
    "utter_ask_cancellation_confirmation": YES_NO,
    "utter_ask_street": [CANCEL],
    "utter_ask_street_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_postcode": [CANCEL],
    "utter_ask_postcode_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_city": [CANCEL],
    "utter_ask_city_again": [CANCEL, TALK_TO_HUMAN],
    "utter_ask_address_confirmation": YES_NO,
    "utter_ask_problem_kind": [*PROBLEM_BUTTONS, CANCEL],
    "utter_ask_problem_kind_again": [*PROBLEM_BUTTONS, CANCEL, TALK_TO_HUMAN],
    "utter_ask_claim_confirmation": YES_NO,
    "utter_ask_confirmation_again": YES_NO,
    "utter_offer_resume": YES_NO,
    "utter_shop_unavailable": [TALK_TO_HUMAN],
    "utter_order_overdue": [
        {"title": "button_report_problem", "payload": '/report_problem{"problem_kind": "not_arrived"}'},
        TALK_TO_HUMAN,
    ],
    "utter_return_too_late": [TALK_TO_HUMAN],
    "utter_exchange_too_late": [TALK_TO_HUMAN],
    "utter_exchange_no_variant": [START_RETURN, TALK_TO_HUMAN],
    "utter_cancellation_shipped": [TALK_TO_HUMAN],
    "utter_cancellation_delivered": [START_RETURN, TALK_TO_HUMAN],
    "utter_address_shipped": [TALK_TO_HUMAN],
    "utter_reset_limit": [TALK_TO_HUMAN],
}


def words(key: str, **args: Any) -> dict[str, Any]:
    return {"key": key, "args": args}


def button(key: str, payload: str) -> dict[str, str]:
    """What stands on it is its key in the catalogue."""
    return {"key": key, "title": key, "payload": payload}


def card(
    title: dict[str, Any], text: dict[str, Any] | None = None, *, buttons: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """`title` and `text`: of `words`. At most three buttons, each a `button`, or {"title", "url"}."""
    return {"title": title, "text": text, "buttons": list(buttons)}


def say(dispatcher: CollectingDispatcher, key: str, **args: Any) -> None:
    dispatcher.utter_message(response=key, buttons=_BUTTONS.get(key), **args)


def hand_over(dispatcher: CollectingDispatcher, reason: str) -> None:
    dispatcher.utter_message(response="utter_handoff", reason=reason)
