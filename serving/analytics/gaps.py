"""Questions without an answer, alike ones together: what the documents should say next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from serving.knowledge.encoder import Encoder

# Of sentence vectors: paraphrases of one question are mostly above, different questions below.
ALIKE = 0.62
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """`answered_at`: when somebody wrote the answer to it, if so."""

    conversation: str
    turn: str
    text: str
    at: datetime
    answered_at: datetime | None = None


@dataclass(slots=True)
class Gap:
    """`question`: the one nearest to all of them. `asked`: newest first."""

    question: str
    asked: list[Asked] = field(default_factory=list)


async def cluster(encoder: Encoder, asked: Sequence[Asked]) -> Sequence[Gap]:
    """Most asked first. Each question joins the nearest cluster that is near enough, else begins one.

    Who writes the answer to one question of a cluster has answered what was asked like it until then.
    """
    if not asked:
        return []
    vectors = np.asarray(await encoder.encode([one.text for one in asked]), dtype=np.float32)
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
    gaps = [
        _gap(asked, vectors, open_still, centre)
        for group, centre in zip(members, sums, strict=True)
        if (open_still := _open(asked, group))
    ]
    return sorted(gaps, key=lambda gap: -len(gap.asked))[:MOST_SHOWN]


def _open(asked: Sequence[Asked], group: Sequence[int]) -> Sequence[int]:
    answered = [at for number in group if (at := asked[number].answered_at) is not None]
    return [number for number in group if not answered or asked[number].at > max(answered)]


def _gap(asked: Sequence[Asked], vectors: np.ndarray, group: Sequence[int], centre: np.ndarray) -> Gap:
    nearest = max(group, key=lambda number: float(vectors[number] @ centre))
    return Gap(" ".join(asked[nearest].text.split()), [asked[number] for number in group])
