"""RFC 822 bytes into what the platform needs of them, whoever wrote them.

The parser with the `compat32` policy: the newer one spends quadratic time on headers made for it and
raises on some that are merely wrong. Everything that an attacker can make large is bounded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from serving.channels.email import text
from serving.errors import BadInput, ParleyError, TooLarge

MAX_MAIL_BYTES = 25 * 1024 * 1024
MAX_PARTS = 200
MAX_TEXT_BYTES = 512 * 1024
# A page is read with the square of its depth.
MAX_PAGE_CHARACTERS = 128 * 1024
MAX_HEADER_CHARACTERS = 8_192
MAX_REFERENCES = 100
MAX_SUBJECT_CHARACTERS = 300
MAX_FILE_NAME_CHARACTERS = 150

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]\x00-\x1f]{1,64}@[^\s@<>,;:\"\\()\[\]\x00-\x1f]{1,190}")
_ANSWER_PREFIX = re.compile(r"^\s*((re|aw|sv|vs|antw|rv|fw|fwd|wg|tr|رد)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` is whom an answer goes to; `fingerprint` stands in where a message has no Message-ID."""

    message: Message
    message_id: str | None
    fingerprint: str
    sender: str | None
    sender_name: str | None
    origin: str | None  # the address in From, in lower case
    subject: str
    references: Sequence[str]  # oldest first, at last what it answers
    recipients: Sequence[str]
    text: str
    attachments: Sequence[Attachment]

    @property
    def provider_id(self) -> str:
        return self.message_id if self.message_id is not None else f"sha256:{self.fingerprint}"

    @property
    def is_reply(self) -> bool:
        return bool(self.references)

    def header(self, name: str) -> str:
        return header(self.message, name)


def parse(raw: bytes) -> Mail:
    """Raises BadInput and TooLarge, with what is wrong and what can be done."""
    if len(raw) > MAX_MAIL_BYTES:
        raise TooLarge(f"The e-mail has {len(raw)} bytes, at most {MAX_MAIL_BYTES} are taken.")
    try:
        return _parsed(raw)
    except ParleyError:
        raise
    except RecursionError:
        raise BadInput("The e-mail's parts are nested too deeply to be read.") from None
    except Exception as error:
        # The parser promises not to raise and has done so before; one such mail must not stop the rest.
        raise BadInput(f"The e-mail could not be read ({type(error).__name__}).") from error


def _parsed(raw: bytes) -> Mail:
    message = message_from_bytes(raw)
    parts = list(_leaves(message))
    if not message.keys():
        raise BadInput("This is not an e-mail: it has no headers.")
    references = _references(message)
    origin_name, origin = _first_address(message, "From")
    reply_name, reply_to = _first_address(message, "Reply-To")
    return Mail(
        message=message,
        message_id=_first_id(header(message, "Message-ID")),
        fingerprint=hashlib.sha256(raw).hexdigest(),
        sender=reply_to or origin,
        sender_name=(reply_name if reply_to else origin_name) or origin_name,
        origin=origin,
        subject=header(message, "Subject")[:MAX_SUBJECT_CHARACTERS],
        references=references,
        recipients=_recipients(message),
        text=_text(parts, is_reply=bool(references)),
        attachments=[_attachment(part, number) for number, part in enumerate(parts, 1) if _is_file(part)],
    )


def header(message: Message, name: str) -> str:
    """The first of this name, decoded, on one line; empty when there is none."""
    value = message.get(name)
    if value is None:
        return ""
    raw = str(value)[:MAX_HEADER_CHARACTERS]
    try:
        decoded = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        decoded = raw
    return _CONTROLS.sub(" ", _storable(decoded)).strip()


def subject_of_answer(subject: str) -> str:
    """`Re: ` and the subject, once however often it was answered before."""
    bare = _ANSWER_PREFIX.sub("", subject).strip()
    return f"Re: {bare}" if bare else ""


