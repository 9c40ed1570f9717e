"""What `./parley test` runs for which arguments."""

from __future__ import annotations

from serving.cli.test import stages


def titles(*arguments: str) -> list[str]:
    return [stage.title for stage in stages(arguments)]


def test_without_arguments_everything_runs_and_the_platforms_tests_come_last() -> None:
    assert titles() == ["ruff", "ruff format", "mypy", "tests of the bot", "tests of the platform"]


def test_a_path_runs_only_its_own_world() -> None:
    assert titles("tests/cli", "-x") == ["tests of the platform"]
    assert titles("tests/bot", "-x") == ["tests of the bot"]
    assert titles("tests/cli/test_test.py::test_a_path_runs_only_its_own_world") == ["tests of the platform"]


def test_an_expression_alone_runs_in_both_worlds() -> None:
    both = stages(["-k", "lock"])
    assert [stage.title for stage in both] == ["tests of the bot", "tests of the platform"]
    assert all(stage.command[-2:] == ("-k", "lock") for stage in both)


def test_paths_and_options_keep_to_their_world() -> None:
    bot, platform = stages(["tests/bot", "tests/cli", "-k", "lock"])
    assert bot.command[-3:] == ("tests/bot", "-k", "lock")
    assert platform.command[-3:] == ("tests/cli", "-k", "lock")


def test_the_platforms_pytest_does_not_load_the_bots_tests() -> None:
    (platform,) = (stage for stage in stages([]) if stage.title == "tests of the platform")
    assert "--ignore=tests/bot" in platform.command
    assert "--ignore=tests/policies" in platform.command
