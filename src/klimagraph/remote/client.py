"""Connections to a remote engine: the only ones that the service opens, to one address."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager

import httpx

from klimagraph.errors import StoreUnavailable
from klimagraph.settings import Settings

CONNECTING, WRITING = 5.0, 600.0
"""Seconds for a connection, and for one request that writes."""


class Challenged(httpx.Auth):
    """Shows user and password when the engine asks for them, the way it asks (RFC 7616, 7617)."""

    def __init__(self, settings: Settings) -> None:
        self._credentials = (settings.store_user, settings.store_password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Ask without credentials first; later requests know what is wanted."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401 or not self._credentials[0]:
                return
            digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
            kind = httpx.DigestAuth if digest else httpx.BasicAuth
            self._chosen = kind(*self._credentials)
        yield from self._chosen.auth_flow(request)


def writing_client(settings: Settings) -> httpx.Client:
    """Return connections for bringing the engine to a release."""
    timeout = httpx.Timeout(WRITING, connect=CONNECTING)
    return httpx.Client(auth=Challenged(settings), timeout=timeout, trust_env=False)


def asking_client(settings: Settings) -> httpx.AsyncClient:
    """Return connections for questions; whoever asks keeps the time."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=settings.worker_count)
    timeout = httpx.Timeout(None, connect=CONNECTING)
    auth = Challenged(settings)
    return httpx.AsyncClient(auth=auth, timeout=timeout, limits=limits, trust_env=False)


@contextmanager
def reached() -> Iterator[None]:
    """Translate what a connection may suffer; raises StoreUnavailable."""
    try:
        yield
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise StoreUnavailable(
            f"the store does not answer: {type(error).__name__} {error}"
        ) from None
