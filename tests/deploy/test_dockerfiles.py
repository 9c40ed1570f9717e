from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT

FILES = sorted((PROJECT_ROOT / "deploy").glob("Dockerfile.*"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def instructions(path: Path, name: str) -> list[str]:
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return re.findall(rf"^{name}\s+(.*)$", joined, re.MULTILINE)


def test_both_worlds_have_one() -> None:
    assert [path.name for path in FILES] == ["Dockerfile.bot", "Dockerfile.serving"]


@each_file
def test_bases_are_pinned_and_the_build_stays_behind(path: Path) -> None:
    bases = instructions(path, "FROM")
    assert len(bases) == 2
    assert bases[0].endswith(" AS build")
    assert all(re.match(r"python:3\.\d+\.\d+-slim-[a-z]+\b", base) for base in bases)


@each_file
def test_the_last_user_is_not_root(path: Path) -> None:
    assert instructions(path, "USER") == ["10001:10001"]


@each_file
def test_the_environment_is_the_locked_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"uv==\d+\.\d+\.\d+", text)
    assert "uv sync --frozen" in text


@each_file
def test_what_is_copied_exists_and_is_sent_to_the_builder(path: Path) -> None:
    lines = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [line[1:] for line in lines if line.startswith("!")]
    for copied in instructions(path, "COPY"):
        if copied.startswith("--from="):
            continue
        for source in copied.split()[:-1]:
            assert (PROJECT_ROOT / source).exists(), f"{path.name} copies {source}"
            assert any(source == each or fnmatch(source, f"{each}/*") for each in sent), source
