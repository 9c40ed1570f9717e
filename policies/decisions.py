"""What to do with a customer's message: a script, the documents or a person. Knows nothing of Rasa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.locales import PIVOT
from policies.repetition import asked_before
from policies.signs import is_question, is_wordless, says_not_answered, sign

TOPICS_FILE = Path(__file__).with_name("topics.yml")
MODES = ("strict", "grounded", "handoff")

KNOWLEDGE = "utter_knowledge"
HANDOFF = "utter_handoff"
OUT_OF_SCOPE = "utter_out_of_scope"
DID_YOU_MEAN = "utter_did_you_mean"
NOT_UNDERSTOOD = "utter_not_understood"
NOTHING_TO_CANCEL = "utter_nothing_to_cancel"
# Each is tried once, then a person is called; "did you mean" is followed by one more try.
FAILURES = frozenset({DID_YOU_MEAN, OUT_OF_SCOPE, NOT_UNDERSTOOD})
MOST_CHOICES = 3
# A message means something else than an answer if at least this much speaks for it.
LEAST_ELSE = 0.3


class InvalidTopics(ValueError):
    """policies/topics.yml says something that cannot be; the message says where."""


@dataclass(frozen=True)
class Topic:
    """`action`: what a strict topic says. `reason`: what a handoff of this topic is called."""

    name: str
    mode: str
    action: str | None
    reason: str


@dataclass(frozen=True)
class Topics:
    by_intent: Mapping[str, Topic]
    flows: Mapping[str, str]
    choices: frozenset[str]
    form_answers: frozenset[str]
    only_with: Mapping[str, frozenset[str]]
    free_text_slots: Mapping[str, frozenset[str]]
    offers_a_person: frozenset[str]
    thresholds: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = TOPICS_FILE) -> Topics:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        by_intent: dict[str, Topic] = {}
        for name, settings in raw["topics"].items():
            topic = _topic(name, settings)
            for intent in settings["intents"]:
                if intent in by_intent or intent in raw["flows"]:
                    raise InvalidTopics(
                        f"{path.name}: intent {intent!r} has two topics or a topic and a flow."
                    )
                by_intent[intent] = topic
        return cls(
            by_intent=by_intent,
            flows=raw["flows"],
            choices=frozenset(raw["choices"]),
            form_answers=frozenset(raw["form_answers"]),
            only_with={intent: frozenset(kinds) for intent, kinds in raw["only_with"].items()},
            free_text_slots={slot: frozenset(told) for slot, told in raw["free_text_slots"].items()},
            offers_a_person=frozenset(raw["offers_a_person"]),
            thresholds=raw["thresholds"],
        )

    @cached_property
    def grounded(self) -> frozenset[str]:
        return frozenset(intent for intent, topic in self.by_intent.items() if topic.mode == "grounded")

    @cached_property
    def for_a_person(self) -> frozenset[str]:
        return frozenset(intent for intent, topic in self.by_intent.items() if topic.mode == "handoff")

    def is_grounded(self, intent: str) -> bool:
        return intent in self.grounded


def _topic(name: str, settings: Mapping[str, Any]) -> Topic:
    mode = settings.get("mode")
    if mode not in MODES:
        raise InvalidTopics(f"topic {name!r}: mode is {mode!r}, must be one of {', '.join(MODES)}.")
    if mode == "strict" and not settings.get("action"):
        raise InvalidTopics(f"topic {name!r} is strict and needs an `action`: what it may say.")
    return Topic(name, mode, settings.get("action"), settings.get("reason", name))


@dataclass(frozen=True)
class Situation:
    """What a decision rests on.

    `ranking`: (intent, confidence), best first. `entities`: the kinds of values in the message;
    `form_entities`: those of them that the active form wants. `last_utterance`: the bot's, before this
    message. `last_failure`: what the previous turn said if it ended without understanding. `answered`:
    earlier questions to the documents, newest first; `just_answered`: the previous turn was one.
    `requested_before`: a person was asked for once. `locale`: the language of the text.
    """

    text: str
    ranking: Sequence[tuple[str, float]]
    active_form: str | None = None
    requested_slot: str | None = None
    entities: frozenset[str] = frozenset()
    form_entities: frozenset[str] = frozenset()
    last_utterance: str | None = None
    last_failure: str | None = None
    answered: Sequence[str] = ()
    just_answered: bool = False
    requested_before: bool = False
    locale: str = PIVOT

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else "nlu_fallback"

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0


@dataclass(frozen=True)
class Decision:
    """`action`: what Rasa runs next. `leaves_form`: the active form ends without its outcome. `choices`:
    the intents that "did you mean" offers."""

    action: str
    reason: str
    topic: str | None = None
    handoff_reason: str | None = None
    leaves_form: bool = False
    choices: tuple[str, ...] = ()


def decide(situation: Situation, topics: Topics) -> Decision | None:
    """None: nothing to add, the rules and the form do what they do."""
    urgent = _call_for_a_person(situation, topics)
    if urgent is not None:
        return urgent
    if situation.active_form is not None:
        return _within_form(situation, topics)
    if is_wordless(situation.text):
        return _failure(NOT_UNDERSTOOD, situation, "nothing but punctuation marks")
    if situation.last_utterance in topics.offers_a_person and situation.intent == "affirm":
        return _requested(situation, f"yes to the person that {situation.last_utterance} offered")
    if situation.last_failure == DID_YOU_MEAN and situation.intent in ("affirm", "deny"):
        return _failure(NOT_UNDERSTOOD, situation, "none of the choices was taken")
    likely = _without_bare_answers(situation, topics)
    decision = _outside_form(likely, topics)
    if decision is None and likely.intent != situation.intent:
        # The rules know only the best intent.
        return Decision(topics.flows[likely.intent], f"{situation.intent} without a value: {likely.intent}")
    return decision


def _without_bare_answers(situation: Situation, topics: Topics) -> Situation:
    """Where nothing was asked, a message that only answers and holds no value must mean something else."""
    bare = {intent for intent, kinds in topics.only_with.items() if not kinds & situation.entities}
    left = [(intent, confidence) for intent, confidence in situation.ranking if intent not in bare]
    share = sum(c for _, c in left) / (sum(c for _, c in situation.ranking) or 1.0)
    if share < LEAST_ELSE:
        return replace(situation, ranking=())
    return replace(situation, ranking=[(intent, c / share) for intent, c in left])


def _call_for_a_person(situation: Situation, topics: Topics) -> Decision | None:
    shown = sign(situation.text, situation.locale)
    if shown == "requested":
        return _requested(situation, "the customer asked for a person")
    if shown is not None:
        return _handoff(shown, f"the message shows a sign of {shown}")
    if situation.just_answered and says_not_answered(situation.text, situation.locale):
        return _handoff("asked_twice", "the customer says that the question was not answered")
    matters = [(topics.by_intent[i], c) for i, c in situation.ranking if i in topics.for_a_person]
    weight = sum(confidence for _, confidence in matters)
    if weight < topics.thresholds["handoff"]:
        return None
    topic = matters[0][0]
    if topic.reason == "requested":
        return _requested(situation, f"the customer asked for a person ({weight:.2f})")
    return _handoff(topic.reason, f"topic {topic.name} is for a person, all such topics weigh {weight:.2f}")


def _within_form(situation: Situation, topics: Topics) -> Decision | None:
    if situation.intent in topics.form_answers:
        return None
    sure = situation.confidence >= topics.thresholds["leave_form"]
    form = topics.flows.get(situation.intent)
    changes = form is not None and form != situation.active_form and sure
    if situation.form_entities and not (changes and situation.requested_slot not in situation.form_entities):
        return None  # what was asked for, or a correction of what was said before
    if situation.intent == "cancel" and situation.confidence >= topics.thresholds["stop_form"]:
        return None  # the form stops by itself: it knows what else was begun
    if not changes and _names_the_item(situation):
        return None
    told = topics.free_text_slots.get(situation.requested_slot or "")
    is_told = told is not None and not is_question(situation.text, situation.locale)
    if form is not None and changes and not (is_told and situation.intent in (told or ())):
        return Decision(form, f"the customer changed to {situation.intent}", leaves_form=True)
    if is_told:
        return None
    weight = _knowledge_weight(situation, topics)
    if weight >= topics.thresholds["leave_form"]:
        return _knowledge(situation, topics, weight)
    topic = topics.by_intent.get(situation.intent)
    if topic is not None and topic.mode == "strict" and topic.action and sure:
        return Decision(topic.action, f"topic {topic.name} is strict: approved text", topic=topic.name)
    return None


def _names_the_item(situation: Situation) -> bool:
    """A bare name of a product sounds like a question about it, unless the form has just asked for one."""
    asked = situation.requested_slot == "item" and "product" in situation.entities
    return asked and not is_question(situation.text, situation.locale)


def _outside_form(situation: Situation, topics: Topics) -> Decision | None:
    weight = _knowledge_weight(situation, topics)
    known = situation.confidence >= topics.thresholds["known"]
    if known and weight >= topics.thresholds["knowledge"]:
        return _knowledge(situation, topics, weight)
    if situation.intent == "cancel" and _is_clear(situation, topics):
        return Decision(NOTHING_TO_CANCEL, "there is nothing to cancel")
    if situation.intent == "out_of_scope" and situation.confidence >= topics.thresholds["script"]:
        return _failure(OUT_OF_SCOPE, situation, f"out of scope ({situation.confidence:.2f})")
    if not _is_clear(situation, topics):
        return _unclear(situation, topics, weight)
    topic = topics.by_intent.get(situation.intent)
    if topic is not None and topic.mode == "strict" and topic.action:
        return Decision(topic.action, f"topic {topic.name} is strict: approved text", topic=topic.name)
    if topic is not None and topic.mode == "grounded":
        return _knowledge(situation, topics, weight)
    if situation.intent not in topics.flows:
        return _failure(NOT_UNDERSTOOD, situation, f"intent {situation.intent} has neither topic nor flow")
    return None


def _unclear(situation: Situation, topics: Topics, weight: float) -> Decision:
    described = f"{situation.intent} {situation.confidence:.2f}, documents {weight:.2f}"
    rivals = (c for intent, c in situation.ranking if intent in topics.choices - topics.grounded)
    # What is no matter of the scripts may be one of the documents.
    foreign = sum(c for intent, c in situation.ranking if intent == "out_of_scope")
    asks = weight + foreign
    leads = asks - max(rivals, default=0.0) >= topics.thresholds["margin"]
    if asks >= topics.thresholds["question"] and leads and is_question(situation.text, situation.locale):
        return Decision(KNOWLEDGE, f"unclear ({described}), but a question: the documents are asked")
    choices = _choices(situation, topics)
    if choices and situation.last_failure is None:
        return Decision(DID_YOU_MEAN, f"unclear ({described}): asked what is meant", choices=choices)
    return _failure(NOT_UNDERSTOOD, situation, f"unclear ({described})")


def _choices(situation: Situation, topics: Topics) -> tuple[str, ...]:
    """The best intents that a customer can be asked about, one for each thing to do; none if fewer than
    two are likely enough."""
    chosen: dict[str, str] = {}
    for intent, confidence in situation.ranking:
        if confidence >= topics.thresholds["choice"] and intent in topics.choices:
            doing = intent if topics.is_grounded(intent) else _effect(intent, topics)
            chosen.setdefault(doing, intent)
    return tuple(chosen.values())[:MOST_CHOICES] if len(chosen) > 1 else ()


def _is_clear(situation: Situation, topics: Topics) -> bool:
    """The best intent is likely enough, and far enough from the next one that would do something else."""
    doing = _effect(situation.intent, topics)
    rival = next((c for intent, c in situation.ranking[1:] if _effect(intent, topics) != doing), 0.0)
    return (
        situation.confidence >= topics.thresholds["script"]
        and situation.confidence - rival >= topics.thresholds["margin"]
    )


def _effect(intent: str, topics: Topics) -> str:
    if intent in topics.flows:
        return topics.flows[intent]
    topic = topics.by_intent.get(intent)
    if topic is None:
        return intent
    return topic.mode if topic.mode != "strict" else str(topic.action)


def _knowledge_weight(situation: Situation, topics: Topics) -> float:
    return sum(confidence for intent, confidence in situation.ranking if topics.is_grounded(intent))


def _knowledge(situation: Situation, topics: Topics, weight: float) -> Decision:
    best = next(intent for intent, _ in situation.ranking if topics.is_grounded(intent))
    topic = topics.by_intent[best].name
    if asked_before(
        situation.text,
        situation.answered,
        at_least=topics.thresholds["asked_twice"],
        locale=situation.locale,
    ):
        return _handoff("asked_twice", f"the same question again, of topic {topic}")
    return Decision(
        KNOWLEDGE, f"topic {topic} is grounded: questions to the documents weigh {weight:.2f}", topic=topic
    )


def _failure(action: str, situation: Situation, reason: str) -> Decision:
    if situation.last_failure in (None, DID_YOU_MEAN):
        return Decision(action, reason)
    return _handoff("not_understood", f"not understood again: {reason}")


def _requested(situation: Situation, reason: str) -> Decision:
    if situation.requested_before:
        return _handoff("asked_twice", f"{reason}, not for the first time")
    return _handoff("requested", reason)


def _handoff(handoff_reason: str, reason: str) -> Decision:
    return Decision(HANDOFF, reason, handoff_reason=handoff_reason, leaves_form=True)
