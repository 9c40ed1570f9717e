"""Inboxes from the command line: `python -m serving.inboxes.command`, one JSON request on stdin.

`./parley inbox` asks the questions and starts this beside the running platform.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from serving.audit.service import HERE, note
from serving.config import get_settings
from serving.db import Database
from serving.errors import BadInput, ParleyError
from serving.inboxes import keys, repository, service
from serving.inboxes.base import Around, Level
from serving.inboxes.service import Made
from serving.inboxes.views import inbox_view, key_view, made_view

Request = Mapping[str, Any]
MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.PROBLEM: "✗"}


async def _add(around: Around, request: Request) -> dict[str, Any]:
    made = await service.add(
        around,
        request["channel"],
        inbox_id=request["inbox"],
        name=request["name"],
        given=request["given"],
    )
    if request["channel"] != "rest":
        return made_view(made)
    async with around.database.write() as session:
        _, key = await keys.make_key(session, made.inbox.id, name="first")
    checked = await service.check(around, made.inbox.id)
    shown = {**made.shown, "api_key": key}
    return made_view(Made(checked.inbox, checked.findings, checked.steps, shown))


async def _set(around: Around, request: Request) -> dict[str, Any]:
    return made_view(
        await service.change(
            around, request["inbox"], name=request.get("name"), given=request.get("given") or {}
        )
    )


async def _check(around: Around, request: Request) -> dict[str, Any]:
    return made_view(await service.check(around, request["inbox"]))


async def _list(around: Around, request: Request) -> dict[str, Any]:
    async with around.database.read() as session:
        return {"inboxes": [inbox_view(inbox) for inbox in await repository.list_inboxes(session)]}


async def _remove(around: Around, request: Request) -> dict[str, Any]:
    await service.remove(around, request["inbox"])
    return {"removed": request["inbox"]}


async def _add_key(around: Around, request: Request) -> dict[str, Any]:
    async with around.database.write() as session:
        stored, key = await keys.make_key(session, request["inbox"], name=request["name"])
        return {"key": key_view(stored), "api_key": key}


async def _list_keys(around: Around, request: Request) -> dict[str, Any]:
    async with around.database.read() as session:
        await repository.get(session, request["inbox"])
        return {"keys": [key_view(key) for key in await repository.keys(session, request["inbox"])]}


async def _revoke_key(around: Around, request: Request) -> dict[str, Any]:
    async with around.database.write() as session:
        await keys.revoke_key(session, request["inbox"], request["key"])
    return {"revoked": request["key"]}


ACTIONS: Mapping[str, Callable[[Around, Request], Awaitable[dict[str, Any]]]] = {
    "add": _add,
    "set": _set,
    "check": _check,
    "list": _list,
    "remove": _remove,
    "key-add": _add_key,
    "key-list": _list_keys,
    "key-revoke": _revoke_key,
}

# By the names that the same changes have in the console.
AUDITED = {
    "add": "inboxes",
    "set": "inboxes",
    "remove": "inboxes.remove",
    "key-add": "inboxes.keys",
    "key-revoke": "inboxes.keys.revoke",
}


def render(answer: Mapping[str, Any]) -> str:
    lines: list[str] = []
    for inbox in answer.get("inboxes", ()):
        lines.append(f"{inbox['id']:<20} {inbox['channel']:<16} {inbox['name']}")
    if "inbox" in answer:
        inbox = answer["inbox"]
        lines.append(f"{inbox['id']} ({inbox['channel']}): {inbox['name']}")
    lines += [f"{MARKS[Level(f['level'])]} {f['part']}: {f['message']}" for f in answer.get("findings", ())]
    lines += [f"→ {step}" for step in answer.get("steps", ())]
    lines += [f"{name}: {value}  (shown once)" for name, value in answer.get("shown", {}).items()]
    for key in [*answer.get("keys", ()), *filter(None, [answer.get("key")])]:
        lines.append(f"{key['id']}  {key['name']}  ...{key['hint']}")
    if "api_key" in answer:
        lines.append(f"api_key: {answer['api_key']}  (shown once)")
    for done in ("removed", "revoked"):
        if done in answer:
            lines.append(f"{answer[done]} is {done}.")
    return "\n".join(lines) or "There is none yet."


async def _run(request: Request) -> dict[str, Any]:
    settings = get_settings()
    database = Database.connect(settings.database_url)
    try:
        async with service.around_of(settings, database) as around:
            answer = await ACTIONS[request["action"]](around, request)
        if action := AUDITED.get(request["action"]):
            async with database.write() as session:
                note(session, action=action, operator_id=None, subject=request["inbox"], details=HERE)
        return answer
    finally:
        await database.close()


def main() -> int:
    try:
        request = json.load(sys.stdin)
        if not isinstance(request, dict) or request.get("action") not in ACTIONS:
            raise BadInput(f"The request names none of the actions {', '.join(ACTIONS)}.")
        answer = asyncio.run(_run(request))
    except ParleyError as error:
        sys.stderr.write(f"{error.message}\n")
        return 2
    as_json = bool(request.get("json"))
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if as_json else render(answer)) + "\n")
    return 1 if any(found["level"] == Level.PROBLEM for found in answer.get("findings", ())) else 0


if __name__ == "__main__":
    sys.exit(main())
