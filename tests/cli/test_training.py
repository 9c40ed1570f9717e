from __future__ import annotations

import json
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from tokenizers import Tokenizer

from serving.cli.encoder import convert
from serving.cli.training import dialogue_fingerprint

DTYPES = {"float16": "F16", "float32": "F32"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "uv.lock": '[[package]]\nname = "rasa"\nversion = "3.6.21"\n',
        "deploy/requirements/encoder.txt": "encoder==1\n",
        "bot/config.yml": "recipe: default.v1\n",
        "bot/data/nlu.yml": "nlu: []\n",
        "bot/components/featurizer.py": "x = 1\n",
        "bot/actions/orders.py": "x = 1\n",
        "bot/endpoints.yml": "action_endpoint: {}\n",
        "policies/routing.py": "x = 1\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "bot/config.yml",
        "bot/data/nlu.yml",
        "bot/components/featurizer.py",
        "policies/routing.py",
        "deploy/requirements/encoder.txt",
    ],
)
def test_what_is_trained_in_asks_for_training(project: Path, changed: str) -> None:
    before = dialogue_fingerprint(project)
    (project / changed).write_text("other\n", encoding="utf-8")
    assert dialogue_fingerprint(project) != before


def test_another_rasa_asks_for_training(project: Path) -> None:
    before = dialogue_fingerprint(project)
    (project / "uv.lock").write_text('[[package]]\nname = "rasa"\nversion = "3.6.22"\n', encoding="utf-8")
    assert dialogue_fingerprint(project) != before


def test_a_moved_file_asks_for_training(project: Path) -> None:
    before = dialogue_fingerprint(project)
    (project / "bot/data/nlu.yml").rename(project / "bot/data/rules.yml")
    assert dialogue_fingerprint(project) != before


@pytest.mark.parametrize(
    "changed", ["bot/actions/orders.py", "bot/endpoints.yml", "bot/components/__pycache__/featurizer.pyc"]
)
def test_what_runs_beside_the_model_does_not(project: Path, changed: str) -> None:
    before = dialogue_fingerprint(project)
    (project / changed).parent.mkdir(exist_ok=True)
    (project / changed).write_text("other\n", encoding="utf-8")
    assert dialogue_fingerprint(project) == before


def test_the_encoder_is_converted_without_pytorch(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_tiny_bert(source)
    convert(source, tmp_path / "models" / "tiny")

    tokenizer = Tokenizer.from_file(str(tmp_path / "models" / "tiny" / "tokenizer.json"))
    tokens = tokenizer.encode("hello there", add_special_tokens=False).tokens
    encoder = ctranslate2.Encoder(str(tmp_path / "models" / "tiny"), compute_type="float32")
    hidden = np.array(encoder.forward_batch([tokens]).last_hidden_state)
    assert hidden.shape == (1, 2, 8)
    assert np.isfinite(hidden).all()
    # Layer normalisation is the last thing that happens.
    assert np.allclose(hidden.mean(axis=-1), 0, atol=1e-4)


def test_a_second_conversion_replaces_the_first(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_tiny_bert(source)
    target = tmp_path / "tiny"
    target.mkdir()
    (target / "left over").touch()
    convert(source, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source", "tiny"]
    assert not (target / "left over").exists()


def test_the_reader_is_the_encoder_with_what_it_learnt_added(tmp_path: Path) -> None:
    source, summed = tmp_path / "source", tmp_path / "summed"
    weights = write_tiny_bert(source)
    learnt = tmp_path / "layers.safetensors"
    random = np.random.default_rng(3)
    matrix, vector = "encoder.layer.0.output.dense.weight", "encoder.layer.0.output.dense.bias"
    left, right, shift = (random.normal(size=shape).astype(np.float16) for shape in ((8, 2), (2, 16), (8,)))
    scale = {"scale": np.array([21.5], np.float32), "zero": np.array([0.25], np.float32)}
    write_safetensors(learnt, {f"{matrix}.a": left, f"{matrix}.b": right, vector: shift, **scale})
    write_tiny_bert(summed)
    added = {matrix: left.astype(np.float32) @ right.astype(np.float32), vector: shift.astype(np.float32)}
    write_safetensors(
        summed / "model.safetensors", {name: array + added.get(name, 0) for name, array in weights.items()}
    )

    convert(source, tmp_path / "both", learnt)
    convert(source, tmp_path / "plain")
    convert(summed, tmp_path / "expected")
    model = (tmp_path / "both" / "model.bin").read_bytes()
    read = (tmp_path / "both" / "reader" / "model.bin").read_bytes()
    assert model == (tmp_path / "plain" / "model.bin").read_bytes()
    assert read == (tmp_path / "expected" / "model.bin").read_bytes() != model
    logit = json.loads((tmp_path / "both" / "reader" / "scale.json").read_text(encoding="utf-8"))
    assert logit == {"scale": 21.5, "zero": 0.25}


def write_tiny_bert(
    folder: Path, *, width: int = 8, inner: int = 16, vocabulary: int = 4
) -> dict[str, np.ndarray]:
    """A BERT of one layer, in the files and names of Hugging Face. Its weights."""
    folder.mkdir(exist_ok=True)
    random = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (vocabulary, width),
        "embeddings.position_embeddings.weight": (16, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
        "pooler.dense.weight": (width, width),
        "pooler.dense.bias": (width,),
    }
    linear = {
        "attention.self.query": (width, width),
        "attention.self.key": (width, width),
        "attention.self.value": (width, width),
        "attention.output.dense": (width, width),
        "intermediate.dense": (inner, width),
        "output.dense": (width, inner),
    }
    for name, shape in linear.items():
        shapes[f"encoder.layer.0.{name}.weight"] = shape
        shapes[f"encoder.layer.0.{name}.bias"] = shape[:1]
    for name in ("attention.output.LayerNorm", "output.LayerNorm"):
        shapes |= {f"encoder.layer.0.{name}.{part}": (width,) for part in ("weight", "bias")}
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    arrays |= {name: np.ones_like(a) for name, a in arrays.items() if name.endswith("LayerNorm.weight")}
    arrays |= {name: np.zeros_like(a) for name, a in arrays.items() if name.endswith("LayerNorm.bias")}
    write_safetensors(folder / "model.safetensors", arrays)
    configuration = {
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "vocab_size": vocabulary,
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(configuration), encoding="utf-8")
    words = {"[UNK]": 0, "[PAD]": 1, "hello": 2, "there": 3}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": words, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    return arrays


def write_safetensors(path: Path, arrays: dict[str, np.ndarray]) -> None:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, array in arrays.items():
        offsets = [len(body), len(body) + array.nbytes]
        header[name] = {
            "dtype": DTYPES[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": offsets,
        }
        body += array.tobytes()
    encoded = json.dumps(header).encode()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + body)
