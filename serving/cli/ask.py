"""`./parley ask` and `./parley chat`: a customer's words through the platform's own REST channel."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from serving.cli.environment import Secrets
from serving.cli.layout import DataDirectory
from serving.cli.processes import local_address
from serving.cli.refusal import Failure, Refusal
from serving.cli.status import require_running
from serving.cli.web import post_json

INBOX = "rest"
MESSAGES = f"/api/rest/{INBOX}/messages"


@dataclass(frozen=True)
class Customer:
    """Speaks to one running platform."""

    url: str
    key: str
    wait_s: int

    @classmethod
    def of(cls, data: DataDirectory, *, wait_s: int) -> Customer:
        note, _ = require_running(data)
        url = f"http://{local_address(note.host)}:{note.port}{MESSAGES}"
        return cls(url, key=Secrets.load_or_create(data).rest_key, wait_s=wait_s)

    def ask(self, text: str, *, conversation: str | None, locale: str | None) -> dict[str, Any]:
        body: dict[str, Any] = {"text": text, "wait_s": self.wait_s}
        if conversation:
            body["conversation"] = conversation
        if locale:
            body["locale"] = locale
        try:
            status, answer = post_json(self.url, body, bearer=self.key, timeout_s=self.wait_s + 15)
        except (OSError, ValueError) as error:
            raise Failure(
                f"the gateway at {self.url} did not answer ({error}): see `./parley logs gateway`."
            ) from error
        if status == 200:
            return answer
        raise self._failure(status, answer)

    def _failure(self, status: int, answer: dict[str, Any]) -> Refusal:
        if status == 202:
            return Failure(
                f"no reply came within {self.wait_s} s; the message is kept in conversation "
                f"{answer.get('conversation')} and will be answered there: see `./parley status`."
            )
        error = answer.get("error") or {}
        kind = Refusal if 400 <= status < 500 else Failure
        return kind(f"the platform answered {status}: {error.get('message') or answer}")


def ask(
    data: DataDirectory,
    text: str,
    *,
    conversation: str | None,
    locale: str | None,
    as_json: bool,
    wait_s: int,
    console: Console,
) -> None:
    answer = Customer.of(data, wait_s=wait_s).ask(text, conversation=conversation, locale=locale)
    if as_json:
        shown = {"conversation": answer["conversation"], "replies": answer["replies"]}
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        show_replies(answer, console)
        console.print(f"conversation {answer['conversation']}", style="dim", highlight=False)


def show_replies(answer: dict[str, Any], console: Console) -> None:
    if not answer["replies"]:
        # An operator holds the conversation, or the turn was overtaken.
        outcome = answer.get("outcome") or "no reply"
        console.print(f"({outcome})", style="dim", markup=False, highlight=False)
    for reply in answer["replies"]:
        console.print(reply["text"], markup=False, highlight=False)
        for number, source in enumerate(reply.get("sources") or [], start=1):
            place = " ".join(part for part in (source.get("title"), source.get("url")) if part)
            console.print(f"  [{number}] {place}", style="dim", markup=False, highlight=False)
        for button in reply.get("buttons") or []:
            console.print(f"  ▸ {button['title']}", style="cyan", markup=False, highlight=False)


def chat(data: DataDirectory, *, locale: str | None, wait_s: int, console: Console) -> None:
    """Until end of input (Ctrl-D), `exit` or Ctrl-C."""
    customer = Customer.of(data, wait_s=wait_s)
    conversation: str | None = None
    console.print("Write as a customer would; Ctrl-D ends the conversation.", style="dim")
    while True:
        try:
            text = console.input("[bold]> [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if not text:
            continue
        try:
            answer = customer.ask(text, conversation=conversation, locale=locale)
        except Refusal as refusal:
            console.print(str(refusal), style="red", markup=False, highlight=False)
            continue
        conversation = answer["conversation"]
        show_replies(answer, console)
