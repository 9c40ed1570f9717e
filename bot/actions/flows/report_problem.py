"""My parcel did not come, came late, broken, incomplete, or with the wrong thing in it."""

from __future__ import annotations

import re
from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.replies import PROBLEMS
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import CORRECTS, Confirmation, Item, Step, all_items

# In this order: "the wrong parcel is missing a part" is one of each, and the first decides.
_KIND_WORDS = {
    "wrong_item": r"wrong (item|product|lamp|colou?r|size|one|article|thing|parcel|model|order)"
    r"|not what i ordered|different (lamp|item|product|one|colou?r|size|thing)|some(body|one) else'?s"
    r"|instead of",
    "damaged": r"broke|damag|crack|defect|scratch|shatter|smash|dent|faulty|torn|\btore\b|hole|in pieces"
    r"|stain|\bwet\b|ruined|turn on|bent",
    "not_arrived": r"(parcel|package|order|delivery|it)('s| is| was| got| went)?"
    r" (missing(?! (from|in))|lost|stolen|gone)|(missing|lost|stolen) (parcel|package|delivery)"
    r"|never (arrived|came|got|received)"
    r"|no(t| ?where) (here|arrived)|n'?t (arrive|come|get|got|receive|have)"
    r"|(says|shows|marked as|claims) (it )?(is |was )?delivered|delivered but|wrong place"
    r"|nothing (is )?(here|came|arrived)|have nothing",
    "incomplete": r"incomplete|missing|half of|not everything|only (got|one|half|two|part)|lacks"
    r"|without the",
    "late": r"\blate\b|delay|overdue|too long|days? after|week after",
}
_WITHIN_A_PARCEL = ("damaged", "incomplete", "wrong_item")


class Kind(Step):
    name = "problem_kind"
    free_text = True
    rejected = None

    def read(self, state: State) -> str | None:
        chosen = state.heard.get("problem_kind")
        if chosen in PROBLEMS:
            return chosen
        said = state.said.text.lower()
        return next((kind for kind, words in _KIND_WORDS.items() if re.search(words, said)), None)

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        if state[self.name] is not None and not state.said.matches(CORRECTS):
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
