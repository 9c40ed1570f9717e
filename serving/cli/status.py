"""`./parley status`: each process, its memory and restarts, and what the gateway says is ready."""

from __future__ import annotations

import json
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from serving.cli.layout import DataDirectory, PlatformNote
from serving.cli.processes import local_address
from serving.cli.refusal import Refusal
from serving.cli.supervisor import ProcessState, Supervisor, restarts, running
from serving.cli.web import fetch_json, fetch_text
from serving.llm.metrics import parse_metrics

MIB = 1 << 20


def require_running(data: DataDirectory) -> tuple[PlatformNote, Supervisor]:
    found = running(data)
    if found is None:
        raise Refusal(
            f"Parley is not running from {data.root}: `./parley up` starts it, --data names another "
            "directory."
        )
    return found


def status(data: DataDirectory, console: Console, *, as_json: bool) -> None:
    found = running(data)
    if found is None and as_json:
        print(json.dumps({"data": str(data.root), "state": "stopped", "ready": False, "processes": []}))
        raise SystemExit(Refusal.status)
    report = describe(data, *require_running(data))
    if as_json:
        print(json.dumps(report, indent=2))
    else:
        _show(report, console)


def describe(data: DataDirectory, note: PlatformNote, supervisor: Supervisor) -> dict[str, Any]:
    counts = restarts(data)
    readiness = _readiness(note)
    return {
        "data": str(data.root),
        "state": "running",
        "ready": bool(readiness.get("ready")),
        "parts": readiness.get("parts", {}),
        "urls": {
            "widget": f"{note.public_url}/",
            "console": f"{note.public_url}/console",
            "api": note.public_url,
        },
        "processes": [_process(state, note, counts, data) for state in supervisor.states()],
        "model": _model(note),
    }


def _model(note: PlatformNote) -> dict[str, Any] | None:
    """How much of the prompts, in tokens, the model server had in its prefix cache, since its start: the
    instructions that all share, and each turn of a conversation before the last. None: it does not say."""
    port = note.processes.get("llm")
    if port is None:
        return None
    try:
        found = parse_metrics(fetch_text(f"http://127.0.0.1:{port}/metrics"))
    except (OSError, KeyError, ValueError):
        return None
    rate = round(found.prefix_hits / found.prefix_queries, 3) if found.prefix_queries else None
    return {"prompt_tokens": found.prefix_queries, "prefix_hit_rate": rate}


def _process(
    state: ProcessState, note: PlatformNote, counts: dict[str, int], data: DataDirectory
) -> dict[str, Any]:
    return {
        "name": state.name,
        # STARTING only says that it has not lived for `settle_s` yet; `parts` says what is ready.
        "state": "running" if state.state == "STARTING" else state.state.lower(),
        "pid": state.pid,
        "port": note.processes.get(state.name),
        "uptime_s": state.uptime_s,
        "memory_mb": _memory_mb(state.pid),
        "restarts": counts.get(state.name, 0),
        "log": str(data.log(state.name)),
    }


def _memory_mb(pid: int | None) -> float | None:
    """Resident memory with that of the children, in MiB; pages that they share count once each."""
    if pid is None:
        return None
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return None
    total = 0
    for member in family:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return round(total / MIB, 1)


def _readiness(note: PlatformNote) -> dict[str, Any]:
    try:
        return fetch_json(f"http://{local_address(note.host)}:{note.port}/readyz")
    except (OSError, ValueError):
        return {}


def _show(report: dict[str, Any], console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("process", "state", "pid", "port", "up", "memory", "restarts"):
        table.add_column(title, justify="left" if title in ("process", "state") else "right")
    for process in report["processes"]:
        memory, uptime = process["memory_mb"], process["uptime_s"]
        table.add_row(
            process["name"],
            process["state"],
            *(str(process[key] or "-") for key in ("pid", "port")),
            "-" if uptime is None else _duration(uptime),
            "-" if memory is None else f"{memory:.0f} MiB",
            str(process["restarts"]),
        )
    console.print(table)
    total = sum(process["memory_mb"] or 0 for process in report["processes"])
    console.print(f"\n{total:.0f} MiB in all, data in {report['data']}", highlight=False)
    parts = (
        ", ".join(f"{name} {state}" for name, state in report["parts"].items())
        or "the gateway does not answer"
    )
    console.print(f"{'ready' if report['ready'] else 'not ready'}: {parts}", highlight=False)
    model = report["model"]
    if model is not None and model["prefix_hit_rate"] is not None:
        share = f"{model['prefix_hit_rate']:.1%} of {model['prompt_tokens']:,} prompt tokens"
        console.print(f"model: {share} came from the prefix cache", highlight=False)
    for name in ("widget", "console"):
        console.print(f"{name:8} {report['urls'][name]}", highlight=False)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
