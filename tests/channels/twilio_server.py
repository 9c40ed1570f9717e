"""A local peer that behaves as Twilio: its API of messages and numbers, its signatures and repetitions.

https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "12345"
NUMBER = "+14155550100"
PICTURE = b"\xff\xd8\xff\xe0" + b"x" * 100


@dataclass
class TwilioServer:
    """`answers`: what it gives to the next messages, as (status, body, headers)."""

    sent: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    sms_url: str = ""
    kind: str = "Full"

    def refuse(self, status: int, code: int, message: str) -> None:
        more_info = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": message, "more_info": more_info, "status": status}
        self.answers.append((status, body, {}))

    def limit(self, retry_after: int) -> None:
        body = {"code": 20429, "message": "Too Many Requests", "status": 429}
        self.answers.append((429, body, {"Retry-After": str(retry_after)}))

    async def account(self, request: Request) -> Response:
        body = {"sid": ACCOUNT, "friendly_name": "Lumen & Oak", "status": "active", "type": self.kind}
        return _stranger(request) or JSONResponse(body)

    async def messages(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        if self.answers:
            status, body, headers = self.answers.pop(0)
            return JSONResponse(body, status, headers)
        form = dict(parse_qsl((await request.body()).decode()))
        if len(form.get("Body", "")) > 1600:
            too_long = {
                "code": 21617,
                "message": "The concatenated message body exceeds the 1600 character limit",
            }
            return JSONResponse(too_long | {"status": 400}, 400)
        self.sent.append(form)
        return JSONResponse({"sid": f"SM{len(self.sent):032}", "status": "queued"}, 201)

    async def numbers(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        asked = request.query_params.get("PhoneNumber")
        mine = [self._number()] if asked == NUMBER else []
        return JSONResponse(
            {"incoming_phone_numbers": mine, "next_page_uri": None, "page": 0, "page_size": 1}
        )

    async def number(self, request: Request) -> Response:
        self.sms_url = dict(parse_qsl((await request.body()).decode()))["SmsUrl"]
        return _stranger(request) or JSONResponse(self._number())

    async def media(self, request: Request) -> Response:
        return _stranger(request) or RedirectResponse(request.url_for("store"), 307)

    async def store(self, request: Request) -> Response:
        if request.headers.get("authorization"):
            return Response(status_code=400)
        return Response(PICTURE, media_type="image/jpeg")

    def _number(self) -> dict[str, Any]:
        return {"sid": "PN" + "1" * 32, "phone_number": NUMBER, "sms_url": self.sms_url}

    def app(self) -> Starlette:
        base = f"/2010-04-01/Accounts/{ACCOUNT}"
        return Starlette(
            routes=[
                Route(f"{base}.json", self.account),
                Route(f"{base}/Messages.json", self.messages, methods=["POST"]),
                Route(f"{base}/IncomingPhoneNumbers.json", self.numbers),
                Route(f"{base}/IncomingPhoneNumbers/{{sid}}.json", self.number, methods=["POST"]),
                Route(f"{base}/Messages/MM1/Media/ME1", self.media),
                Route("/store/ME1", self.store, name="store"),
            ]
        )


@dataclass
class Sender:
    """Calls our webhook as Twilio does: a signed form at the address that was configured."""

    http: httpx.AsyncClient
    public_url: str
    auth_token: str = AUTH_TOKEN

    async def send(self, path: str, form: dict[str, str], *, signature: str | None = None) -> httpx.Response:
        proof = signature or RequestValidator(self.auth_token).compute_signature(
            f"{self.public_url}{path}", form
        )
        headers = {
            "X-Twilio-Signature": proof,
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        return await self.http.post(path, content=urlencode(form).encode(), headers=headers)


def sms(
    sid: str = "SM1", body: str = "McAvoy or Stewart? These timelines can get so confusing.", **more: str
) -> dict[str, str]:
    """https://www.twilio.com/docs/messaging/guides/webhook-request"""
    return {
        "ToCountry": "US",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "FromZip": "",
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": body,
        "FromCountry": "US",
        "To": NUMBER,
        "MessagingServiceSid": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": "+14017122661",
        "ApiVersion": "2010-04-01",
    } | more


def _stranger(request: Request) -> Response | None:
    wanted = base64.b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
    if request.headers.get("authorization") == f"Basic {wanted}":
        return None
    return JSONResponse({"code": 20003, "message": "Authenticate", "status": 401}, 401)
