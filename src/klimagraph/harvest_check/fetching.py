"""An answer of HTTP as the check needs it, and asking the same thing once only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Response:
    """What came back; `fault` says why nothing did (then the status is 0)."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether it is an answer with a status of success."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """Return the media type without parameters; empty where none is said."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


NOT_ASKED = "not asked"
"""Fault of an answer that was not asked for, because there is no network: it says nothing."""

Fetch = Callable[[str, str, Mapping[str, str]], Response]
"""Takes method, address and headers. Redirects are followed for GET, and never for HEAD."""


def once(fetch: Fetch) -> Fetch:
    """Return a fetch that asks each thing once: three clients read, the server answers one."""
    known: dict[tuple[str, str], Response] = {}

    def remembered(method: str, url: str, headers: Mapping[str, str]) -> Response:
        key = (method, url)
        if key not in known:
            known[key] = fetch(method, url, headers)
        return known[key]

    return remembered
