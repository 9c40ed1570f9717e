"""Operators' names for whoever shows events, remembered for a minute."""

from __future__ import annotations

import time
from collections.abc import Mapping

from serving.db import Database
from serving.operators import repository

REMEMBER_S = 60.0
MAX_REMEMBERED = 10_000


class OperatorNames:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._names: dict[str, str] = {}
        self._forget_at = 0.0

    async def names(self, operator_ids: set[str]) -> Mapping[str, str]:
        if time.monotonic() > self._forget_at or len(self._names) > MAX_REMEMBERED:
            self._names = {}
            self._forget_at = time.monotonic() + REMEMBER_S
        unknown = operator_ids - self._names.keys()
        if unknown:
            async with self._database.read() as session:
                self._names.update(await repository.names(session, unknown))
        return {identifier: self._names[identifier] for identifier in operator_ids & self._names.keys()}
