from __future__ import annotations

import pytest

from serving.knowledge.parsers.markdown import without_expected


@pytest.mark.parametrize("fence", ["```", "````", "~~~", "``` "])
def test_readers_are_shown_no_expected_questions_however_they_are_fenced(fence: str) -> None:
    text = f"Parcels take a day.\n\n{fence}questions\nhow long?\n{fence.strip()}\n\nOn Sundays none comes.\n"
    assert without_expected(text) == "Parcels take a day.\n\n\nOn Sundays none comes.\n"
