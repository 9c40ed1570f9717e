"""Twilio, inward: SMS and WhatsApp messages and what became of ours.

https://www.twilio.com/docs/messaging/guides/webhook-request, https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from twilio.request_validator import RequestValidator

from serving.channels.base import IncomingFile, IncomingMessage, Report, State
from serving.channels.twilio_delivery import CHANNELS
from serving.channels.webhooks import Hooked, accept, accept_all, hooked
from serving.errors import BadInput, Unauthorized
from serving.http import Gateway, GatewayDep

router = APIRouter()

SIGNATURE_HEADER = "X-Twilio-Signature"
MAX_FORM_FIELDS = 200
MOST_FILES = 10
# An empty document: we answer through the API, in the turn's own time.
NOTHING_TO_SAY = Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', media_type="text/xml")

# https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
STATES: Mapping[str, State] = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "undelivered": State.FAILED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}
# https://www.twilio.com/docs/api/errors: those that a team meets, in words.
ERRORS: Mapping[str, str] = {
    "21610": "the customer has unsubscribed with STOP",
    "30003": "the phone is off or out of reach",
    "30004": "the customer's phone blocks the number",
    "30005": "there is no such number any more",
    "30006": "a landline, or a network that takes no messages",
    "30007": "the network took it for spam",
    "30008": "the network gave no reason",
    "30034": "the number is not registered for messages to the United States (A2P 10DLC)",
    "63003": "the customer has no WhatsApp on this number",
    "63016": "the customer wrote more than 24 hours ago: only a template may be sent",
    "63018": "too many messages from this WhatsApp sender",
    "63024": "there is no such WhatsApp number",
}


@router.post("/channels/twilio/{inbox_id}")
async def message(request: Request, inbox_id: str, gateway: GatewayDep) -> Response:
    found, form = await _verified(request, inbox_id, gateway)
    # STOP, START and HELP are answered by Twilio itself where it says so.
    if form.get("MessageSid") and form.get("From") and not form.get("OptOutType"):
        await accept(gateway, _message(found, form))
    return NOTHING_TO_SAY


@router.post("/channels/twilio/{inbox_id}/status")
async def status(request: Request, inbox_id: str, gateway: GatewayDep) -> Response:
    found, form = await _verified(request, inbox_id, gateway)
    state = STATES.get(form.get("MessageStatus", ""))
    if state is not None:
        code = form.get("ErrorCode", "")
        error = f"Twilio {code}: {ERRORS.get(code, form.get('ErrorMessage') or 'see its list of errors')}"
        report = Report(
            inbox_id=found.inbox.id,
            state=state,
            provider_id=form.get("MessageSid"),
            reference=request.query_params.get("ref"),
            error=error if state is State.FAILED else None,
        )
        await accept_all(gateway, [report])
    return Response(status_code=204)


async def _verified(request: Request, inbox_id: str, gateway: Gateway) -> tuple[Hooked, dict[str, str]]:
    """The signature is over the address that Twilio called, so over the public one, and the form's fields."""
    found = None
    for channel in CHANNELS:
        found = found or await hooked(gateway, inbox_id, channel=channel)
    token = str(found.secrets.get("auth_token") or "") if found is not None else ""
    form = _form(await request.body())
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{gateway.settings.public_url.rstrip('/')}{request.url.path}{query}"
    signature = request.headers.get(SIGNATURE_HEADER, "")
    if found is None or not token or not RequestValidator(token).validate(url, form, signature):
        raise Unauthorized(
            f"{SIGNATURE_HEADER} does not fit {url}: check the auth token, and that the number's webhook "
            "is this very address."
        )
    return found, form


def _form(raw: bytes) -> dict[str, str]:
    try:
        fields = parse_qsl(
            raw.decode(), keep_blank_values=True, max_num_fields=MAX_FORM_FIELDS, errors="strict"
        )
    except ValueError:
        raise BadInput("The form cannot be read.") from None
    return dict(fields)


def _message(found: Hooked, form: Mapping[str, str]) -> IncomingMessage:
    button = form.get("ButtonPayload")
    return IncomingMessage(
        inbox_id=found.inbox.id,
        provider_id=form["MessageSid"],
        address=form["From"],
        text=(button or form.get("Body", "")).replace("\x00", ""),
        title=form.get("ButtonText") if button else None,
        contact_name=form.get("ProfileName", "").replace("\x00", "")[:200] or None,
        capabilities=CHANNELS[found.inbox.channel],
        files=_files(form),
        details={found.inbox.channel: {"to": form.get("To", "")}},
    )


def _files(form: Mapping[str, str]) -> Sequence[IncomingFile]:
    count = form.get("NumMedia", "0")
    count = count if count.isascii() and count.isdecimal() else "0"
    return [
        IncomingFile(
            name=form[f"MediaUrl{number}"].rpartition("/")[2],
            mime=form.get(f"MediaContentType{number}", "application/octet-stream"),
            handle=form[f"MediaUrl{number}"],
        )
        for number in range(min(int(count), MOST_FILES))
        if form.get(f"MediaUrl{number}")
    ]
