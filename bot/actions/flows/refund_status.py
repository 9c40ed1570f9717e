"""Where is my money?"""

from __future__ import annotations

from bot.actions.flow import Flow
from bot.actions.state import State


class RefundStatus(Flow):
    form = "refund_status_form"

    async def finish(self, state: State) -> None:
        order, refund = state.order, state.order["refund"]
        number = {"order_number": order["number"]}
        if refund is None:
            state.say("utter_refund_none", **number)
        elif refund["state"] == "paid":
            state.say("utter_refund_paid", **number, refund=refund["amount"], paid_on=refund["paid_on"])
        elif refund["state"] == "processing":
            state.say("utter_refund_processing", **number, refund=refund["amount"], due_on=refund["due_on"])
        else:
            state.say("utter_refund_awaiting_parcel", **number, refund=refund["amount"])