def message_ids(value: str) -> Sequence[str]:
    return _MESSAGE_ID.findall(value)


def body_text(part: Message) -> str:
    """A text part's words; a charset that nobody knows is read as UTF-8 with gaps."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    payload = payload[:MAX_TEXT_BYTES]
    charset = part.get_content_charset() or "utf-8"
    try:
        return _storable(payload.decode(charset, errors="replace"))
    except (LookupError, ValueError):
        return _storable(payload.decode("utf-8", errors="replace"))


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something, in order; a forwarded e-mail counts as one file."""
    count = 0
    waiting = [message]
    while waiting:
        part = waiting.pop()
        count += 1
        if count > MAX_PARTS:
            raise TooLarge(f"The e-mail has more than {MAX_PARTS} parts.")
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(child for child in reversed(inner) if isinstance(child, Message))
        else:
            yield part


def _is_file(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() == "message":
        return True
    is_text = part.get_content_type() in ("text/plain", "text/html")
    # A picture inside the text (a logo in a signature) has a Content-ID and no name worth keeping.
    return not is_text and (part.get_filename() is not None or part.get("Content-ID") is None)


def _text(parts: Sequence[Message], *, is_reply: bool) -> str:
    """The plain parts; else the HTML ones. A mail of both kinds says the same thing twice."""
    bodies = [part for part in parts if not _is_file(part)]
    plain = [body_text(part) for part in bodies if part.get_content_type() == "text/plain"]
    if any(words.strip() for words in plain):
        return text.written("\n\n".join(plain), is_reply=is_reply)
    pages = [body_text(part) for part in bodies if part.get_content_type() == "text/html"]
    rendered = "\n\n".join(text.from_html(page[:MAX_PAGE_CHARACTERS], is_reply=is_reply) for page in pages)
    return text.written(rendered, is_reply=is_reply)


def _attachment(part: Message, number: int) -> Attachment:
    mime = part.get_content_type()
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    if part.get_content_maintype() == "message" and isinstance(first, Message):
        content = first.as_bytes()
    else:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    return Attachment(name=_file_name(part, number), mime=mime, content=content)


def _file_name(part: Message, number: int) -> str:
    given = part.get_filename()
    name = "" if given is None else collapse_rfc2231_value(given)
    with suppress(HeaderParseError, LookupError, UnicodeError, ValueError):
        name = str(make_header(decode_header(name[:MAX_HEADER_CHARACTERS])))
    # No folders: the name is shown and offered for saving.
    bare = _CONTROLS.sub("", _storable(name)).replace("\\", "/").rpartition("/")[2].strip(" .")
    if not bare:
        kind = "eml" if part.get_content_maintype() == "message" else part.get_content_subtype()[:20]
        bare = f"file-{number}.{kind}"
    return bare[-MAX_FILE_NAME_CHARACTERS:]


def _references(message: Message) -> Sequence[str]:
    found = [*message_ids(header(message, "References")), *message_ids(header(message, "In-Reply-To"))]
    # The last is what is answered: it is named again at the end, so the later place counts.
    return list(dict.fromkeys(reversed(found)))[:MAX_REFERENCES][::-1]


def _first_id(value: str) -> str | None:
    found = message_ids(value)
    return found[0] if found else None


def _first_address(message: Message, name: str) -> tuple[str | None, str | None]:
    for shown, address in getaddresses([header(message, name)]):
        if _ADDRESS.fullmatch(address):
            return (_storable(shown).strip()[:200] or None), address.lower()
    return None, None


def _recipients(message: Message) -> Sequence[str]:
    names = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    values = [str(value)[:MAX_HEADER_CHARACTERS] for name in names for value in message.get_all(name, [])]
    return [address.lower() for _, address in getaddresses(values[:50]) if _ADDRESS.fullmatch(address)]


def _storable(value: str) -> str:
    return value.replace("\x00", "").encode("utf-8", errors="replace").decode()
