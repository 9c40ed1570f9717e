"""The cards of an operator's or a program's reply, as they come in."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from serving.conversations.cards import MOST_BUTTONS
from serving.http import Body, Line

Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*\S[^\x00]*$")]
Address = Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s<>\"']+$")]


class ImageBody(Body):
    """`id`: of a file that was uploaded before; or the `url` of a picture elsewhere."""

    id: Annotated[Line, Field(min_length=1, max_length=64)] | None = None
    url: Address | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.id is None) == (self.url is None):
            raise ValueError("a picture has an `id` or a `url`")
        return self


class ButtonBody(Body):
    """Says `payload` for the customer, or leads to `url`."""

    title: Annotated[Words, Field(max_length=80)]
    payload: Annotated[Words, Field(max_length=500)] | None = None
    url: Address | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.payload is None) == (self.url is None):
            raise ValueError("a button has a `payload` or a `url`")
        return self


class CardBody(Body):
    title: Words
    text: Annotated[Words, Field(max_length=2000)] | None = None
    image: ImageBody | None = None
    buttons: Annotated[list[ButtonBody], Field(max_length=MOST_BUTTONS)] = []

    def payload(self) -> dict[str, Any]:
        """As a message's payload holds it (serving/conversations/cards.py)."""
        return {
            "title": self.title,
            "text": self.text,
            "image": self.image.model_dump(exclude_none=True) if self.image is not None else None,
            "buttons": [button.model_dump(exclude_none=True) for button in self.buttons],
        }
