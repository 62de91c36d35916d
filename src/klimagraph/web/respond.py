"""Answers on their way out: status, headers, body; the same for all routes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from starlette.responses import Response
from starlette.types import Send

from klimagraph import __version__
from klimagraph.web.language import language
from klimagraph.web.policy import HEADER, policy

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Location, Retry-After, "
    "Memento-Datetime, Klimagraph-Release, X-Request-Id",
}

Raw = list[tuple[bytes, bytes]]
"""Headers as they are sent; their names are in lower case."""
PRIVATE = {"Cache-Control": "no-store"}
"""Of what is true for one person, or at this moment only."""
EMPTY = (204, 304)
"""Statuses of answers without a body, which have no length (RFC 9110, section 8.6)."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """Return the headers with those that every answer has."""
        all_ = {**CORS, "Vary": "Accept, Accept-Encoding", "Content-Type": self.content_type}
        if not self.content_type.startswith("text/html"):
            return all_ | dict(self.headers)
        all_ |= {HEADER: policy(), "Content-Language": language(), **self.headers}
        return all_ | {"Vary": f"{all_['Vary']}, Accept-Language"}

    def response(self) -> Response:
        """Return the answer as a Starlette response."""
        return Response(self.body, self.status, self.all_headers())

    async def send(self, send: Send, *, head: bool = False) -> None:
        """Send the answer; without its body for HEAD."""
        headers = {**self.all_headers(), "Content-Length": str(len(self.body))}
        if self.status in EMPTY:
            del headers["Content-Length"]
        await send(start(self.status, headers))
        await send({"type": "http.response.body", "body": b"" if head else self.body})


def spoken() -> dict[str, str]:
    """Return the headers of what is no page and yet written in a language (RFC 9110, 12.5.5)."""
    return {"Vary": "Accept-Encoding, Accept-Language", "Content-Language": language()}


def preflight(allowed: Sequence[str]) -> Reply:
    """Return what a browser wants to know before it asks across sites (Fetch, section 3.2)."""
    headers = {
        "Allow": ", ".join(allowed),
        "Access-Control-Allow-Methods": ", ".join(allowed),
        "Access-Control-Allow-Headers": "Accept, Accept-Datetime, Authorization, Content-Type, "
        "If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Reply(204, b"", "text/plain", headers)


def start(status: int, headers: Mapping[str, str]) -> dict[str, object]:
    """Return the message that begins an answer."""
    return begin(status, raw(headers))


def begin(status: int, headers: Raw) -> dict[str, object]:
    """Return the same from headers as they are sent."""
    return {"type": "http.response.start", "status": status, "headers": headers}


def raw(headers: Mapping[str, str]) -> Raw:
    """Return headers as they are sent."""
    return [(_field(name), value.encode("latin-1")) for name, value in headers.items()]


@lru_cache(256)
def _field(name: str) -> bytes:
    return name.lower().encode()


def etag(*parts: str) -> str:
    """Return the strong validator of what this program makes of the parts (RFC 9110, 8.8.3)."""
    return '"' + hashlib.sha256("\n".join((__version__, *parts)).encode()).hexdigest()[:24] + '"'


def digest(body: bytes) -> str:
    """Return the strong validator of some bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(condition: str | None, tag: str) -> bool:
    """Tell whether If-None-Match names the tag (RFC 9110, 13.1.2)."""
    if not condition:
        return False
    tags = [item.strip().removeprefix("W/") for item in condition.split(",")]
    return tag in tags or "*" in tags


def is_known(named: str, since: str, validators: Mapping[str, str]) -> bool:
    """Tell whether a client has what these are the validators of (RFC 9110, section 13.2.2).

    `named` is its If-None-Match, which counts alone where it is there; `since` If-Modified-Since,
    which tells nothing where it is a time to come.
    """
    if named:
        return matches(named, validators["ETag"])
    if not since:
        return False
    try:
        then, last = map(parsedate_to_datetime, (since, validators.get("Last-Modified", "")))
        return last <= then <= datetime.now(UTC)
    except (TypeError, ValueError):
        return False


def has_it(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Tell the same from the headers of a request."""
    named, since = (headers.get(name, "") for name in ("if-none-match", "if-modified-since"))
    return is_known(named, since, validators)


def dated(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Return 304 to a request with these headers where the client has the answer already."""
    if reply.status == 200 and has_it(headers, reply.headers):
        return Reply(304, b"", reply.content_type, reply.headers)
    return reply


def conditional(reply: Reply, condition: str | None) -> Reply:
    """Return 304 without a body where the client has the answer already."""
    tag = reply.headers.get("ETag", "")
    if reply.status == 200 and tag and matches(condition, tag):
        return Reply(304, b"", reply.content_type, reply.headers)
    return reply
