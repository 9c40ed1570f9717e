"""`python -m serving.reviews.command`: reviews out to the training's files, its outcome back in."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from serving.audit.service import HERE, note
from serving.config import get_settings
from serving.db import Database
from serving.reviews import outcome, repository
from serving.reviews.files import locale_of, nlu_yaml, tests_yaml
from serving.reviews.models import Review

# Besides every reviewed message, so many of the last that customers wrote are compared.
RECENT_MESSAGES = 200


async def export(db: Database, *, folder: Path, texts: Path) -> dict[str, int]:
    """`folder`: gets `nlu/reviews.yml` and `tests.yml`; `texts`: the messages to compare."""
    async with db.read() as session:
        examples = await repository.chosen(session, Review.trains.is_(True))
        tests = await repository.chosen(session, Review.tests.is_(True))
        reviewed = await repository.chosen(session, repository.HAS_WISH)
        recent = await repository.recent_questions(session, limit=RECENT_MESSAGES)
    await asyncio.to_thread(_write, folder / "nlu" / "reviews.yml", nlu_yaml(examples) if examples else None)
    await asyncio.to_thread(_write, folder / "tests.yml", tests_yaml(tests) if tests else None)
    of_reviews = ((review.text, locale_of(review.locale)) for review in reviewed if review.text)
    of_customers = ((text, locale_of(locale)) for text, locale in recent)
    compared = list(dict.fromkeys([*of_reviews, *of_customers]))
    listed = [{"text": text, "locale": locale} for text, locale in compared]
    await asyncio.to_thread(_write, texts, json.dumps(listed, ensure_ascii=False))
    return {"examples": len(examples), "tests": len(tests), "texts": len(compared)}


def _write(path: Path, content: str | None) -> None:
    """Only what is new: the dialogue model is named by what it is made of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_text(encoding="utf-8") != content:
        path.write_text(content, encoding="utf-8")


async def record(db: Database, *, report: Path, model: str) -> dict[str, int]:
    figures = json.loads(await asyncio.to_thread(report.read_text, "utf-8"))
    async with db.write() as session:
        training = await outcome.record(session, figures, model=model)
        note(session, action="train", operator_id=None, subject=model, details=HERE)
        return dict(training.report["counts"])


async def _main(arguments: argparse.Namespace) -> None:
    db = Database.connect(get_settings().database_url)
    try:
        if arguments.what == "export":
            counts = await export(db, folder=arguments.folder, texts=arguments.texts)
        else:
            counts = await record(db, report=arguments.report, model=arguments.model)
    finally:
        await db.close()
    sys.stdout.write(json.dumps(counts) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m serving.reviews.command")
    commands = parser.add_subparsers(dest="what", required=True)
    exporting = commands.add_parser("export")
    exporting.add_argument("--folder", type=Path, required=True)
    exporting.add_argument("--texts", type=Path, required=True)
    recording = commands.add_parser("record")
    recording.add_argument("--report", type=Path, required=True)
    recording.add_argument("--model", required=True)
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
