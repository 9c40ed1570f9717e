"""The sentence encoder, which puts questions that are alike together."""

from tests.knowledge.conftest import encoder_path  # noqa: F401  # pytest finds fixtures by name in this module
