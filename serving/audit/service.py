from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from serving.audit.models import AuditEntry

# Details of what was done by the command line: whoever may use it is known to the machine, not to Parley.
HERE = {"by": "command line"}


def note(
    session: AsyncSession,
    *,
    action: str,
    operator_id: str | None,
    token_id: str | None = None,
    address: str | None = None,
    subject: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """`details`: names of fields, filters, roles. Never what a customer wrote."""
    session.add(
        AuditEntry(
            action=action,
            operator_id=operator_id,
            token_id=token_id,
            address=address,
            subject=subject,
            details=dict(details or {}),
        )
    )
