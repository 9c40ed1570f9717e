"""`python -m serving.knowledge.command`, as `./parley ingest` calls it."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.knowledge.conftest import BATS, OWLS

Write = Callable[..., Path]
CommandLine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(sqlite_url: str, encoder_path: Path) -> CommandLine:
    environment = os.environ | {
        "PARLEY_DATABASE_URL": sqlite_url,
        "PARLEY_ENCODER_PATH": str(encoder_path),
        "PARLEY_REDIS_URL": "redis://127.0.0.1:1/0",
        "PARLEY_SECRET_KEY": "a secret key for tests, 32 characters",
        "PARLEY_RASA_URL": "http://127.0.0.1:1",
        "PARLEY_RASA_TOKEN": "token",
        "PARLEY_LLM_URL": "http://127.0.0.1:1/v1",
    }

    def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "serving.knowledge.command", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    return run


def test_the_command_line_reports_and_fails_with_a_file(run: CommandLine, write_articles: Write) -> None:
    folder = write_articles(owls=OWLS, bats=b"\xff")
    broken = run(folder)
    assert broken.returncode == 1
    assert "[1/2] failed    bats.md" in broken.stdout
    assert "1 added, 0 changed, 0 unchanged, 0 withdrawn, 1 failed" in broken.stdout
    assert "bats.md: not UTF-8 at byte 0" in broken.stderr
    write_articles(bats=BATS)
    assert run(folder).returncode == 0
    # The same directory is the same source; another one of that name would withdraw its documents.
    assert "2 unchanged" in run(folder).stdout
    namesake = folder / "more" / folder.name
    namesake.mkdir(parents=True)
    shutil.copy(folder / "owls.md", namesake)
    refused = run(namesake)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"The source {folder.name!r} is {str(folder)!r}" in refused.stderr
    unnamed = run("--source", "", namesake)
    assert (unnamed.returncode, unnamed.stdout) == (2, "")
    nowhere = run(folder / "nowhere")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "There is no folder or file" in nowhere.stderr


def test_the_command_line_lists_shows_and_removes(
    run: CommandLine, sqlite_url: str, write_articles: Write
) -> None:
    folder = write_articles(owls=OWLS, bats=BATS)
    assert run(folder).returncode == 0
    listed = run("--list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert re.search(r"articles +2 +2 +0 +en +every inbox +\S+ \S+ +done +", listed.stdout)
    unknown = run("--inbox", "vip", folder)
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "There is no inbox 'vip': make it first, or leave it out.\n",
    )
    assert run("--every-inbox", folder).returncode == 0
    removed = run("--remove", folder.name)
    assert (removed.returncode, removed.stdout) == (
        0,
        "articles: removed; nothing of it will be quoted any more\n",
    )
    assert run("--list").stdout.startswith("No documents yet")
    with sqlite3.connect(sqlite_url.partition("///")[2]) as connection:
        written = connection.execute("SELECT action, subject FROM audit_log ORDER BY id").fetchall()
    ingested = ("knowledge.ingest", "articles")
    assert written == [ingested] * 2 + [("knowledge.remove", "articles")]
    missing = run("--remove", folder.name)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "There is no source 'articles'" in missing.stderr


def test_the_command_line_reads_every_source_again_from_where_it_came(
    run: CommandLine, write_articles: Write, tmp_path: Path
) -> None:
    (tmp_path / "cats.txt").write_text("Cats purr.")
    assert run(write_articles(owls=OWLS), tmp_path / "cats.txt").returncode == 0
    (tmp_path / "cats.txt").unlink()
    write_articles(owls=None, bats=BATS)
    again = run("--again")
    assert again.returncode == 2
    assert "articles: 1 added, 0 changed, 0 unchanged, 1 withdrawn, 0 failed" in again.stdout
    assert "There is no folder or file" in again.stderr
    assert re.search(r"cats +1 +1 ", run("--list").stdout), "what cannot be read again stays"


@pytest.mark.parametrize("broken", [b"<urlset><url>", b"\x1f\x8bno gzip"])
def test_a_sitemap_that_broke_meanwhile_does_not_keep_the_others_from_being_read(
    run: CommandLine, write_articles: Write, tmp_path: Path, broken: bytes
) -> None:
    sitemap = tmp_path / "aaa.xml"
    sitemap.write_text("<urlset><url><loc>http://127.0.0.1:1/owls</loc></url></urlset>")
    run(sitemap, write_articles(owls=OWLS))
    sitemap.write_bytes(broken)
    again = run("--again")
    assert (again.returncode, again.stdout) == (
        2,
        "[1/1] unchanged owls.md\narticles: 0 added, 0 changed, 1 unchanged, 0 withdrawn, 0 failed\n",
    )
    assert re.search(r"aaa\.xml: not a readable (sitemap|gzip file)", again.stderr)
    assert "Traceback" not in again.stderr


def test_the_language_given_stays_until_another_is_given(run: CommandLine, write_articles: Write) -> None:
    folder = write_articles(owls="# Eulen\n\nOK.")
    assert "1 added" in run("--locale", "pl", folder).stdout
    write_articles(owls="# Eulen\n\nHm.")
    assert "1 changed" in run("--again").stdout
    assert re.search(r"articles +1 +1 +0 +pl ", run("--list").stdout)
    assert "1 changed" in run("--locale", "", folder).stdout
    assert not re.search(r"articles +1 +1 +0 +pl ", run("--list").stdout)
