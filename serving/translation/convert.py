"""Makes a CTranslate2 model of a Marian model in the Hugging Face layout.

Runs in the model server's environment, which has what the conversion needs:
`python -m serving.translation.convert SOURCE TARGET`; SOURCE is a folder or a name on the hub. Prints one
JSON line with what the model says of itself.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FILES = [
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "pytorch_model.bin",
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
    "README.md",
]
PIECES = ("source.spm", "target.spm")
_TARGET = re.compile(r">>([A-Za-z_]+)<<")


class NotMarian(Exception):
    pass


def fetched(source: str) -> Path:
    """The folder itself, else what the hub has under this name (HF_ENDPOINT names another hub)."""
    if Path(source).is_dir():
        return Path(source)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(source, allow_patterns=FILES))


def described(folder: Path) -> dict[str, Any]:
    config = _json(folder / "config.json")
    if config.get("model_type") != "marian":
        raise NotMarian(f"{folder} holds a {config.get('model_type')!r} model: this takes marian ones")
    for name in (*PIECES, "vocab.json"):
        if not (folder / name).is_file():
            raise NotMarian(f"{folder} has no {name}: take the whole model")
    vocabulary = _json(folder / "vocab.json")
    if max(vocabulary, key=vocabulary.__getitem__) != "<pad>":
        raise NotMarian(f"{folder}: <pad> is not the last of its vocabulary, which the converter relies on")
    tokenizer = (
        _json(folder / "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
    )
    return {
        "source_lang": tokenizer.get("source_lang"),
        "target_lang": tokenizer.get("target_lang"),
        "targets": [token for token in vocabulary if _TARGET.fullmatch(token)],
        "positions": config.get("max_position_embeddings", 512),
        "licence": _licence(folder / "README.md"),
        "parameters_mb": round(sum(file.stat().st_size for file in folder.glob("*model.*")) / 1e6, 1),
    }


def convert(folder: Path, target: Path) -> None:
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(folder), copy_files=list(PIECES)).convert(
        str(target), quantization="int8", force=True
    )


def _licence(readme: Path) -> str | None:
    """Of the model card's front matter."""
    if not readme.is_file():
        return None
    said = re.search(r"^license:\s*(\S+)", readme.read_text(encoding="utf-8")[:4000], re.MULTILINE)
    return said.group(1) if said else None


def _json(file: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotMarian(f"{file} cannot be read ({type(error).__name__})") from error
    return read


def main() -> int:
    source, target = sys.argv[1:3]
    try:
        folder = fetched(source)
        about = described(folder)
        convert(folder, Path(target))
    except Exception as error:
        # The command line shows this line; the traceback would hide it.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.write(json.dumps(about) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
