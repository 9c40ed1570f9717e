"""What a source's state means now: a process that was killed cannot say that it has ended."""

from __future__ import annotations

from datetime import timedelta

from serving.db import now
from serving.knowledge.models import Source, SourceState

# An ingestion whose heart has not beaten for so long has ended without saying so.
SILENT_FOR = timedelta(seconds=60)


def state_of(source: Source) -> SourceState:
    beaten = source.heartbeat_at
    if source.state is SourceState.RUNNING and (beaten is None or now() - beaten >= SILENT_FOR):
        return SourceState.INTERRUPTED
    return source.state
