"""Tokenizer and network: a small Llama that starts from MiniLM's word embeddings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

_FIRST_WORD = 1996  # in MiniLM's vocabulary the words follow here, by frequency

SPECIAL = ["<pad>", "<unk>", "<s>", "</s>", "<sep>", "<answer>"]
PAD, UNK, BOS, EOS, SEP, ANSWER = range(len(SPECIAL))

# Renders the prompt of serving/knowledge/prompt.py compactly: no instructions (they are in the weights)
# and no history. A message of another form is rendered whole.
CHAT_TEMPLATE = (
    "{%- set body = messages[-1]['content'].split('### Question\\n')[-1].split('\\n### Sentences\\n') -%}"
    "<s>{{ body[0] }}<sep>{{ body[1:] | join(' ') }}<answer>"
)


@dataclass(frozen=True, slots=True)
class Shape:
    width: int = 256
    layers: int = 4
    heads: int = 4
    inner: int = 512


def build_tokenizer(
    minilm: Path, texts: list[str], *, common: int
) -> tuple[Tokenizer, npt.NDArray[np.int64]]:
    """MiniLM's WordPiece with its `common` most frequent pieces and all that `texts` use.

    Returns the tokenizer and, for each id after the special ones, the id of the piece in MiniLM.
    """
    vocabulary: dict[str, int] = json.loads((minilm / "tokenizer.json").read_text())["model"]["vocab"]
    full = _wordpiece(vocabulary, "[UNK]")
    used = {token for encoding in full.encode_batch(texts) for token in encoding.tokens}
    frequent = range(_FIRST_WORD, _FIRST_WORD + common)
    single = {piece for piece in vocabulary if len(piece.removeprefix("##")) == 1 and piece.isascii()}
    kept = sorted(
        (index, piece)
        for piece, index in vocabulary.items()
        if piece in used or (piece.isascii() and (index in frequent or piece in single))
    )
    small = {special: index for index, special in enumerate(SPECIAL)}
    small |= {piece: len(SPECIAL) + position for position, (_, piece) in enumerate(kept)}
    tokenizer = _wordpiece(small, "<unk>")
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer, np.array([index for index, _ in kept])


def _wordpiece(vocabulary: dict[str, int], unknown: str) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=unknown))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def build_network(shape: Shape, minilm_weights: Path, pieces: npt.NDArray[np.int64]) -> LlamaForCausalLM:
    config = LlamaConfig(
        vocab_size=len(SPECIAL) + len(pieces),
        hidden_size=shape.width,
        intermediate_size=shape.inner,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.heads,
        max_position_embeddings=4096,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
    )
    # Eager attention is the fastest here: scaled_dot_product_attention is slow in bf16 on CPUs.
    config._attn_implementation = "eager"
    network = LlamaForCausalLM(config)
    with torch.no_grad():
        embeddings = network.get_input_embeddings().weight
        embeddings[len(SPECIAL) :] = _word_embeddings(minilm_weights, pieces, shape.width)
        embeddings[: len(SPECIAL)] = torch.randn(len(SPECIAL), shape.width) * embeddings[len(SPECIAL) :].std()
        for layer in network.model.layers[:2]:
            _attend_to_like(layer.self_attn)
    return network


def _word_embeddings(weights: Path, pieces: npt.NDArray[np.int64], width: int) -> torch.Tensor:
    """MiniLM's embeddings of the pieces, on their first `width` principal components."""
    tensors = load_file(weights)
    name = next(key for key in tensors if key.endswith("embeddings.word_embeddings.weight"))
    embeddings = tensors[name][torch.from_numpy(pieces)].float()
    embeddings = embeddings - embeddings.mean(dim=0)
    _, _, components = torch.linalg.svd(embeddings, full_matrices=False)
    projected = embeddings @ components[:width].T
    projected = projected / projected.norm(dim=1, keepdim=True)
    return projected * 0.05 * width**0.5


def _attend_to_like(attention: torch.nn.Module) -> None:
    """Queries begin equal to keys, so that a token attends to tokens that mean the same."""
    attention.k_proj.weight.normal_(std=attention.k_proj.in_features**-0.5)
    attention.k_proj.weight.mul_(0.7)
    attention.q_proj.weight.copy_(attention.k_proj.weight)


def save(network: LlamaForCausalLM, tokenizer: Tokenizer, folder: Path) -> None:
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        **dict(zip(("pad_token", "unk_token", "bos_token", "eos_token"), SPECIAL, strict=False)),
        additional_special_tokens=SPECIAL[4:],
        chat_template=CHAT_TEMPLATE,
        model_max_length=4096,
        clean_up_tokenization_spaces=False,
    ).save_pretrained(folder)
    network.to(torch.bfloat16).save_pretrained(folder)
