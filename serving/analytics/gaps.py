"""Questions without an answer, alike ones together: what the documents should say next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from serving.knowledge.encoder import Encoder

# Of sentence vectors: paraphrases of one question are mostly above, different questions below.
ALIKE = 0.62
MOST_SHOWN = 50


@dataclass(slots=True)
class Gap:
    """`question`: the one nearest to all of them. `asked`: (conversation, turn, text), newest first."""

    question: str
    asked: list[tuple[str, str, str]] = field(default_factory=list)


async def cluster(encoder: Encoder, asked: Sequence[tuple[str, str, str]]) -> Sequence[Gap]:
    """Most asked first. Each question joins the nearest cluster that is near enough, else begins one."""
    if not asked:
        return []
    vectors = np.asarray(await encoder.encode([text for _, _, text in asked]), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    members: list[list[int]] = []
    sums = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    for number, vector in enumerate(vectors):
        centres = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)
        likeness = centres @ vector
        if len(members) and likeness.max() >= ALIKE:
            nearest = int(likeness.argmax())
            members[nearest].append(number)
            sums[nearest] += vector
        else:
            members.append([number])
            sums = np.vstack([sums, vector])
    gaps = [_gap(asked, vectors, group, centre) for group, centre in zip(members, sums, strict=True)]
    return sorted(gaps, key=lambda gap: -len(gap.asked))[:MOST_SHOWN]


def _gap(
    asked: Sequence[tuple[str, str, str]],
    vectors: np.ndarray,
    group: Sequence[int],
    centre: np.ndarray,
) -> Gap:
    nearest = max(group, key=lambda number: float(vectors[number] @ centre))
    return Gap(" ".join(asked[nearest][2].split()), [asked[number] for number in group])
