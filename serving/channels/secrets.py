"""Inbox secrets (tokens, key hashes) at rest: JSON under a key derived from PARLEY_SECRET_KEY."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from serving.errors import ParleyError
from serving.keys import derive_key

PURPOSE = "inbox secrets v1"


class SecretsUnreadable(ParleyError):
    code = "secrets_unreadable"


def encrypt(secrets: dict[str, Any], secret_key: SecretStr) -> str:
    return _cipher(secret_key).encrypt(json.dumps(secrets).encode()).decode()


def decrypt(stored: str | None, secret_key: SecretStr) -> dict[str, Any]:
    """What `encrypt` stored; an inbox without secrets has none."""
    if stored is None:
        return {}
    try:
        secrets: dict[str, Any] = json.loads(_cipher(secret_key).decrypt(stored.encode()))
    except InvalidToken as error:
        raise SecretsUnreadable(
            "The inbox's secrets were encrypted with another PARLEY_SECRET_KEY: "
            "start with the old key, or enter the secrets again."
        ) from error
    return secrets


def hash_api_key(key: str) -> str:
    """API keys are long and random, so a plain SHA-256 is enough: nothing can be guessed from it."""
    return hashlib.sha256(key.encode()).hexdigest()


def api_key_matches(key: str, key_hash: str) -> bool:
    return hmac.compare_digest(hash_api_key(key), key_hash)


@lru_cache(maxsize=8)
def _cipher(secret_key: SecretStr) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive_key(secret_key, PURPOSE)))
