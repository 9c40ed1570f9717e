from __future__ import annotations

import pytest

from serving.turns.plain import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u2068P-10482\u2069", "P-10482"),
        ("\u200fرقم الطلب \u200eP-10482\u200f", "رقم الطلب P-10482"),
        ("طلبي P-١٠٤٨٢", "طلبي P-10482"),
        ("सामान १२", "सामान 12"),
        ("½ of 2², please", "½ of 2², please"),
        ("👩‍🌾 می‌خواهم", "👩‍🌾 می‌خواهم"),
    ],
)
def test_marks_go_and_digits_are_ours(written: str, read: str) -> None:
    assert plain(written) == read
