from __future__ import annotations

import pytest
from pydantic import SecretStr

from serving.channels.secrets import SecretsUnreadable, api_key_matches, decrypt, encrypt, hash_api_key

KEY = SecretStr("one secret key of thirty-two characters")


def test_what_was_encrypted_comes_back_and_is_unreadable_meanwhile() -> None:
    stored = encrypt({"bot_token": "123:abc"}, KEY)
    assert "123:abc" not in stored
    assert decrypt(stored, KEY) == {"bot_token": "123:abc"}


def test_an_inbox_without_secrets_has_none() -> None:
    assert decrypt(None, KEY) == {}


def test_another_key_says_what_to_do() -> None:
    with pytest.raises(SecretsUnreadable, match="another PARLEY_SECRET_KEY"):
        decrypt(encrypt({"a": 1}, KEY), SecretStr("another secret key of that length here"))


def test_an_api_key_is_known_by_its_hash_alone() -> None:
    assert api_key_matches("k-1", hash_api_key("k-1"))
    assert not api_key_matches("k-2", hash_api_key("k-1"))
    assert not api_key_matches("k-1", "")
