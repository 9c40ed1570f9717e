"""Send me the invoice. It goes to the address on file, so nothing has to be confirmed."""

from __future__ import annotations

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import State


class RequestInvoice(Flow):
    form = "request_invoice_form"

    def refusal(self, state: State) -> Refusal | None:
        code = state.order["no_invoice_because"]
        return self.refused(state, code) if code else None

    def refused(self, state: State, code: str) -> Refusal:
        key = "utter_invoice_cancelled" if code == "cancelled" else "utter_invoice_not_shipped"
        return Refusal(key, {"order_number": state.order["number"]})

    async def finish(self, state: State) -> None:
        sent = await get_shop().send_invoice(state.order)
        state.say("utter_invoice_sent", invoice_number=sent["number"], order_number=sent["order_number"])
