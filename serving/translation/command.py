"""What `./parley translate list` and `test` run, in the platform's environment."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from serving.config import get_settings
from serving.db import Database
from serving.errors import ParleyError
from serving.migrations import upgrade_async
from serving.translation.base import Audience, TranslationEngine
from serving.translation.language import detect
from serving.translation.registry import build_engines, build_translator
from serving.translation.service import Order, Translated

console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 150)


async def show_engines() -> None:
    settings = get_settings()
    engines = build_engines(settings)
    table = Table()
    for name in ("engine", "state", "for customers", "licence", "masks", "sure from"):
        table.add_column(name)
    table.add_row("memory", "ok", "yes", "yours", "", "")
    for engine in engines:
        table.add_row(engine.name, *(await _row(engine)))
        await engine.close()
    console.print(table)
    if not engines:
        console.print(
            "No engine: texts that the catalogue and the memory lack stay as they are, with a notice. "
            "`./parley translate add en-es` adds a model; docs/translation.md names the others."
        )


async def _row(engine: TranslationEngine) -> list[str]:
    health, can = await engine.health(), engine.capabilities()
    return [
        f"{'ok' if health.ok else 'away'}: {health.detail}",
        "yes" if can.may_face_customers else "no, operators only",
        can.licence,
        ", ".join(can.masks),
        f"{can.threshold:g}" if can.threshold <= 1 else "never",
    ]


async def try_text(text: str, *, source: str | None, target: str, audience: Audience) -> int:
    settings = get_settings()
    found = detect(text, [*settings.enabled_locales, target])
    if source is None and found is None:
        sys.stderr.write("The text does not tell its language: give --from.\n")
        return 2
    await upgrade_async(settings.database_url)
    database = Database.connect(settings.database_url)
    translator = build_translator(settings, database)
    order = Order(source or (found.locale if found else ""), target, audience)
    try:
        answer = await translator.translate(text, replace(order, deadline_s=settings.translation_patience_s))
    finally:
        await translator.close()
        await database.close()
    _show(answer)
    return 0 if answer.is_sure else 1


def _show(answer: Translated) -> None:
    console.print(answer.text, markup=False, highlight=False)
    about = [f"{answer.source} to {answer.target}", answer.status.value]
    about += [answer.engine] if answer.engine else []
    about += [f"score {answer.score:g}"] if answer.score is not None else []
    about += [f"masks {answer.masks}"] if answer.masks else []
    about += list(answer.problems)
    console.print(" · ".join(about), style="dim", markup=False, highlight=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./parley translate")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    one = commands.add_parser("test")
    one.add_argument("--from", dest="source")
    one.add_argument("--to", required=True)
    one.add_argument("--operator", action="store_true")
    one.add_argument("text")
    arguments = parser.parse_args()
    try:
        if arguments.command == "list":
            asyncio.run(show_engines())
            return 0
        audience = Audience.OPERATOR if arguments.operator else Audience.CUSTOMER
        return asyncio.run(
            try_text(arguments.text, source=arguments.source, target=arguments.to, audience=audience)
        )
    except ParleyError as error:
        sys.stderr.write(f"parley: {error.message}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
