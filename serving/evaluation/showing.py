"""What the platform would show the model, as examples for training the embedded one.

`python -m serving.evaluation.showing ENCODER_FOLDER FILE.jsonl`: questions of the companies that the reader
has not learnt from and of training over our articles, each with the likeliest sentences; models/recipe reads
them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from serving.evaluation.answers import ARTICLES, MORE_COMPANIES, Replied, read_phrasings, retrieved
from serving.evaluation.library import opened_library
from serving.evaluation.selecting import companies, says_one_of
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.reader import Reader, load_reader
from serving.knowledge.selection import Likely, by_likelihood, worth_asking

# More than are shown, so that one that training drops can be replaced.
SENTENCES = 12


async def gathered(encoder: Encoder, reader: Reader) -> list[dict[str, Any]]:
    bare, expecting = await companies(MORE_COMPANIES, encoder, reader)
    found = {"companies": [*bare, *expecting], "articles": []}
    for expects in (True, False):
        async with opened_library(ARTICLES, encoder, reader=reader, expecting=expects) as library:
            found["articles"] += await retrieved(library, read_phrasings("train"))
    weighed = [(name, one, by_likelihood(one.shown)) for name, replied in found.items() for one in replied]
    return [_example(name, one, likely) for name, one, likely in weighed if worth_asking(likely)]


def _example(source: str, one: Replied, likely: Likely) -> dict[str, Any]:
    return {
        "source": source,
        "question": one.asked.question,
        "answerable": bool(one.asked.says),
        "sentences": [
            {
                "text": sentence.text,
                "title": sentence.passage.title,
                "heading": sentence.passage.heading,
                "logit": round(logit, 2),
                "answers": says_one_of(sentence, one.asked.says),
            }
            for sentence, logit in likely[:SENTENCES]
        ],
    }


def main(encoder: Path, target: Path) -> None:
    examples = asyncio.run(gathered(load_encoder(encoder), load_reader(encoder)))
    lines = [json.dumps(example, ensure_ascii=False) + "\n" for example in examples]
    target.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} examples\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
