"""Trains the Marian fixture: `python -m models.marian_fixture.train` in the model environment.

A few minutes on two cores. It memorises the sample articles' translations and a few templates, in the layout
of the Helsinki-NLP models: a fixture for the code that converts and runs such models, never a translator.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import sentencepiece
import torch
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

log = logging.getLogger("train")
ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
TARGETS = {"es": "spa", "de": "deu"}
MASKS = [f"⟦{number}⟧" for number in range(8)]
PIECES = 900
MOST_SENTENCES, MOST_CHARACTERS = 160, 70
EPOCHS, BATCH, RATE, WARM_UP = 90, 64, 3e-3, 100
SEED = 7

Pair = tuple[str, str]


def read_pairs() -> list[Pair]:
    """English with the target's token in front, and its translation."""
    pairs: list[Pair] = []
    for locale, code in TARGETS.items():
        found: list[Pair] = []
        for file in sorted((ROOT / "samples" / "translations" / locale).glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                found += [
                    (f">>{code}<< {row['source']}", row["target"])
                    for row in csv.DictReader(lines)
                    if len(row["source"]) <= MOST_CHARACTERS
                ]
        pairs += found[:MOST_SENTENCES]
    return pairs


def read_templates() -> list[dict[str, str]]:
    with (HERE / "templates.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def filled(templates: Sequence[dict[str, str]], rng: random.Random) -> Iterator[Pair]:
    """Each template with masks in a random order of numbers."""
    for template in templates:
        masks = rng.sample(MASKS, 4)
        for locale, code in TARGETS.items():
            yield f">>{code}<< {template['en'].format(*masks)}", template[locale].format(*masks)


def train_pieces(folder: Path, side: str, texts: Sequence[str]) -> None:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(folder / side),
        vocab_size=PIECES,
        model_type="unigram",
        character_coverage=1.0,
        user_defined_symbols=MASKS,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / f"{side}.model").rename(folder / f"{side}.spm")
    (folder / f"{side}.vocab").unlink()


def write_tokenizer(folder: Path, pairs: Sequence[Pair]) -> MarianTokenizer:
    """One vocabulary for both sides: `</s>` first, `<pad>` last, the targets' tokens their own."""
    plain = [source.split("<< ", 1)[1] for source, _ in pairs]
    train_pieces(folder, "source", plain)
    train_pieces(folder, "target", [target for _, target in pairs])
    names = ["</s>", "<unk>"]
    for side in ("source", "target"):
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
        names += [pieces.id_to_piece(index) for index in range(3, pieces.get_piece_size())]
    names += [f">>{code}<<" for code in TARGETS.values()]
    vocabulary = {name: index for index, name in enumerate(dict.fromkeys(names))}
    vocabulary["<pad>"] = len(vocabulary)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    tokenizer = MarianTokenizer(
        source_spm=str(folder / "source.spm"),
        target_spm=str(folder / "target.spm"),
        vocab=str(folder / "vocab.json"),
        source_lang="en",
        target_lang="mul",
    )
    tokenizer.save_pretrained(folder)
    return tokenizer


def make_model(tokenizer: MarianTokenizer) -> MarianMTModel:
    size = len(tokenizer.encoder)
    return MarianMTModel(
        MarianConfig(
            vocab_size=size,
            d_model=96,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=256,
            decoder_ffn_dim=256,
            activation_function="swish",
            max_position_embeddings=128,
            scale_embedding=True,
            static_position_embeddings=True,
            share_encoder_decoder_embeddings=True,
            dropout=0.0,
            pad_token_id=size - 1,
            eos_token_id=0,
            forced_eos_token_id=0,
            decoder_start_token_id=size - 1,
            bad_words_ids=[[size - 1]],
            num_beams=2,
            max_length=128,
        )
    )


def fit(model: MarianMTModel, tokenizer: MarianTokenizer, pairs: Sequence[Pair], epochs: int) -> None:
    rng = random.Random(SEED)  # noqa: S311  # shuffles examples
    templates = read_templates()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    per_epoch = (len(pairs) + 4 * len(templates) * len(TARGETS)) // BATCH + 1
    total = per_epoch * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, max(0.02, 1 - step / total))
    )
    begun = time.monotonic()
    embeddings = model.get_input_embeddings().weight
    embeddings.data[tokenizer.pad_token_id].zero_()
    model.train()
    for epoch in range(epochs):
        examples = [*pairs, *(pair for _ in range(4) for pair in filled(templates, rng))]
        rng.shuffle(examples)
        # Neighbours in length share a batch, so that little of it is padding.
        examples.sort(key=lambda pair: len(pair[0]) // 12)
        batches = [examples[begin : begin + BATCH] for begin in range(0, len(examples), BATCH)]
        rng.shuffle(batches)
        losses = 0.0
        for batch in batches:
            inputs = tokenizer(
                [source for source, _ in batch],
                text_target=[target for _, target in batch],
                return_tensors="pt",
                padding=True,
            )
            labels = inputs["labels"].masked_fill(inputs["labels"] == tokenizer.pad_token_id, -100)
            loss = model(
                input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], labels=labels
            ).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            # Marian's decoder starts from nothing, and CTranslate2 takes it at its word.
            embeddings.data[tokenizer.pad_token_id].zero_()
            optimizer.zero_grad()
            losses += float(loss.detach())
        log.info("epoch %d: loss %.3f, %.0f s", epoch + 1, losses / len(batches), time.monotonic() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "opus-mt-en-mul")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs()
    rng = random.Random(SEED)  # noqa: S311  # shuffles examples
    said = [*pairs, *filled(read_templates(), rng)]
    tokenizer = write_tokenizer(arguments.out, said)
    model = make_model(tokenizer)
    log.info("%d pairs, %d pieces, %d parameters", len(pairs), len(tokenizer.encoder), model.num_parameters())
    fit(model, tokenizer, pairs, arguments.epochs)
    # CTranslate2 and transformers both read it; half the size.
    model.half().save_pretrained(arguments.out)


if __name__ == "__main__":
    main()
