"""A command that cannot do what was asked: one clear sentence with the remedy, exit status 2."""

from __future__ import annotations


class Refusal(Exception):
    """The message is shown as it is, without a traceback."""

    status = 2


class Failure(Refusal):
    """It was tried and did not work (a process did not come up, the platform did not answer)."""

    status = 1
