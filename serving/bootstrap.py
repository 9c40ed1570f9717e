"""What a first start needs: `python -m serving.bootstrap`. Doing it again changes nothing.

Prints one JSON line for the command line. The first admin's password is in it once and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from serving import logging as parley_logging
from serving.channels.models import Inbox
from serving.config import PROJECT_ROOT, Settings, get_settings
from serving.db import Database
from serving.errors import Conflict
from serving.inboxes import keys as inboxes
from serving.knowledge.models import Source
from serving.knowledge.repository import open_source
from serving.migrations import upgrade_async
from serving.operators.service import FIRST_ADMIN_EMAIL, ensure_first_admin
from serving.translation.exchange import import_folder

WIDGET_INBOX = "web"
REST_INBOX = "rest"
KEY_NAME = "./parley ask"
SAMPLES = PROJECT_ROOT / "samples" / "articles"
SAMPLES_SOURCE = "samples"
TRANSLATIONS = PROJECT_ROOT / "samples" / "translations"


@dataclass(frozen=True, slots=True)
class Admin:
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Done:
    """`rest_key` only when it was made here: a key that was given is known already."""

    inboxes: list[str]
    admin: Admin | None
    rest_key: str | None
    articles: int
    segments: int


async def bootstrap(
    settings: Settings,
    *,
    rest_key: str | None = None,
    samples: Path = SAMPLES,
    translations: Path = TRANSLATIONS,
) -> Done:
    """`rest_key`: the REST inbox's API key, at least 32 characters; without one it keeps or gets its own."""
    if settings.database_url.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    await upgrade_async(settings.database_url)
    database = Database.connect(settings.database_url)
    with_samples = await asyncio.to_thread(samples.is_dir)
    try:
        async with database.write() as session:
            made = await _ensure_widget(session)
            if made and with_samples:
                # With the first start only: who removes the samples does not want them back.
                await open_source(session, SAMPLES_SOURCE, location=str(samples), inboxes=None)
            made_rest, made_key = await _ensure_rest(session, rest_key)
            password = await ensure_first_admin(session)
        segments = await _import_segments(database, settings, translations)
        articles = await _ingest(database, settings, samples)
    finally:
        await database.close()
    return Done(
        inboxes=[*made, *made_rest],
        admin=Admin(FIRST_ADMIN_EMAIL, password) if password is not None else None,
        rest_key=made_key,
        articles=articles,
        segments=segments,
    )


async def _ensure_widget(session: AsyncSession) -> list[str]:
    if await session.get(Inbox, WIDGET_INBOX) is not None:
        return []
    session.add(Inbox(id=WIDGET_INBOX, name="Website", channel="widget", settings={"title": "Lumen & Oak"}))
    return [WIDGET_INBOX]


async def _ensure_rest(session: AsyncSession, given_key: str | None) -> tuple[list[str], str | None]:
    """The inbox `./parley ask` talks to, and its key if one was made. A given key replaces the stored one."""
    inbox = await session.get(Inbox, REST_INBOX)
    made = inbox is None
    if inbox is None:
        session.add(Inbox(id=REST_INBOX, name="REST", channel="rest", settings={}))
        await session.flush()
    elif given_key is None or inbox.removed_at is not None:
        return [], None
    key = given_key or secrets.token_urlsafe(32)
    await inboxes.set_key(session, REST_INBOX, name=KEY_NAME, key=key)
    return [REST_INBOX] if made else [], None if given_key else key


async def _import_segments(database: Database, settings: Settings, translations: Path) -> int:
    """The reviewed translations of the sample articles; what an operator edited since stays as it is."""
    if not await asyncio.to_thread(translations.is_dir):
        return 0
    return await import_folder(database, translations, source=settings.default_locale)


async def _ingest(database: Database, settings: Settings, samples: Path) -> int:
    """Sample articles whose text has not changed cost nothing; those that were removed stay away."""
    from serving.knowledge.embeddings import build_encoder
    from serving.knowledge.ingest import ingest_directory
    from serving.knowledge.localized.passages import catch_up, other_languages

    if not (settings.encoder_path or settings.embeddings_url) or not await asyncio.to_thread(samples.is_dir):
        return 0
    async with database.read() as session:
        if await session.get(Source, SAMPLES_SOURCE) is None:
            return 0
    encoder = build_encoder(settings)
    try:
        report = await ingest_directory(database, encoder, samples, source=SAMPLES_SOURCE)
    except Conflict:
        # Another start of the platform does it at this moment, or did until it was killed.
        return 0
    await catch_up(database, other_languages(settings.native))
    return len(report.added) + len(report.replaced) + len(report.unchanged)


def main() -> None:
    parley_logging.configure(process="bootstrap")
    done = asyncio.run(bootstrap(get_settings(), rest_key=os.environ.get("PARLEY_REST_KEY")))
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


if __name__ == "__main__":
    main()
