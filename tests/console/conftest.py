"""The application under test, for the tests of this folder."""

from tests.gateway import served  # noqa: F401  # pytest finds fixtures by name in this module
from tests.knowledge.conftest import encoder, encoder_path, minilm, site, write_articles  # noqa: F401
from tests.provider import issuer  # noqa: F401
