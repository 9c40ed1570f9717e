"""What an inbox asks before the first message: name, e-mail, phone, and questions of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import StringConstraints

from serving.channels.models import Inbox
from serving.channels.tokens import Visitor
from serving.errors import BadInput

# What a contact has a column for; anything else goes into its attributes.
KNOWN = ("name", "email")
# Those have their words in the catalogue; a question of the inbox's own brings its label.
WORDED = (*KNOWN, "phone")
MAX_QUESTIONS = 5
MAX_ANSWER_CHARACTERS = 200
LINE = re.compile(r"(?P<key>[a-z][a-z0-9_]{0,31})(?P<required>!)?(?:\s*:\s*(?P<label>\S.{0,199}))?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

Answer = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_ANSWER_CHARACTERS, pattern=r"^[^\x00-\x1f]*$"),
]


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    label: str | None = None  # None: the catalogue has it
    required: bool = False


def questions_of(settings: Mapping[str, Any]) -> Sequence[Question]:
    """`settings["prechat"]`: lines like `name`, `email!` (must be answered), `topic: What is it about?`.

    Raises BadInput, naming the line that is wrong.
    """
    lines = settings.get("prechat") or []
    if len(lines) > MAX_QUESTIONS:
        raise BadInput(f"{len(lines)} questions are too many: ask {MAX_QUESTIONS} at most.")
    questions = [_question(str(line)) for line in lines]
    if len({question.key for question in questions}) < len(questions):
        raise BadInput("Two questions have the same key: give each its own.")
    return questions


def _question(line: str) -> Question:
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise BadInput(f"{line!r} is no question: write `email!` or `topic: What is it about?`.")
    key, required, label = found["key"], bool(found["required"]), found["label"]
    if label is None and key not in WORDED:
        raise BadInput(
            f"The question {key!r} needs its words: `{key}: ...`. Only {', '.join(WORDED)} have some."
        )
    return Question(key=key, label=label, required=required)


def open_questions(inbox: Inbox, visitor: Visitor) -> Sequence[Question]:
    """Those that this visitor has not answered, and that a signed identity does not answer."""
    known = {*visitor.answers, *(key for key in KNOWN if getattr(visitor, key))}
    return [question for question in questions_of(inbox.settings) if question.key not in known]


def introduce(inbox: Inbox, visitor: Visitor, answers: Mapping[str, str]) -> Visitor:
    """The visitor with these answers. What nobody asked is left out; what a signed identity says stays."""
    asked = open_questions(inbox, visitor)
    given = {question.key: answers.get(question.key, "").strip() for question in asked}
    missing = [question.key for question in asked if question.required and not given[question.key]]
    if missing:
        raise BadInput(f"Please answer {', '.join(missing)} first.")
    if given.get("email") and not EMAIL.fullmatch(given["email"]):
        raise BadInput("email: this is not an e-mail address, such as anna@example.com.")
    return replace(
        visitor,
        name=visitor.name or given.get("name") or None,
        email=visitor.email or given.get("email") or None,
        # An empty answer is an answer: it is not asked again.
        answers={**visitor.answers, **given},
    )


def attributes_of(visitor: Visitor) -> dict[str, str]:
    return {key: answer for key, answer in visitor.answers.items() if answer and key not in KNOWN}
