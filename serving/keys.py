"""Keys for different purposes out of the one secret: a leak of one proves nothing about another."""

from __future__ import annotations

import hashlib
import hmac

from pydantic import SecretStr


def derive_key(secret: SecretStr, purpose: str) -> bytes:
    """32 bytes. One step of HKDF-Expand (RFC 5869): the secret is random and long already."""
    message = f"parley/{purpose}".encode() + b"\x01"
    return hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256).digest()
