"""A typed link, and links as the header of an answer (https://www.rfc-editor.org/rfc/rfc8288)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

LONGEST = 4000
"""Bytes of the header: many servers and clients take 4 KiB for a line, few take 16."""
ITEM = "item"
IRI_SAFE = ":/?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True)
class Link:
    """Where a link leads, what that is to the document, and in which media type it comes."""

    target: str
    """An address here as a path, any other as an IRI; in the characters of a URI."""
    relation: str
    media_type: str = ""

    def written(self) -> str:
        """Return the link as one value of the header."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.target}>; rel="{self.relation}"{kind}'


def uri(iri: str) -> str:
    """Return an IRI in the characters of a URI (RFC 3987, section 3.1)."""
    return quote(iri, safe=IRI_SAFE)


def header(links: Iterable[Link]) -> str:
    """Return the header; what has no room in it is left out, last first.

    Files are named all or not at all: half of them would look like all. The linkset has them.
    """
    given = tuple(links)
    kept = _fitting(given)
    if len(_items(kept)) < len(_items(given)):
        kept = [link for link in kept if link.relation != ITEM]
    return ", ".join(link.written() for link in kept)


def _fitting(links: Iterable[Link]) -> list[Link]:
    kept, length = [], 0
    for link in links:
        size = len(link.written()) + len(", ")
        if length + size <= LONGEST:
            kept.append(link)
            length += size
    return kept


def _items(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.relation == ITEM]
