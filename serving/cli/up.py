"""`./parley up`: sets up what is missing, starts everything in order, and stays until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from rich.console import Console

from serving.cli import checks
from serving.cli.down import stop
from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings, rasa_servers
from serving.cli.layout import DataDirectory, PlatformNote
from serving.cli.processes import (
    SERVING_PYTHON,
    Process,
    local_address,
    process_table,
    write_redis_configuration,
)
from serving.cli.progress import shown, time_spent
from serving.cli.ready import start_and_wait
from serving.cli.refusal import Failure
from serving.cli.steps import Note, Step, cancel, run_answering, run_steps
from serving.cli.supervisor import Supervisor, clear, launch, running
from serving.cli.training import ensure_dialogue_model, ensure_encoder
from serving.cli.virtualenvs import bot_is_current, ensure_bot, ensure_model, has_gpu, model_is_current
from serving.cli.watch import watch
from serving.cli.web import fetch_json
from serving.config import PROJECT_ROOT

INTERRUPTED = 130  # as a shell says it
# What each process waits for, besides its own environment.
STARTS_AFTER = {
    "redis": (),
    "shop": (),
    "rasa": ("redis", "dialogue-model"),
    "llm": ("model-environment",),
    "worker": ("redis", "bootstrap"),
    "gateway": ("redis", "bootstrap"),
}


@dataclass
class Bringing:
    """One start of one platform."""

    around: Surroundings
    gpu: bool
    table: list[Process]
    supervisor: Supervisor
    answer: dict[str, Any]  # of serving.bootstrap

    def steps(self) -> list[Step]:
        data, around = self.around.data, self.around
        setup = [
            Step("bot-environment", "Rasa's Python environment", partial(ensure_bot, data)),
            Step("encoder", "Sentence encoder", partial(ensure_encoder, data)),
            Step(
                "dialogue-model",
                "Dialogue manager's training",
                partial(ensure_dialogue_model, around),
                needs=("bot-environment", "encoder"),
            ),
            Step("bootstrap", "Database and first data", self._bootstrap, needs=("encoder",)),
        ]
        if around.model.external_url is None:
            install = partial(ensure_model, data, gpu=self.gpu)
            setup.append(Step("model-environment", "Model server's Python environment", install))
        return [*setup, *(self._start(process) for process in self.table)]

    def whole_line(self) -> Step:
        """The gateway's own word that it reaches everything a turn needs."""
        url = f"http://{local_address(self.around.host)}:{self.around.ports.gateway}/readyz"
        external = self.around.model.external_url

        async def work(note: Note) -> str:
            away = ["everything"]
            try:
                async with asyncio.timeout(60):
                    while away:
                        away = await asyncio.to_thread(_parts_away, url)
                        if away == ["llm"] and external:
                            # Answers fall back to quoted passages until it comes.
                            return f"ready, but the model server at {external} does not answer"
                        note(f"waiting for {', '.join(away)}")
                        await asyncio.sleep(0.2)
            except TimeoutError:
                raise Failure(
                    f"the gateway does not reach {', '.join(away)}: see `./parley logs gateway`"
                ) from None
            return "ready"

        return Step("line", "The whole line", work, needs=tuple(process.name for process in self.table))

    def _start(self, process: Process) -> Step:
        async def work(note: Note) -> str:
            password = self.around.secrets.redis_password
            data = self.around.data
            return await start_and_wait(
                self.supervisor, process, data=data, note=note, redis_password=password
            )

        kind, _, _number = process.name.partition("-")
        return Step(process.name, f"Start {process.name}", work, needs=STARTS_AFTER[kind])

    async def _bootstrap(self, _note: Note) -> str:
        """Migrations, the first inboxes, the first admin (whose password is only in this answer)."""
        said = await run_answering(
            (str(SERVING_PYTHON), "-m", "serving.bootstrap"),
            log=self.around.data.log("bootstrap"),
            what="Preparing the database",
            environment={**self.around.platform(), "PARLEY_REST_KEY": self.around.secrets.rest_key},
        )
        self.answer = json.loads(said)
        return "ready"


