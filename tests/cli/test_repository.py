"""What a clone brings along."""

from __future__ import annotations

import subprocess

from serving.config import PROJECT_ROOT

LINK = "120000"


def test_no_link_is_kept_in_the_repository() -> None:
    """One to an environment of its author's machine kept every clone elsewhere from starting."""
    listed = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    kept = listed.stdout.splitlines()
    assert len(kept) > 500
    assert [line for line in kept if line.startswith(LINK)] == []
