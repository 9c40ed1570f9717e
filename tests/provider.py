"""A real OpenID Connect provider, which signs its tokens and checks the code's proof."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

with warnings.catch_warnings():
    # It still imports what its own library would rather have replaced.
    warnings.simplefilter("ignore")
    import oidc_provider_mock

# Said by it, in its own threads.
QUIET = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


def configured(issuer: str) -> dict[str, object]:
    """The settings of a platform that trusts it."""
    return {"oidc_issuer": issuer, "oidc_client_id": "parley", "oidc_client_secret": SecretStr("s")}