def up(data: DataDirectory, *, host: str, port: int, detach: bool, console: Console) -> None:
    checks.refuse_bad_port(port)
    checks.refuse_second_platform(data)
    data.create()
    with checks.only_starter(data):
        left = PlatformNote.load(data)
        if left is not None:
            ended = clear(data, left)
            console.print(f"The last run did not end cleanly: stopped {ended} processes that it left behind.")
        bringing = _prepare(data, host=host, port=port)
        asyncio.run(_run(bringing, detach=detach, console=console))


def _prepare(data: DataDirectory, *, host: str, port: int) -> Bringing:
    model = ModelChoice.from_environment(os.environ)
    around = Surroundings(
        data,
        host=host,
        ports=Ports(port, rasa_servers(os.environ)),
        model=model,
        secrets=Secrets.load_or_create(data),
    )
    gpu = has_gpu()
    table = process_table(around)
    ports = {process.name: process.port for process in table if process.port is not None}
    checks.refuse_taken_ports(ports, host=host, base_port=port)
    with_model = model.external_url is None
    checks.refuse_little_memory(with_model=with_model, rasa_servers=around.ports.rasa_servers)
    if not bot_is_current() or (with_model and not model_is_current(gpu=gpu)):
        checks.refuse_little_disk(PROJECT_ROOT, for_setup=True)
    checks.refuse_little_disk(data.root, for_setup=False)
    write_redis_configuration(around)
    supervisor = launch(data, table, host=host, port=port, public_url=around.public_url)
    return Bringing(around, gpu=gpu, table=table, supervisor=supervisor, answer={})


def _parts_away(url: str) -> list[str]:
    try:
        parts = fetch_json(url).get("parts", {})
    except (OSError, ValueError):
        return ["the gateway"]
    return [name for name, state in parts.items() if state != "ok"]


async def _run(bringing: Bringing, *, detach: bool, console: Console) -> None:
    """Until everything is up (`detach`), or until Ctrl-C; whatever else ends it, nothing stays behind."""
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, asked_to_stop.set)
    data = bringing.around.data
    started = False
    try:
        started = await _finished_before(asked_to_stop, _bring_up(bringing, console))
        if started and detach:
            return
        if started:
            console.print("Ctrl-C stops everything.", highlight=False)
            await _finished_before(asked_to_stop, watch(data, bringing.supervisor, console))
    except BaseException:
        await asyncio.to_thread(stop, data)
        raise
    finally:
        # It is in no file: whatever happened since it was made, it is shown.
        _announce_admin(bringing, console)
    if running(data) is not None:
        console.print("Stopping ...")
        await asyncio.to_thread(stop, data)
        console.print("Everything is stopped.")
    if not started:
        raise SystemExit(INTERRUPTED)


async def _finished_before(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """False when it was cancelled because somebody wants to stop."""
    task = asyncio.ensure_future(work)
    waiter = asyncio.ensure_future(stopping.wait())
    await asyncio.wait((task, waiter), return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    if not task.done():
        await cancel(task)
        return False
    await task
    return True


async def _bring_up(bringing: Bringing, console: Console) -> None:
    began = time.monotonic()
    with shown(console) as progress:
        await run_steps([*bringing.steps(), bringing.whole_line()], progress)
    console.print(time_spent(progress, total_s=time.monotonic() - began))
    _announce(bringing, console, state=progress.entries["line"].remark)


def _announce(bringing: Bringing, console: Console, *, state: str) -> None:
    url = bringing.around.public_url
    console.print(f"\nParley is {state}.", highlight=False)
    console.print(f"  shop with the widget  {url}/\n  operators' console    {url}/console")
    _announce_admin(bringing, console)
    console.print("  ask it something      ./parley ask 'how long does shipping take?'\n", highlight=False)


def _announce_admin(bringing: Bringing, console: Console) -> None:
    admin = bringing.answer.pop("admin", None)
    if admin:
        console.print(
            f"  first admin           {admin['email']}  password {admin['password']}  (shown only this once)",
            markup=False,
            highlight=False,
        )
