from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from shop.app import create_app
from shop.config import ShopSettings

KEY = "a-key-for-the-tests-only"


@pytest.fixture
def settings(tmp_path: Path) -> ShopSettings:
    return ShopSettings(data_dir=tmp_path, shop_key=SecretStr(KEY))


@pytest.fixture
def shop(settings: ShopSettings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), headers={"X-API-Key": KEY}) as client:
        yield client
