"""Who may write (https://www.rfc-editor.org/rfc/rfc6750)."""

import hmac

from fastapi import Request

from klimagraph.errors import Forbidden, TokenMissing
from klimagraph.settings import Settings


def may_write(request: Request) -> None:
    """Let the request pass if it may write; raises TokenMissing, Forbidden."""
    settings: Settings = request.app.state.settings
    if settings.open_to_write:
        return
    if not settings.admin_token:
        raise Forbidden("nobody can write here over HTTP: no token is set (ADMIN_TOKEN)")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenMissing("writing needs a token: Authorization: Bearer …")
    if not hmac.compare_digest(token.strip().encode(), settings.admin_token.encode()):
        raise Forbidden("this token does not allow writing")
