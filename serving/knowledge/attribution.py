"""Which number of a claim belongs to what: "B costs 4" is no claim of "A costs 4 and B costs 9".

English. It can only refuse, as `claims.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from serving.knowledge import facts
from serving.knowledge.claims import with_subjects
from serving.knowledge.quantities import UNIT_WORDS, Quantity, quantities, same
from serving.knowledge.sentences import split_sentences
from serving.knowledge.words import all_words


@dataclass(frozen=True, slots=True)
class _Counted:
    """Values and what stands beside them: stems, without the units."""

    values: Sequence[Quantity]
    words: frozenset[str]

    def holds(self, one: Quantity) -> bool:
        return any(same(one, value) for value in self.values)


def another_number(said: str, passages: Sequence[tuple[str, str]]) -> bool:
    """Whether a number of the claim is another thing's there: a word of the claim stands only beside another
    number of the kind, or the two have changed places. `passages`: title and text."""
    titled = [
        (f"{title} {subject}", part)
        for title, text in passages
        for sentence in split_sentences(text)
        for subject, part in with_subjects(sentence)
    ]
    there = [
        _Counted(quantities(part), frozenset(facts.telling_stems(f"{above} {part}")))
        for above, part in titled
    ]
    enumerated = [_enumerated(part) for _, part in titled]
    everything = quantities(said)
    for part in _enumerated(said):
        for one in part.values:
            # What it says of another kind elsewhere is no rival: its parts may come in another order.
            named = [*part.values, *(value for value in everything if value.kind != one.kind)]
            if _another(one, part.words, named, there) or _exchanged(one, part, enumerated):
                return True
    return False


def _enumerated(text: str) -> list[_Counted]:
    """ "A costs 4 and B costs 9" says two things; what says its numbers "respectively" stays whole."""
    parts = [part for part in re.split(r",\s|;\s|\b(?:and|but|or|while|whereas)\b", text) if part.strip()]
    counted = [_counted(part) for part in parts]
    return counted if all(one.values and one.words for one in counted) else [_counted(text)]


def _counted(text: str) -> _Counted:
    values = quantities(text)
    units = {*(one.value for one in values), *(word for word in all_words(text) if word in UNIT_WORDS)}
    words = set(facts.telling_stems(text)) - set(facts.telling_stems(" ".join(units)))
    return _Counted(values, frozenset(words))


def _another(
    one: Quantity, words: frozenset[str], named: Sequence[Quantity], there: Sequence[_Counted]
) -> bool:
    beside = [part.words for part in there if part.holds(one)]
    held_beside = frozenset[str]().union(*beside)
    for word in words - held_beside:
        others = [part for part in there if word in part.words and _rival(one, part.values, named)]
        if beside and others and not any(word in part.words for part in there if not part.values):
            return True
    return False


def _rival(one: Quantity, values: Sequence[Quantity], named: Sequence[Quantity]) -> bool:
    """Values of the kind, none of which the claim names as well."""
    of_kind = [value for value in values if value.kind == one.kind or None in (value.kind, one.kind)]
    return bool(of_kind) and not any(same(value, our) for value in values for our in named)


def _exchanged(one: Quantity, said: _Counted, enumerated: Sequence[Sequence[_Counted]]) -> bool:
    """Whether, wherever the value stands, another part of the enumeration says what the claim says of it, and
    its own part what the claim does not: "B costs 4" of "A costs 4 and B 9"."""
    homes = [(part, parts) for parts in enumerated for part in parts if part.holds(one)]
    return bool(homes) and all(
        any(
            _alternative(one, other.values, said.values)
            and said.words & (other.words - home.words)
            and home.words - other.words - said.words
            for other in parts
            if other is not home
        )
        for home, parts in homes
    )


def _alternative(one: Quantity, values: Sequence[Quantity], named: Sequence[Quantity]) -> bool:
    """Values of its very kind that the claim does not name beside it."""
    of_kind = [value for value in values if value.unit == one.unit or (value.kind and value.kind == one.kind)]
    return bool(of_kind) and not any(same(value, our) for value in of_kind for our in named)
