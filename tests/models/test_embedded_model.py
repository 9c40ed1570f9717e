import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from serving.knowledge.prompt import MAX_CANDIDATES, NONE, Candidate, choices, messages, parse

MODEL = Path(__file__).parents[2] / "models" / "embedded"
MEGABYTE = 1_000_000


def read_json(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((MODEL / name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(MODEL / "tokenizer.json"))


@pytest.fixture(scope="module")
def tensors() -> dict[str, Any]:
    """The header of the safetensors file: name to dtype and shape."""
    weights = (MODEL / "model.safetensors").read_bytes()
    length = int.from_bytes(weights[:8], "little")
    header: dict[str, Any] = json.loads(weights[8 : 8 + length])
    header.pop("__metadata__", None)
    return header


def test_the_model_stays_small() -> None:
    assert sum(file.stat().st_size for file in MODEL.iterdir()) < 25 * MEGABYTE


def test_the_configuration_is_a_llama_that_fits_the_weights(tensors: dict[str, Any]) -> None:
    config = read_json("config.json")
    assert config["architectures"] == ["LlamaForCausalLM"]
    assert tensors["model.embed_tokens.weight"]["shape"] == [config["vocab_size"], config["hidden_size"]]
    layers = {name.split(".")[2] for name in tensors if name.startswith("model.layers.")}
    assert len(layers) == config["num_hidden_layers"]
    assert {tensor["dtype"] for tensor in tensors.values()} == {"BF16"}


def test_the_longest_prompt_fits_the_context() -> None:
    candidate = Candidate(sentence="漢" * 900, title="漢" * 900, heading="漢" * 900, chance=1.0)
    longest = messages("漢" * 900, [candidate] * MAX_CANDIDATES)[-1]["content"]
    room_for_the_reply = 16
    assert len(longest) + room_for_the_reply < read_json("config.json")["max_position_embeddings"]


def test_the_tokenizer_belongs_to_the_configuration(tokenizer: Tokenizer) -> None:
    config = read_json("config.json")
    assert tokenizer.get_vocab_size() == config["vocab_size"]
    assert tokenizer.token_to_id("</s>") == config["eos_token_id"]
    assert tokenizer.token_to_id("<s>") == config["bos_token_id"]


def test_text_survives_the_tokenizer(tokenizer: Tokenizer) -> None:
    text = "how long does shipping to switzerland take, and is it free from eur 50?"
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_every_reply_survives_the_tokenizer(tokenizer: Tokenizer) -> None:
    for reply in choices(MAX_CANDIDATES):
        tokens = tokenizer.encode(reply)
        assert "<unk>" not in tokens.tokens
        assert parse(tokenizer.decode(tokens.ids), MAX_CANDIDATES) == parse(reply, MAX_CANDIDATES)
    assert len(tokenizer.encode(NONE).ids) == 1


def test_the_chat_template_finds_its_place_in_the_prompt() -> None:
    template = (MODEL / "chat_template.jinja").read_text(encoding="utf-8")
    prompt = messages(
        "How long?", [Candidate("Two days.", "Shipping", None, 0.5)], history=[("customer", "Hello")]
    )[-1]["content"]
    for mark in ("### Question\n", "\n### Sentences\n"):
        assert repr(mark) in template
        assert prompt.count(mark) == 1


def test_the_card_says_which_weights_were_measured() -> None:
    weights = (MODEL / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() in (MODEL / "README.md").read_text(encoding="utf-8")
