"""A dialogue manager that answers by the contract of docs/architecture.md, and repeats what it heard.

The drill needs its speed and its process, not its wits; the real one is in tests/e2e. Like the real one it
gives the same answer to the same `message_id`.

python -m tests.chaos.dialogue PORT
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TRACE: dict[str, Any] = {
    "intent": "inform",
    "confidence": 0.97,
    "ranking": [["inform", 0.97]],
    "entities": [],
    "policy": "RulePolicy",
    "policy_confidence": 1.0,
    "reason": None,
    "slots_set": {},
    "actions": [],
}


async def answer(request: Request) -> Response:
    text = (await request.json())["text"]
    message = {"route": "script", "text": f"Heard: {text}", "buttons": []}
    return JSONResponse({"messages": [message], "trace": TRACE, "remember": {}})


async def health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


app = Starlette(
    routes=[
        Route("/webhooks/gateway/webhook", answer, methods=["POST"]),
        Route("/webhooks/gateway/", health),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
