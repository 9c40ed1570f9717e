"""Is everybody served the same? The same message in each language, next to the pivot's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.locales import PIVOT

if TYPE_CHECKING:
    from bot.evaluation.routing import Outcome


def comparison(outcomes: Mapping[str, Sequence[Outcome]]) -> dict[str, Any]:
    """The sets say the same line by line. `differences`: where a language gets another route, action or
    other facts than the pivot, one entry a message and language."""
    first = PIVOT if PIVOT in outcomes else next(iter(outcomes))
    differences = [
        found
        for locale, given in outcomes.items()
        if locale != first
        for ours, theirs in zip(outcomes[first], given, strict=True)
        if (found := _difference(ours, theirs)) is not None
    ]
    counted = [
        [locale, half, sum(outcome.case.half == half for outcome in given)]
        for locale, given in outcomes.items()
        if locale != first
        for half in dict.fromkeys(outcome.case.half for outcome in given)
    ]
    return {"pivot": first, "counted": counted, "differences": differences}


def _difference(ours: Outcome, theirs: Outcome) -> dict[str, Any] | None:
    what = _what_differs(ours, theirs)
    if what is None:
        return None
    return {
        "locale": theirs.case.locale,
        "half": ours.case.half,
        "what": what,
        "text": theirs.case.text,
        "pivot_text": ours.case.text,
        "given": theirs.given,
        "pivot_given": ours.given,
        "right": theirs.right,
        "pivot_right": ours.right,
        "facts": [list(fact) for fact in theirs.facts],
        "pivot_facts": [list(fact) for fact in ours.facts],
    }


def _what_differs(ours: Outcome, theirs: Outcome) -> str | None:
    if ours.given != theirs.given:
        return "route"
    if ours.action != theirs.action:
        return "reply"
    return "facts" if list(ours.facts) != list(theirs.facts) else None
