"""Settings, read once from the environment (`PARLEY_*`).

`./parley up` fills the environment of every process from the data directory; nothing here has a
default that is a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PARLEY_", extra="ignore")

    data_dir: Path = Path(".parley")
    public_url: str = "http://127.0.0.1:8000"
    database_url: str
    redis_url: str
    secret_key: SecretStr = Field(min_length=32)

    # Several Rasa servers on one Redis: comma-separated.
    rasa_url: str = Field(min_length=1)
    rasa_token: SecretStr
    rasa_timeout_s: float = 20.0

    llm_url: str
    llm_model: str = "parley-embedded"
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout_s: float = 30.0
    llm_max_concurrent: int = 32

    encoder_path: Path | None = None
    # An OpenAI-compatible server in the encoder's place (`.../v1`).
    embeddings_url: str = ""
    embeddings_model: str = ""
    embeddings_api_key: SecretStr = SecretStr("")
    # Names, separated by commas, that documents may be fetched from though they lie in a private network.
    fetch_allowed_hosts: str = ""

    # OpenID Connect for operators. `oidc_new_role`: what somebody without an account becomes; empty: refused.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = "OpenID Connect"
    oidc_new_role: Literal["", "viewer", "agent", "admin"] = ""

    default_locale: str = "en"
    # Languages, separated by commas, that the dialogue manager, the catalogue and the documents speak.
    # How a brand addresses its customers, where its inbox (`settings.formality`) does not say otherwise.
    formality: Literal["formal", "familiar"] = "formal"
    native_locales: str = "en,es,de,fr,ar"
    # Others that customers may be recognised in; replies in them need an engine.
    recognised_locales: str = "pt,it,nl,pl,tr,ru,zh"
    # A reply goes out untranslated rather than later than this.
    translation_deadline_s: float = Field(default=4.0, gt=0)
    # How long an operator may wait for a translation that he asked for.
    translation_patience_s: float = Field(default=20.0, gt=0)
    # A prompt profile (serving/translation/profiles.py) turns the engine on; without a URL it asks the
    # platform's own model server.
    translation_llm_profile: str = ""
    translation_llm_url: str = ""
    translation_llm_model: str = ""
    translation_llm_api_key: SecretStr = SecretStr("")
    # Apertium is for operators to read unless this is set.
    translation_apertium_customers: bool = False
    # For how long a customer who comes back need not say again what the last session knew.
    memory_days: int = 90
    max_message_bytes: int = 16_384
    # Of one REST inbox at one gateway; as many as twelve seconds' worth may come at once.
    api_requests_per_s: float = Field(default=50.0, gt=0)
    stream_shards: int = 8
    stream_max_length: int = 100_000
    turn_concurrency: int = 32
    turn_attempts: int = 3
    # A worker that is killed keeps its conversations waiting for `claim_idle_s` and half of it at most.
    lock_ttl_s: float = 6.0
    claim_idle_s: float = 7.0
    sweep_interval_s: float = 5.0
    sweep_grace_s: float = 15.0
    redis_timeout_s: float = 5.0
    outbox_poll_s: float = 1.0
    # A provider that is away is tried again for so long; an adapter that breaks, so often.
    outbox_give_up_h: float = 24.0
    outbox_attempts: int = 10
    # A worker that is killed while it sends keeps that conversation waiting for so long.
    outbox_lease_s: float = 60.0
    max_file_bytes: int = 20 * 1024 * 1024
    shutdown_grace_s: float = 10.0

    @property
    def rasa_urls(self) -> Sequence[str]:
        return [url.strip().rstrip("/") for url in self.rasa_url.split(",") if url.strip()]

    @property
    def native(self) -> Sequence[str]:
        return [locale.strip() for locale in self.native_locales.split(",") if locale.strip()]

    @property
    def enabled_locales(self) -> Sequence[str]:
        """The native ones first."""
        more = (locale.strip() for locale in self.recognised_locales.split(","))
        return list(dict.fromkeys([*self.native, *(locale for locale in more if locale)]))


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()  # type: ignore[call-arg]  # pydantic-settings reads the environment
