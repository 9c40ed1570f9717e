"""Sign-in with an OpenID Connect provider: authorization code with PKCE, the ID token verified here."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from serving.config import Settings
from serving.errors import Forbidden, Unavailable
from serving.operators.roles import Role

TIMEOUT_S = 10.0
REMEMBER_S = 3600.0
LEEWAY_S = 60
SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the browser keeps, signed, between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says that somebody is. `email` only when the provider has verified it."""

    subject: str
    email: str | None
    name: str | None


class Provider:
    """Nothing is fetched before somebody signs in; what the issuer publishes is remembered for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._redirect_uri = f"{settings.public_url.rstrip('/')}/console/api/oidc/callback"
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._fetch_again_at = 0.0
        self._fetching = asyncio.Lock()

    @property
    def name(self) -> str | None:
        """What the button says; None when no provider is configured."""
        return self._settings.oidc_name if self._settings.oidc_issuer else None

    @property
    def new_role(self) -> Role | None:
        """What somebody without an account becomes; None: they are refused."""
        return Role(self._settings.oidc_new_role) if self._settings.oidc_new_role else None

    async def begin(self) -> tuple[str, Attempt]:
        """Where to send the browser, and what it has to bring back."""
        await self._discover()
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
        )
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": _challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(self._metadata["authorization_endpoint"]).copy_merge_params(asked)), attempt

    async def finish(self, attempt: Attempt, *, code: str, state: str) -> Person:
        if not secrets.compare_digest(attempt.state, state):
            raise Forbidden("This sign-in was not begun in this browser: begin again.")
        await self._discover()
        tokens = await self._redeem(code, attempt.verifier)
        return self._verified(str(tokens.get("id_token", "")), nonce=attempt.nonce)

    def _verified(self, id_token: str, *, nonce: str) -> Person:
        wanted = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._metadata["issuer"]},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(id_token, self._keys or KeySet([]), algorithms=ALGORITHMS).claims
            wanted.validate(claims)
        except (JoseError, ValueError) as error:
            self._fetch_again_at = 0.0  # a key that was changed since
            raise Forbidden("The sign-in provider's word could not be verified: begin again.") from error
        email = claims.get("email") if claims.get("email_verified", True) else None
        return Person(f"{self._metadata['issuer']}|{claims['sub']}"[:255], email, claims.get("name"))

    async def _redeem(self, code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        secret = self._settings.oidc_client_secret.get_secret_value()
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
                if secret:
                    proof = httpx.BasicAuth(quote(self._settings.oidc_client_id), quote(secret))
                    answer = await client.post(self._metadata["token_endpoint"], data=form, auth=proof)
                else:
                    form["client_id"] = self._settings.oidc_client_id
                    answer = await client.post(self._metadata["token_endpoint"], data=form)
            tokens: dict[str, Any] = answer.raise_for_status().json()
        except (httpx.HTTPStatusError, ValueError) as error:
            raise Forbidden("The sign-in provider refused this sign-in: begin again.") from error
        except httpx.HTTPError as error:
            raise _away(error) from error
        return tokens

    async def _discover(self) -> None:
        async with self._fetching:
            if time.monotonic() < self._fetch_again_at:
                return
            issuer = self._settings.oidc_issuer.rstrip("/")
            try:
                async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
                    metadata = await client.get(f"{issuer}/.well-known/openid-configuration")
                    self._metadata = metadata.raise_for_status().json()
                    keys = await client.get(self._metadata["jwks_uri"])
                    self._keys = KeySet.import_key_set(keys.raise_for_status().json())
            except (httpx.HTTPError, ValueError, KeyError) as error:
                raise _away(error) from error
            self._fetch_again_at = time.monotonic() + REMEMBER_S


def _challenge(verifier: str) -> str:
    """RFC 7636: only whoever began can redeem the code."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _away(error: Exception) -> Unavailable:
    return Unavailable(
        f"The sign-in provider does not answer ({type(error).__name__}): try again, or use your password.",
        retry_after_s=30,
    )
