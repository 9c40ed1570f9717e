"""I want the same in another colour or size."""

from __future__ import annotations

from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import Confirmation, Item, Step, all_items, thing, variant


class Variant(Step):
    """The wanted colour or size, out of those that the shop has in stock. Its answer is the shop's code."""

    name = "variant"
    of_order = True
    noun = "variant"

    def default(self, state: State) -> str | None:
        options = _options(state)
        return str(options[0]["variant"]) if len(options) == 1 and not _asks_for_another(state) else None

    def read(self, state: State) -> str | None:
        return self.find(state, state.heard)

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        wanted = {name: heard[name] for name in ("colour", "size") if heard.get(name)}
        if not wanted or not state["item"]:
            return None
        options = [o for o in _options(state) if all(o[name] == value for name, value in wanted.items())]
        if len(options) > 1:
            options = [o for o in options if _keeps_the_rest(o, _item(state), wanted)] or options
        return str(options[0]["variant"]) if len(options) == 1 else None

    def args(self, state: State) -> dict[str, Any]:
        return {
            "item": thing(_item(state)),
            "options": [variant(option) for option in _options(state)],
        }

    def ask(self, state: State, *, again: bool) -> None:
        """What was named and is not there is said so, whether it was the answer or came before."""
        super().ask(state, again=again or _asks_for_another(state))


def _asks_for_another(state: State) -> bool:
    hints = state.hints
    return bool(hints.get("colour") or hints.get("size"))


def _keeps_the_rest(option: dict[str, Any], item: dict[str, Any], wanted: dict[str, str]) -> bool:
    """Who asks for the large one wants it in the colour that they have."""
    return all(option[name] == item[name] for name in ("colour", "size") if name not in wanted)


def _item(state: State) -> dict[str, Any]:
    item: dict[str, Any] = state.order["items"][state["item"] - 1]
    return item


def _options(state: State) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = _item(state)["options"]
    return options


def _summary(state: State) -> dict[str, Any]:
    wanted = next(option for option in _options(state) if option["variant"] == state["variant"])
    return {
        "order_number": state.order["number"],
        "item": thing(_item(state)),
        "wanted": variant(wanted),
    }


class StartExchange(Flow):
    form = "start_exchange_form"
    steps = (
        Item(all_items, noun="item_itself"),
        Variant(),
        Confirmation("utter_ask_exchange_confirmation", _summary),
    )

    def refusal(self, state: State) -> Refusal | None:
        order = state.order
        if not order["returnable"]:
            return self.refused(state, order["not_returnable_because"])
        if not state["item"]:
            return None
        item = _item(state)
        if item["exchange_number"]:
            args = {"order_number": order["number"], "exchange_number": item["exchange_number"]}
            return Refusal("utter_exchange_exists", args)
        return None if item["options"] else Refusal("utter_exchange_no_variant", {"item": thing(item)})

    def refused(self, state: State, code: str | None) -> Refusal:
        order, number = state.order, {"order_number": state.order["number"]}
        if code == "cancelled":
            return Refusal("utter_return_cancelled_order", number)
        if code == "too_late":
            args = {"delivered_on": order["delivered_on"], "days": order["return_days"]}
            return Refusal("utter_exchange_too_late", {**number, **args})
        if code == "not_delivered":
            return Refusal("utter_exchange_not_delivered", {**number, "days": order["return_days"]})
        if code == "out_of_stock":
            return Refusal("utter_exchange_no_variant", {"item": thing(_item(state))})
        return Refusal("utter_return_exists", {**number, "return_number": order["return_number"]})

    async def finish(self, state: State) -> None:
        created = await get_shop().exchange(state.order, item=state["item"], variant=state["variant"])
        state.say(
            "utter_exchange_created",
            exchange_number=created["number"],
            order_number=created["order_number"],
            item=created["item"],
            wanted=variant(created),
        )
