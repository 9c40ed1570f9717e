"""I forgot my password. Nobody learns here whether there is an account."""

from __future__ import annotations

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import MAX_TRIES, State
from bot.actions.steps import Email


class ResetPassword(Flow):
    form = "reset_password_form"
    identity = (Email("utter_ask_account_email"),)

    def refusal(self, state: State) -> Refusal | None:
        """Counted in the session, as wrong order numbers are; the shop limits them for each address."""
        return Refusal("utter_reset_limit") if state["reset_requests"] >= MAX_TRIES else None

    async def finish(self, state: State) -> None:
        await get_shop().reset_password(state["email"])
        state["reset_requests"] += 1
        state.say("utter_reset_sent")
