"""What kind of e-mail this is: only what a person wrote to us is answered, else machines talk to each other.

RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports), RFC 2369 and 2919 (lists), and what older programs do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from serving.channels.email.parsing import MAX_PARTS, Mail, body_text, message_ids

MAX_REASON_CHARACTERS = 300


class MailKind(StrEnum):
    PERSON = "person"
    AUTOMATIC = "automatic"
    LIST = "list"
    BOUNCE = "bounce"
    REPORT = "report"  # delivery that succeeded or waits, or a receipt for reading
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Bounce:
    """`message_ids`: every id that the report returns; ours is among them if it is about ours."""

    message_ids: tuple[str, ...]
    permanent: bool
    reason: str


_AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoreply-From", "X-Mail-Autoreply")
_LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List", "X-Mailing-List")
_NOBODY = re.compile(
    r"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply|mailer[-_.]?daemon|postmaster|bounces?|auto[-_.]?reply)"
    r"([+-].*)?$"
)
_MACHINES = re.compile(r"^(mailer-daemon|postmaster|mail delivery (sub)?system)$", re.IGNORECASE)


def kind_of(mail: Mail, *, own_addresses: frozenset[str]) -> MailKind:
    if mail.origin is not None and mail.origin in own_addresses:
        return MailKind.OWN
    report = mail.message.get_content_type() == "multipart/report"
    if report or _is_old_bounce(mail):
        return MailKind.BOUNCE if bounce_of(mail) is not None else MailKind.REPORT
    if mail.header("Auto-Submitted").split(";")[0].strip().lower() not in ("", "no"):
        return MailKind.AUTOMATIC
    if any(mail.header(name) for name in _AUTO_HEADERS):
        return MailKind.AUTOMATIC
    if mail.header("X-Auto-Response-Suppress").strip().lower() == "all":
        return MailKind.AUTOMATIC
    precedence = mail.header("Precedence").strip().lower()
    if any(mail.header(name) for name in _LIST_HEADERS) or precedence in ("bulk", "list", "junk"):
        return MailKind.LIST
    if precedence == "auto_reply" or mail.sender is None or _NOBODY.match(mail.sender.partition("@")[0]):
        return MailKind.AUTOMATIC
    return MailKind.PERSON


def bounce_of(mail: Mail) -> Bounce | None:
    """The failure that a report tells of; None when it tells of none."""
    if mail.message.get_content_type() != "multipart/report":
        return _old_bounce(mail) if _is_old_bounce(mail) else None
    failed, permanent = False, False
    reasons: list[str] = []
    returned: list[str] = []
    for part in _parts(mail.message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for fields in _blocks(part):
                if str(fields.get("Action", "")).strip().lower() != "failed":
                    continue
                failed = True
                status = str(fields.get("Status", "")).strip()
                permanent = permanent or not status.startswith("4")
                reasons.append(_reason(fields, status))
        elif kind in ("text/rfc822-headers", "message/rfc822", "text/plain"):
            returned.extend(message_ids(_returned(part)))
    if not failed:
        return None
    return Bounce(tuple(dict.fromkeys(returned)), permanent, "; ".join(reasons)[:MAX_REASON_CHARACTERS])


def _is_old_bounce(mail: Mail) -> bool:
    """qmail, old Exim and others write a bounce as plain text, from nobody."""
    local = (mail.origin or "").partition("@")[0]
    return mail.header("Return-Path") == "<>" and bool(_MACHINES.match(local))


def _old_bounce(mail: Mail) -> Bounce | None:
    returned: list[str] = []
    for part in _parts(mail.message):
        returned.extend(message_ids(_returned(part)))
    first = next((line.strip() for line in mail.text.splitlines() if line.strip()), mail.subject)
    return Bounce(tuple(dict.fromkeys(returned)), True, first[:MAX_REASON_CHARACTERS]) if returned else None


def _parts(message: Message) -> list[Message]:
    """The report's own parts; what they return is not walked into."""
    inner = message.get_payload()
    found = inner if isinstance(inner, list) else [message]
    return [part for part in found if isinstance(part, Message)][:MAX_PARTS]


def _blocks(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [block for block in inner if isinstance(block, Message)] if isinstance(inner, list) else []


def _returned(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list):
        return "\n".join(str(child.get("Message-ID", "")) for child in inner if isinstance(child, Message))
    return body_text(part)


def _reason(fields: Message, status: str) -> str:
    """The mail server's own words; they name the address and never what the customer wrote."""
    diagnostic = str(fields.get("Diagnostic-Code", "")).partition(";")[2] or status
    return " ".join(diagnostic.split()) or "the mail server gave no reason"
