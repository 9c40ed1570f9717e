from __future__ import annotations

from pathlib import Path

from tests.chaos.drill import Plan, run

SHORT = Plan(conversations=60, messages=3, every_s=2.0, away_s=6.0, database_away_s=4.0)


async def test_nothing_is_lost_doubled_or_disordered_whatever_is_killed(tmp_path: Path) -> None:
    """The long drill is a command: `python -m tests.chaos.drill`."""
    counts = await run(SHORT, tmp_path)

    assert set(counts.blows.values()) == {1}
    assert counts.customer_messages_stored == SHORT.conversations * SHORT.messages
    assert counts.flawless, counts
