"""The Python environments of the bot and of the model server, made by uv when their pins changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from serving.cli.layout import ENVIRONMENTS, DataDirectory
from serving.cli.processes import BOT_PYTHON, MODEL_PYTHON
from serving.cli.refusal import Refusal
from serving.cli.steps import Note, run_logged
from serving.config import PROJECT_ROOT

# The entry script's own uv, with every Python of pyenv in its sight.
UV = (str(PROJECT_ROOT / "parley"), "uv")
REQUIREMENTS = PROJECT_ROOT / "deploy" / "requirements"
BOT_PYTHON_VERSIONS = ("3.10",)
# The CPU build of vLLM is pinned with wheels of these.
MODEL_PYTHON_VERSIONS = ("3.11", "3.12")


def has_gpu() -> bool:
    if os.environ.get("PARLEY_LLM_DEVICE") == "cpu" or not shutil.which("nvidia-smi"):
        return False
    asked = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, timeout=30, check=False)
    return asked.returncode == 0 and "GPU" in asked.stdout


def bot_is_current() -> bool:
    return _is_current(BOT_PYTHON, _bot_fingerprint())


def model_is_current(*, gpu: bool) -> bool:
    return _is_current(MODEL_PYTHON, _model_fingerprint(gpu=gpu))


async def ensure_bot(data: DataDirectory, note: Note) -> str:
    if bot_is_current():
        return "up to date"
    python = await find_python(BOT_PYTHON_VERSIONS, data, note)
    command = (*UV, "sync", "--frozen", "--inexact", "--python", python, "--group", "bot")
    await run_logged(
        command,
        log=data.log("setup-bot"),
        what="Installing Rasa's Python environment",
        note=note,
        environment={"UV_PROJECT_ENVIRONMENT": str(ENVIRONMENTS / "bot")},
    )
    _stamp(BOT_PYTHON, _bot_fingerprint())
    return "installed"


async def ensure_model(data: DataDirectory, note: Note, *, gpu: bool) -> str:
    if model_is_current(gpu=gpu):
        return "up to date"
    python = await find_python(MODEL_PYTHON_VERSIONS, data, note)
    folder = ENVIRONMENTS / "model"
    log = data.log("setup-model")
    if not _has_version(folder, python):
        command: tuple[str, ...] = (*UV, "venv", "--clear", "--quiet", "--python", python, str(folder))
        await run_logged(command, log=log, what="Making the model server's environment", note=note)
    requirements = _model_requirements(gpu=gpu)
    source = ("--torch-backend", "auto") if gpu else cpu_torch_source(requirements, python)
    dependencies = () if gpu else ("--no-deps",)
    install = (*UV, "pip", "install", "--python", str(MODEL_PYTHON), *dependencies, "-r", str(requirements))
    await run_logged((*install, *source), log=log, what="Installing vLLM", note=note)
    _stamp(MODEL_PYTHON, _model_fingerprint(gpu=gpu))
    return "installed"


def cpu_torch_source(requirements: Path, python: str) -> tuple[str, ...]:
    """uv finds the CPU build of PyTorch only when told: a folder of wheels that pip knows, else its index."""
    pinned = re.search(r"^torch==(\S+)", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    wheel = f"torch-{pinned[1] if pinned else '*'}-cp{python.replace('.', '')}-*.whl"
    for place in _find_links():
        if any(place.glob(wheel)):
            return ("--find-links", str(place))
    return ("--torch-backend", "cpu")


def _find_links() -> Iterable[Path]:
    said = os.environ.get("PIP_FIND_LINKS", "")
    pip = shutil.which("pip3") or shutil.which("pip")
    if not said and pip:
        command = (pip, "config", "get", "global.find-links")
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    return [Path(place.removeprefix("file://")) for place in said.split()]


async def find_python(versions: tuple[str, ...], data: DataDirectory, note: Note) -> str:
    """The first of the versions that is here; uv downloads the first one when none is."""
    for version in versions:
        if _is_here(version):
            return version
    wanted = versions[0]
    note(f"downloading Python {wanted}")
    command = (*UV, "python", "install", "--quiet", wanted)
    try:
        await run_logged(
            command, log=data.log("setup-python"), what=f"Downloading Python {wanted}", note=note
        )
    except Refusal as error:
        raise Refusal(
            f"Python {wanted} is missing and could not be downloaded: install it (for example `pyenv install "
            f"{wanted}` or `apt install python{wanted}`), then run this again."
        ) from error
    return wanted


def _is_here(version: str) -> bool:
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return True
    command = (*UV, "python", "find", "--no-project", "--no-python-downloads", version)
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def _has_version(environment: Path, version: str) -> bool:
    configuration = environment / "pyvenv.cfg"
    if not (environment / "bin" / "python").exists() or not configuration.exists():
        return False
    said = re.search(r"^version_info = (\d+\.\d+)", configuration.read_text(encoding="utf-8"), re.MULTILINE)
    return said is not None and said[1] == version


def _bot_fingerprint() -> str:
    return _digest((PROJECT_ROOT / "uv.lock", PROJECT_ROOT / "pyproject.toml"))


def _model_fingerprint(*, gpu: bool) -> str:
    return _digest((_model_requirements(gpu=gpu),))


def _model_requirements(*, gpu: bool) -> Path:
    return REQUIREMENTS / ("model-gpu.txt" if gpu else "model-cpu.txt")


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _stamp_file(python: Path) -> Path:
    return python.parent.parent / "parley.stamp"


def _is_current(python: Path, fingerprint: str) -> bool:
    stamp = _stamp_file(python)
    return python.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint


def _stamp(python: Path, fingerprint: str) -> None:
    _stamp_file(python).write_text(fingerprint, encoding="ascii")
