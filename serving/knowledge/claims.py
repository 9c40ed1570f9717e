"""What a claim says about what: compared clause by clause, so that what holds of one thing is not said of
another. `facts.py` reads single words; here they are held against the clause they stand in.

English. Every rule can only refuse; what none refuses is still judged by its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from serving.knowledge import facts
from serving.knowledge.sentences import split_sentences
from serving.knowledge.words import all_words

_VERB = (
    r"is|are|was|were|can|cannot|could|may|might|must|will|would|shall|should|has|have|had|do|does|did|not"
    r"|takes?|costs?|needs?|gets?|lasts?|starts?|begins?|ends?|allows?|accepts?|offers?|only"
)
_PRONOUN = r"it|they|these|those|this|we|you"
_FINITE = re.compile(rf"\b(?:{_VERB}|{_PRONOUN})\b")
_STARTS_WITH_VERB = re.compile(rf"(?:{_VERB}|it|they|these|those|this)\b")
_SPLIT = re.compile(
    r"(?<=[;:])\s|\b(?:because|if|when|unless|until|while|whereas|although|which)\b"
    r"|(,\s(?:and\s|but\s|or\s)?|\b(?:and|but|or)\b)"
)
_ALIKE = (
    (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"\bcannot\b"), "can not"),
    (re.compile(r"\bnot only\b"), ""),
    (re.compile(r"\bno longer\b"), "not"),
    (re.compile(r"\bclosed\b"), "not open"),
    (re.compile(r"\bstop(?:s|ped)? (?=\w+ing\b)|\b(?:refuse[sd]?|fail(?:s|ed)?) to\b|\brefuses?\b"), " not "),
)
_EXCEPT = re.compile(
    r"(?P<before>.*?),?\s*\b(?:except(?: for)?|excluding|apart from|other than|but not)\b\s+"
    rf"(?P<what>.*?)(?P<rest>(?:,|\b(?:{_VERB})\b).*|[.!?]?$)"
)
_NEGATION = frozenset({"not", "no", "never", "none", "neither", "nor", "nobody", "nothing", "without"})
# What stands before them is denied.
_DENIED = frozenset({"excluded", "exempt", "forbidden", "prohibited", "banned", "refused"})
_UN = ("un", "in", "im", "non")


@dataclass(frozen=True, slots=True)
class Clause:
    """Stems. `words`: all of them, with the subject of the clause before it where it has none of its own;
    `negated` follow a negation first, `under` anywhere; `denied`: its subject, of "X is excluded"."""

    words: frozenset[str]
    affirmed: frozenset[str]
    negated: frozenset[str]
    under: frozenset[str]
    denied: frozenset[str]


def opposed(said: str, source: str) -> bool:
    """Whether a clause there denies what one here says, or the other way round, of the same thing."""
    ours, theirs = clauses(said), clauses(source)
    known = frozenset[str]().union(*(clause.words for clause in theirs))
    return any(_opposed(our, their, theirs, known) for our in ours for their in theirs) or _unlike(
        ours, theirs, known
    )


def _opposed(our: Clause, their: Clause, theirs: Sequence[Clause], known: frozenset[str]) -> bool:
    common = our.words & their.words
    for word in our.affirmed & their.negated:
        if not any(word in other.affirmed and common <= other.words for other in theirs):
            return True
    for word in our.negated & their.affirmed:
        rest = (our.words & known) - {word}
        if not any(_denies(other, word, common) or (other.under and rest <= other.words) for other in theirs):
            return True
    if their.denied and their.denied <= our.affirmed and not our.negated and not our.denied:
        return not any(our.words & known <= other.affirmed for other in theirs)
    return False


def _denies(other: Clause, word: str, common: frozenset[str]) -> bool:
    return word in other.under and common <= other.words


def _unlike(ours: Sequence[Clause], theirs: Sequence[Clause], known: frozenset[str]) -> bool:
    """ "Worn" where they say "unworn"."""
    said = frozenset[str]().union(*(clause.words for clause in ours))
    affirmed = frozenset[str]().union(*(clause.affirmed for clause in ours))
    return any(
        len(word) > 3 and word not in known and prefix + word in known and prefix + word not in said
        for word in affirmed
        for prefix in _UN
    )


def with_subjects(sentence: str) -> Iterator[tuple[str, str]]:
    """Its clauses, lower case; before each without a subject ("which is EUR 15") what stands before it."""
    before = ""
    for part in _parts(_plain(sentence)):
        before = before if _STARTS_WITH_VERB.match(part) else ""
        yield before, part
        before = f"{before} {part}"


def clauses(text: str) -> list[Clause]:
    found: list[Clause] = []
    subject: frozenset[str] = frozenset()
    for sentence in _sentences(text):
        for part in _parts(sentence):
            clause = _clause(part, subject)
            if clause.words:
                found.append(clause)
                subject = _subject(part) or subject
    return found


def _sentences(text: str) -> Iterator[str]:
    for sentence in _plains(text):
        yield from _without_exception(sentence)


def _plains(text: str) -> Iterator[str]:
    return (_plain(sentence) for line in text.split("\n") for sentence in split_sentences(line))


def _plain(sentence: str) -> str:
    sentence = sentence.lower()
    for pattern, plain in _ALIKE:
        sentence = pattern.sub(plain, sentence)
    return sentence


def _without_exception(sentence: str) -> Iterator[str]:
    """ "All items except gift cards can be returned" also says that gift cards can not."""
    found = _EXCEPT.match(sentence)
    if found is None:
        yield sentence
        return
    rest = found["rest"].strip(" ,.!?")
    verb = _FINITE.search(found["before"])
    denied = rest if _FINITE.search(rest) else found["before"][verb.start() :] if verb else ""
    yield f"{found['before']} {rest}"
    yield f"{found['what']} not {denied}"


def _parts(sentence: str) -> list[str]:
    """Split where a clause with a verb of its own begins; "cash, cheques or gold" is one."""
    parts: list[str] = []
    begin = 0
    for match in _SPLIT.finditer(sentence):
        following = _SPLIT.search(sentence, match.end())
        after = sentence[match.end() : following.start() if following else len(sentence)]
        if match.group(1) is None or _FINITE.search(after):
            parts.append(sentence[begin : match.start()])
            # A condition stays one: what holds under it is compared by `turned_round`.
            begin = match.start() if match.group() in ("if", "unless") else match.end()
    return [part.strip() for part in (*parts, sentence[begin:]) if part.strip()]


def _subject(part: str) -> frozenset[str]:
    verb = _FINITE.search(part)
    return frozenset(facts.telling_stems(part[: verb.start()])) if verb else frozenset()


def _clause(part: str, subject: frozenset[str]) -> Clause:
    if part.startswith(("if ", "unless ")):
        nothing = frozenset[str]()
        return Clause(frozenset(facts.telling_stems(part)), nothing, nothing, nothing, nothing)
    inherited = subject if _STARTS_WITH_VERB.match(part) else frozenset()
    words = all_words(part)
    denial = next((at for at, word in enumerate(words) if word in _DENIED), None)
    place = next((at for at, word in enumerate(words) if word in _NEGATION or at == denial), None)
    before = words if place is None else words[:place]
    after = [] if place is None else facts.telling_stems(" ".join(words[place + 1 :]))
    affirmed = inherited.union(facts.telling_stems(" ".join(before)))
    return Clause(
        words=affirmed.union(after),
        affirmed=affirmed,
        negated=frozenset(after[:1]),
        under=frozenset(after),
        denied=affirmed if denial is not None and place == denial else frozenset(),
    )


# Whether what is governed lies after ("up") or before ("down") the bound, holds ("if", "with") or not.
_OPERATORS: Mapping[str, tuple[str, int]] = {
    r"at least|no less than|minimum(?: of)?|over|above|more than|longer than|higher than|exceed(?:s|ing)?": (
        "bound",
        1,
    ),
    r"at most|no more than|maximum(?: of)?|up to|under|below|less than|fewer than|lower than|within": (
        "bound",
        -1,
    ),
    r"from|since|starting": ("from", 1),
    r"after|once|later than": ("time", 1),
    r"before|until|till|earlier than": ("time", -1),
    r"if": ("if", 1),
    r"unless": ("if", -1),
    r"with": ("with", 1),
    r"without": ("with", -1),
}
_OPERATOR = re.compile("|".join(rf"\b({words})\b" for words in _OPERATORS))
_KINDS = list(_OPERATORS.values())
_PHRASE_END = re.compile(rf"[.;:,!?](?:\s|$)|\b(?:and|or|but|of|from|to|on|in|at|by|for|{_PRONOUN})\b")
_NOT = re.compile(r"\b(?:not|no|never|nobody|nothing|nor)\b")
_ALONE = re.compile(r"\bwith(?:out)? (?:it|them|one)\b")
# A number or a date may be bounded from either side by any of them.
_SAME_KIND = {"bound": "time", "from": "time"}


def turned_round(said: str, source: str) -> bool:
    """Whether "before" there is "after" here, "unless" is "if", "up to" is "over", "with" is "without"."""
    theirs = _governed(source)
    return any(
        bool(theirs.get(key)) and not directions <= theirs[key] for key, directions in _governed(said).items()
    )


def _governed(text: str) -> dict[tuple[str, str], set[int]]:
    """By kind and governed stem the directions in which it is governed."""
    found: dict[tuple[str, str], set[int]] = {}
    for sentence in _plains(text):
        matches = list(_OPERATOR.finditer(sentence))
        last: Sequence[str] = ()
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            kind, direction = _KINDS[(match.lastindex or 1) - 1]
            rest = sentence[match.end() : following.start() if following else len(sentence)]
            words = _targets(rest, kind)
            if _ALONE.match(sentence, match.start()):
                words = last
            if _turns(kind, sentence, match.start()):
                direction = -direction
            for word in words:
                found.setdefault((_SAME_KIND.get(kind, kind), word), set()).add(direction)
            last = words
    return found


def _targets(rest: str, kind: str) -> Sequence[str]:
    end = None if kind == "if" else _PHRASE_END.search(rest.lstrip(" "), 1)
    phrase = rest.lstrip(" ")[: end.start()] if end else rest.split(",")[0]
    if kind in ("bound", "from") and not (facts.numbers(phrase) or facts.dates(phrase)):
        return ()
    return facts.telling_stems(phrase)[:5]


def _turns(kind: str, sentence: str, at: int) -> bool:
    """Not after is before: a negation before it turns a bound, one anywhere in the sentence a condition."""
    part = sentence if kind == "if" else sentence[:at].rpartition(", ")[2]
    return len(_NOT.findall(part)) % 2 == 1


_ONLY = re.compile(r"\bonly\b")


def unrestricted(said: str, source: str) -> bool:
    """Whether it leaves out what "only" restricts the sentence to that it says again, or an exception."""
    if (
        facts.universals(said)
        and not _EXCEPT.match(said.lower())
        and any(map(_EXCEPT.match, _plains(source)))
    ):
        return True
    if _ONLY.search(said.lower()) or _NOT.search(_plain(said)):
        return False
    words = set(facts.telling_stems(said))
    best = max((_shared(words, sentence) for sentence in _sentences(source)), default=0)
    homes = [sentence for sentence in _sentences(source) if best and _shared(words, sentence) == best]
    return bool(homes) and all(_leaves_out(words, sentence) for sentence in homes)


def _shared(words: set[str], sentence: str) -> int:
    return len(words.intersection(facts.telling_stems(sentence)))


def _leaves_out(words: set[str], sentence: str) -> bool:
    only = _ONLY.search(sentence)
    if only is None or _NOT.search(sentence):
        return False
    after = _FINITE.split(sentence[only.end() :].strip(), maxsplit=1)[0]
    restricted = facts.telling_stems(after) or facts.telling_stems(sentence[: only.start()])[-1:]
    return 2 * sum(word in words for word in restricted) < len(restricted)


_DONE = re.compile(r"\b(?:is|are|was|were|been) (?:\w+ly |now |already )?(\w+)")
_POSSIBLE = re.compile(r"\b(?:can|could|may|might) (?:also )?be (\w+)")
_HAPPENED = re.compile(r"\byour [\w ]{1,30}\b(?:has|have) (?:\w+ly |now |already )?been \w+")


def done(said: str, source: str) -> bool:
    """Whether it says that something is done which can be done there, or that it has happened to the
    customer's own."""
    ours, theirs = _plain(said), _plain(source)
    if _HAPPENED.search(ours) and not re.search(r"\b(?:has|have) been\b", theirs):
        return True
    possible = _stems(_POSSIBLE.findall(theirs)) - _stems(_DONE.findall(theirs))
    return bool(possible & _stems(_DONE.findall(ours)))


def _stems(words: Sequence[str]) -> set[str]:
    return set(facts.telling_stems(" ".join(words)))
