"""A client for single questions, each with a limit for the whole of its answer."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bench.step import StepFailedError

JSON = "application/sparql-results+json"
CHUNK = 1 << 18


@dataclass(frozen=True)
class Transfer:
    """One answer: seconds to the first byte and in all, bytes."""

    first: float
    total: float
    size: int


def ask(address: str, query: str, limit: float, accept: str = JSON) -> tuple[bytes, float]:
    """Return the answer to a query and the seconds it took; raises StepFailedError."""
    body = bytearray()
    request = urllib.request.Request(
        address, urlencode({"query": query}).encode(), {"Accept": accept}
    )
    done = send(request, limit, body.extend)
    return bytes(body), done.total


def get(address: str, limit: float) -> tuple[bytes, float]:
    """Return what is at an address and the seconds it took; raises StepFailedError."""
    body = bytearray()
    done = send(urllib.request.Request(address), limit, body.extend)
    return bytes(body), done.total


def send(
    request: urllib.request.Request, limit: float, take: Callable[[bytes], object]
) -> Transfer:
    """Send a request and hand the answer over piece by piece; raises StepFailedError."""
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=limit) as answer:
            chunk, size, first = answer.read1(CHUNK), 0, time.perf_counter() - started
            while chunk:
                take(chunk)
                size += len(chunk)
                if time.perf_counter() - started > limit:
                    raise TimeoutError
                chunk = answer.read1(CHUNK)
    except urllib.error.HTTPError as error:
        raise StepFailedError(f"HTTP {error.code}") from None
    except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
        raise StepFailedError(_reason(error, limit)) from None
    return Transfer(first, time.perf_counter() - started, size)


def latencies(address: str, queries: list[str], limit: float) -> list[float]:
    """Return the seconds of questions asked one after the other on one connection."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=limit)
    seconds = []
    end = time.perf_counter() + limit
    try:
        for query in queries:
            started = time.perf_counter()
            target = f"{place.path}?{urlencode({'query': query})}"
            connection.request("GET", target, headers={"Accept": JSON})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise StepFailedError(f"HTTP {answer.status}")
            seconds.append(time.perf_counter() - started)
            if time.perf_counter() > end:
                break
    except (OSError, http.client.HTTPException) as error:
        raise StepFailedError(_reason(error, limit)) from None
    finally:
        connection.close()
    return seconds


def _reason(error: Exception, limit: float) -> str:
    inner = getattr(error, "reason", error)
    if isinstance(inner, TimeoutError):
        return f"> {limit:g} s"
    return "broke off"
