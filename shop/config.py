"""Settings of the sample shop, read once from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ShopSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PARLEY_", extra="ignore")

    data_dir: Path
    shop_key: SecretStr = Field(min_length=16)

    @property
    def database_file(self) -> Path:
        return self.data_dir / "shop.db"
