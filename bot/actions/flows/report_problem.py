"""My parcel did not come, came late, broken, incomplete, or with the wrong thing in it."""

from __future__ import annotations

from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.replies import PROBLEMS
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import Confirmation, Item, Step, all_items

_WITHIN_A_PARCEL = ("damaged", "incomplete", "wrong_item")


class Kind(Step):
    name = "problem_kind"
    free_text = True

    def read(self, state: State) -> str | None:
        chosen = state.heard.get("problem_kind")
        if chosen in PROBLEMS:
            return chosen
        said: str | None = state.said.which("problems")
        return said

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        if state[self.name] is not None and not state.said.says("corrects"):
            return None
        return self.read(state)


class AffectedItem(Item):
    def applies(self, state: State) -> bool:
        return state["problem_kind"] in _WITHIN_A_PARCEL

    def default(self, state: State) -> int | None:
        return super().default(state) if self.applies(state) else None


def _summary(state: State) -> dict[str, Any]:
    item = state["item"]
    return {
        "order_number": state.order["number"],
        "kind": state["problem_kind"],
        "item": state.order["items"][item - 1]["name"] if item else "none",
    }


class ReportProblem(Flow):
    form = "report_problem_form"
    steps = (
        Kind(),
        AffectedItem(all_items, all_allowed=True),
        Confirmation("utter_ask_claim_confirmation", _summary),
    )

    def refusal(self, state: State) -> Refusal | None:
        kind = state["problem_kind"]
        if kind is None:
            return None
        order = state.order
        if kind in order["claims"]:
            args = {"order_number": order["number"], "claim_number": order["claims"][kind]}
            return Refusal("utter_claim_exists", args)
        code = order["no_claim_because"].get(kind)
        return self.refused(state, code) if code else None

    def refused(self, state: State, code: str) -> Refusal:
        """What the shop's rules do not cover, a person looks at: nobody's broken vase ends here."""
        order, number = state.order, {"order_number": state.order["number"]}
        if code == "cancelled":
            args = {"cancelled_on": order["cancelled_on"], "refund": order["total"]}
            return Refusal("utter_order_cancelled", {**number, **args})
        if code == "not_due":
            return Refusal("utter_problem_not_due", {**number, "eta": order["eta"]})
        return Refusal("utter_problem_for_a_person", number, hand_over="delivery_problem")

    async def finish(self, state: State) -> None:
        claim = await get_shop().open_claim(
            state.order, kind=state["problem_kind"], item=state["item"] or None
        )
        state.say(
            "utter_claim_opened",
            claim_number=claim["number"],
            order_number=claim["order_number"],
            kind=claim["kind"],
            days=claim["answer_working_days"],
        )
