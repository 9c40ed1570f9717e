"""What `bench/llm.py` runs in the model server's environment: `generate`, batch by batch.

Reads one JSON object from stdin and prints the tokens a second of each batch size.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import torch  # type: ignore[import-not-found]
from transformers import AutoModelForCausalLM, AutoTokenizer  # type: ignore[import-not-found]


def main() -> None:
    job = json.load(sys.stdin)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(job["folder"], padding_side="left")
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    model = AutoModelForCausalLM.from_pretrained(job["folder"], dtype=torch.bfloat16).to(device).eval()
    generate(model, tokenizer, job["messages"][:1], 8)  # the first call is slower
    speeds = [generate(model, tokenizer, job["messages"][:size], job["tokens"]) for size in job["batches"]]
    print(json.dumps(speeds))


def generate(model: Any, tokenizer: Any, messages: list[Any], tokens: int) -> float:
    inputs = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, padding=True, return_tensors="pt", return_dict=True
    )
    began = time.perf_counter()
    with torch.inference_mode():
        model.generate(
            input_ids=inputs["input_ids"].to(model.device),
            attention_mask=inputs["attention_mask"].to(model.device),
            max_new_tokens=tokens,
            min_new_tokens=tokens,
            do_sample=False,
        )
    return round(len(messages) * tokens / (time.perf_counter() - began), 1)


if __name__ == "__main__":
    main()
