"""Fetching over the network, for the command line only (https://www.rfc-editor.org/rfc/rfc9110).

The service itself never asks anybody on behalf of a stranger.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from klimagraph import __version__
from klimagraph.harvest_check.fetching import Fetch, Response

SCHEMES = ("http://", "https://")
LARGEST = 256 << 20
"""Bytes of one answer, unpacked, that are read at most."""
LONGEST = 120.0
"""Seconds that one answer may take in all, as piveau allows."""
REDIRECTS = 5
AGENT = f"klimagraph-harvest-check/{__version__}"


@contextmanager
def network(largest: int = LARGEST, longest: float = LONGEST) -> Iterator[Fetch]:
    """Yield a fetch over HTTP with limits on size, time and redirects."""
    with httpx.Client(
        timeout=min(30.0, longest), max_redirects=REDIRECTS, headers={"User-Agent": AGENT}
    ) as client:

        def fetch(method: str, url: str, headers: Mapping[str, str]) -> Response:
            if not url.startswith(SCHEMES):
                return Response(0, fault="only http and https are asked")
            following = method != "HEAD"
            try:
                with client.stream(
                    method, url, headers=headers, follow_redirects=following
                ) as answer:
                    return _read(answer, largest, time.monotonic() + longest)
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # of IDNA
                return Response(0, fault=str(error) or type(error).__name__)

        yield fetch


def _read(answer: httpx.Response, largest: int, end: float) -> Response:
    """Return an answer with its body, or what was too much of it."""
    parts, size = [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > largest:
            return Response(0, fault=f"more than {largest:,} bytes")
        if time.monotonic() > end:
            return Response(0, fault="it takes too long")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Response(answer.status_code, headers, b"".join(parts))
