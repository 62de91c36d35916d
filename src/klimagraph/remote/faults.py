"""What a remote engine says when it does not answer a query, as one of our errors."""

import re
from collections.abc import Mapping

from klimagraph.errors import (
    KlimagraphError,
    QueryFailed,
    QueryRefused,
    QueryStopped,
    StoreUnavailable,
)

LONGEST = 240
STOPPED = (408, 503, 504)
TOO_LONG = ("timeout", "timed out", "cancelled", "canceled", "exceeds the limit")
CUT = {
    "x-sql-state": "ran into its time limit",
    "x-sparql-maxrows": "cut it at its limit of rows (ResultSetMaxRows, which must not be set)",
}
"""Headers by which Virtuoso says that an answer is not all of it."""
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_VIRTUOSO = re.compile(r"Virtuoso \w+ Error (?:\w+: )?(.*?)(?:\s*SPARQL query:.*)?", re.DOTALL)


def fault(
    status: int, headers: Mapping[str, str], text: str, opening: str
) -> KlimagraphError | None:
    """Return why an answer is none, from its status, headers and text; None for a good one.

    `opening` is what stood before the text of the query in its first line.
    """
    if status == 200:
        why = next((why for name, why in CUT.items() if name in headers), None)
        return QueryStopped(f"the answer is not complete: the store {why}") if why else None
    if status in STOPPED or (status >= 400 and any(word in text.lower() for word in TOO_LONG)):
        return QueryStopped("the store ended the query at its own limit of time")
    if status not in (400, 500):
        return StoreUnavailable(f"the store answers a query with {status}")
    return _about_query(status, text.strip(), opening)


def _about_query(status: int, text: str, opening: str) -> KlimagraphError:
    if found := _PLACE.search(text):
        line, column = int(found[1]), int(found[2])
        column -= len(opening) if line == 1 else 0
        return QueryRefused(_short(found[3]), line, max(1, column))
    if found := _VIRTUOSO.fullmatch(text):
        text = found[1]
    return QueryRefused(_short(text)) if status == 400 else QueryFailed(_short(text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"
