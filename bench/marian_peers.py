"""CTranslate2 in int8 and transformers on the same Marian weights: runs in the model environment.

The weights are random, of the size of opus-mt-en-es (74 million parameters), and both write exactly as many
tokens: how fast a sentence is written does not depend on what it says. Prints one JSON line.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ctranslate2
import torch
from ctranslate2.converters import TransformersConverter
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

FIXTURE = Path(__file__).resolve().parents[1] / "models" / "marian_fixture" / "opus-mt-en-mul"
VOCABULARY = 58_101
TOKENS = 24
BEAM = 2
SENTENCE = "Standard shipping takes 3 to 5 working days and costs EUR 4.90 per order."
BATCHES = (1, 8, 32)
SECONDS = 5.0


def make_model(folder: Path) -> None:
    for name in ("source.spm", "target.spm"):
        shutil.copy(FIXTURE / name, folder / name)
    vocabulary = json.loads((FIXTURE / "vocab.json").read_text(encoding="utf-8"))
    del vocabulary["<pad>"]
    vocabulary |= {f"▁unused{number}": number for number in range(len(vocabulary), VOCABULARY - 1)}
    vocabulary["<pad>"] = VOCABULARY - 1
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    torch.manual_seed(1)
    config = MarianConfig(
        vocab_size=VOCABULARY,
        d_model=512,
        encoder_layers=6,
        decoder_layers=6,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=2048,
        decoder_ffn_dim=2048,
        activation_function="swish",
        max_position_embeddings=512,
        scale_embedding=True,
        static_position_embeddings=True,
        share_encoder_decoder_embeddings=True,
        pad_token_id=VOCABULARY - 1,
        eos_token_id=0,
        decoder_start_token_id=VOCABULARY - 1,
    )
    MarianMTModel(config).save_pretrained(folder)


def rate(run: Callable[[], object], tokens: int) -> float:
    """Tokens a second, over as many runs as fit into a few seconds."""
    run()
    begun, runs = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        run()
        runs += 1
    return round(runs * tokens / (time.perf_counter() - begun), 1)


def with_transformers(folder: Path) -> dict[int, float]:
    tokenizer = MarianTokenizer.from_pretrained(folder)
    model = MarianMTModel.from_pretrained(folder).eval()
    rates: dict[int, float] = {}
    for batch in BATCHES:
        inputs = tokenizer([f">>spa<< {SENTENCE}"] * batch, return_tensors="pt", padding=True)

        def run(inputs: object = inputs) -> None:
            with torch.inference_mode():
                model.generate(**inputs, num_beams=BEAM, min_new_tokens=TOKENS, max_new_tokens=TOKENS)

        rates[batch] = rate(run, TOKENS * batch)
    return rates


def with_ctranslate2(folder: Path, converted: Path, cores: int) -> dict[int, float]:
    TransformersConverter(str(folder)).convert(str(converted), quantization="int8")
    tokenizer = MarianTokenizer.from_pretrained(folder)
    source: Sequence[str] = tokenizer.convert_ids_to_tokens(tokenizer(f">>spa<< {SENTENCE}")["input_ids"])
    # One sentence has all cores; of a batch each core gets a part.
    together = ctranslate2.Translator(str(converted), compute_type="int8", intra_threads=cores)
    apart = ctranslate2.Translator(str(converted), compute_type="int8", inter_threads=cores, intra_threads=1)
    rates: dict[int, float] = {}
    for batch in BATCHES:
        translator = together if batch == 1 else apart

        def run(batch: int = batch, translator: ctranslate2.Translator = translator) -> None:
            translator.translate_batch(
                [list(source)] * batch,
                beam_size=BEAM,
                max_batch_size=max(1, batch // cores),
                min_decoding_length=TOKENS,
                max_decoding_length=TOKENS,
            )

        rates[batch] = rate(run, TOKENS * batch)
    return rates


def main() -> None:
    cores = int(sys.argv[1])
    torch.set_num_threads(cores)
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as place:
        folder = Path(place) / "model"
        folder.mkdir()
        make_model(folder)
        size_mb = (folder / "model.safetensors").stat().st_size / 1e6
        ours = with_ctranslate2(folder, Path(place) / "converted", cores)
        int8_mb = (Path(place) / "converted" / "model.bin").stat().st_size / 1e6
        theirs = with_transformers(folder)
    report = {
        "ctranslate2": ours,
        "transformers": theirs,
        "megabytes": {"transformers": round(size_mb), "ctranslate2": round(int8_mb)},
        "versions": {"ctranslate2": ctranslate2.__version__, "torch": torch.__version__},
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
