"""The ids that our e-mails carry, by which answers and bounces find back: signed, so nobody makes one up."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import SecretStr

from serving.keys import derive_key

SIGNATURE_CHARACTERS = 20
MAX_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1

_OURS = re.compile(r"<(parley-\d{1,18}-\d{1,9}-\d{1,9})\.([0-9a-f]{32})\.([0-9a-f]{20})@[^<>\s]+>")
_TOKEN = re.compile(r"[^@\s]*\+([0-9a-f]{32})([0-9a-f]{20})@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Ours:
    """`reference`: of the outbox part that the message was."""

    conversation_id: str
    reference: str


class Ids:
    def __init__(self, secret_key: SecretStr, inbox_id: str) -> None:
        self._key = derive_key(secret_key, "email ids v1")
        self._inbox_id = inbox_id

    def message_id(self, reference: str, conversation_id: str, *, domain: str) -> str:
        """The same for the same part: a mail that is sent twice is shown once by most mail programs."""
        signature = self._sign("id", f"{reference}.{conversation_id}")
        return f"<{reference}.{conversation_id}.{signature}@{domain}>"

    def ours(self, message_ids: Iterable[str]) -> Ours | None:
        """The first that we gave out for this inbox."""
        for found in filter(None, map(_OURS.fullmatch, message_ids)):
            reference, conversation_id, signature = found.groups()
            if hmac.compare_digest(self._sign("id", f"{reference}.{conversation_id}"), signature):
                return Ours(conversation_id=conversation_id, reference=reference)
        return None

    def reply_address(self, address: str, conversation_id: str) -> str | None:
        """`support+token@...`, which mail servers deliver as `support@...`. None where it is too long."""
        local, _, domain = address.rpartition("@")
        tagged = f"{local}+{conversation_id}{self._sign('to', conversation_id)}"
        return f"{tagged}@{domain}" if len(tagged) <= MAX_LOCAL_PART else None

    def conversation_in(self, addresses: Iterable[str]) -> str | None:
        for found in filter(None, map(_TOKEN.fullmatch, addresses)):
            conversation_id, signature = found.groups()
            if hmac.compare_digest(self._sign("to", conversation_id), signature):
                return conversation_id
        return None

    def _sign(self, purpose: str, value: str) -> str:
        text = f"{purpose}|{self._inbox_id}|{value}"
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:SIGNATURE_CHARACTERS]
