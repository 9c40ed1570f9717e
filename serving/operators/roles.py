from __future__ import annotations

from enum import StrEnum

from serving.errors import Forbidden
from serving.operators.models import Operator


class Role(StrEnum):
    """A viewer reads, an agent also answers customers, an admin also manages the platform."""

    VIEWER = "viewer"
    AGENT = "agent"
    ADMIN = "admin"


class Scope(StrEnum):
    """What an API token may do of what its owner may."""

    READ = "read"
    WRITE = "write"
    EXPORT = "export"
    ADMIN = "admin"


_RANK = {Role.VIEWER: 0, Role.AGENT: 1, Role.ADMIN: 2}


def may(operator: Operator, least: Role) -> bool:
    return _RANK[Role(operator.role)] >= _RANK[least]


def require_role(operator: Operator, least: Role) -> None:
    if not may(operator, least):
        raise Forbidden(f"A {operator.role} may not do this: ask an admin for the role {least.value!r}.")
