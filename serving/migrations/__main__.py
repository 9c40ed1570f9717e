from __future__ import annotations

from serving.config import get_settings
from serving.migrations import upgrade

if __name__ == "__main__":
    upgrade(get_settings().database_url)
