"""One error base with a status: the message names the value and the remedy, never customer text."""

from __future__ import annotations


class ParleyError(Exception):
    """An error that a caller can act on.

    `status` is the HTTP status the gateway answers with, `code` a stable machine-readable name,
    `retry_after_s` how long the caller should wait when trying again makes sense.
    """

    status = 500
    code = "internal_error"

    def __init__(self, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after_s = retry_after_s


class BadInput(ParleyError):
    status = 400
    code = "bad_input"


class TooLarge(ParleyError):
    status = 413
    code = "too_large"


class Unauthorized(ParleyError):
    status = 401
    code = "unauthorized"


class Forbidden(ParleyError):
    status = 403
    code = "forbidden"


class NotFound(ParleyError):
    status = 404
    code = "not_found"


class Conflict(ParleyError):
    status = 409
    code = "conflict"


class TooManyRequests(ParleyError):
    status = 429
    code = "too_many_requests"


class Unavailable(ParleyError):
    """Something the platform depends on is away; what was accepted is kept."""

    status = 503
    code = "unavailable"
