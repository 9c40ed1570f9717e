from __future__ import annotations

import re

from serving.config import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_point_of_the_list_is_answered() -> None:
    assert re.findall(r"^## LLM(\d\d)", PAGE, re.MULTILINE) == [f"{number:02}" for number in range(1, 11)]


def test_each_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", PAGE)
    assert len(named) > 20
    missing = []
    for file, test in named:
        path = PROJECT_ROOT / file
        if not path.is_file() or (test and f"def {test}(" not in path.read_text(encoding="utf-8")):
            missing.append(f"{file}::{test}")
    assert missing == []
