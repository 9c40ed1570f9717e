from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT
from serving.translation.marian import Card

MODEL_PYTHON = PROJECT_ROOT / ".venvs" / "model" / "bin" / "python"
FIXTURE = PROJECT_ROOT / "models" / "marian_fixture" / "opus-mt-en-mul"
TARGETS = {"es": ">>spa<<", "de": ">>deu<<"}


@pytest.fixture(scope="session")
def marian_folder() -> Iterator[Path]:
    """The project's Marian fixture, converted as `./parley translate add` converts it."""
    if not MODEL_PYTHON.exists():
        pytest.skip("the model server's environment is not there: `./parley up` makes it")
    with tempfile.TemporaryDirectory(prefix="parley-marian-") as folder:
        target = Path(folder) / "opus-mt-en-mul"
        command = (MODEL_PYTHON, "-W", "ignore", "-m", "serving.translation.convert", FIXTURE, target)
        done = subprocess.run(
            list(map(str, command)),
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        about = json.loads(done.stdout.splitlines()[-1])
        Card(
            "opus-mt-en-mul",
            "en",
            TARGETS,
            "Apache-2.0",
            masks=("white-brackets", "raw"),
            threshold=0.6,
            positions=about["positions"],
        ).write(target)
        yield target
