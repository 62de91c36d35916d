"""Who may write (https://www.rfc-editor.org/rfc/rfc6750)."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers

from klimagraph import ledger
from klimagraph.errors import Forbidden, TokenMissing
from klimagraph.ledger import Holder, tokens
from klimagraph.settings import Settings

COOKIE = "klimagraph-token"
"""Holds the token of somebody who uses the pages, until the browser is closed."""


def may_write(request: Request) -> Holder:
    """Let the request pass if it may write anything; raises TokenMissing, Forbidden."""
    settings: Settings = request.app.state.settings
    if settings.open_to_write:
        return tokens.OPERATOR
    if not settings.admin_token and not ledger.is_there(settings.home):
        raise Forbidden("nobody can write here over HTTP: no token is set (ADMIN_TOKEN)")
    text = _bearer(request.headers)
    if not text:
        raise TokenMissing("writing needs a token: Authorization: Bearer …")
    holder = _known(settings, text)
    if holder is None or not holder.curates:
        raise Forbidden("this token does not allow writing")
    return holder


def holder_of(request: Request) -> Holder:
    """Return who asks, by the header or by the cookie of the pages.

    Raises TokenMissing, and Forbidden where nobody holds the token or where another site asks
    with the cookie.
    """
    settings: Settings = request.app.state.settings
    text = _bearer(request.headers)
    if not text:
        text = request.cookies.get(COOKIE, "")
        if text:
            refuse_other_sites(request)
    if not text:
        raise TokenMissing("Dafür brauchen Sie ein Token / this needs a token")
    holder = _known(settings, text)
    if holder is None:
        raise Forbidden("Dieses Token gilt nicht / this token is not valid")
    return holder


def holder_or_none(request: Request) -> Holder | None:
    """Return who asks, None for anybody and for whoever has no token that holds."""
    try:
        return holder_of(request)
    except (TokenMissing, Forbidden):
        return None


def known(request: Request, text: str) -> bool:
    """Tell whether somebody holds a token."""
    return _known(request.app.state.settings, text) is not None


def refuse_other_sites(request: Request) -> None:
    """Raise Forbidden where a page of another site made the browser change something."""
    if request.method in ("GET", "HEAD"):
        return
    settings: Settings = request.app.state.settings
    public, host = urlsplit(settings.address), request.headers.get("host", "")
    ours = {f"{public.scheme}://{public.netloc}", f"http://{host}", f"https://{host}"}
    if request.headers.get("origin", "") not in ours:
        raise Forbidden("another site cannot do this with your token")


def _bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _known(settings: Settings, text: str) -> Holder | None:
    """Return who holds a token: the operator that of the environment, others those of the ledger.

    Hashes are looked up, so that the time it takes tells nothing.
    """
    if settings.admin_token and hmac.compare_digest(text.encode(), settings.admin_token.encode()):
        return tokens.OPERATOR
    if not ledger.is_there(settings.home):
        return None
    with ledger.reading(settings.home) as connection:
        return tokens.holder_of(connection, text)
