"""Pages of things as JSON-LD with both styles of Hydra (https://www.hydra-cg.com/spec/latest/core/)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from klimagraph.entities.lists import FOLDER
from klimagraph.jsonld.context import ENTITIES

HYDRA = "http://www.w3.org/ns/hydra/core#"
PATH = f"/{FOLDER}"
STYLES = {
    "first": "firstPage",
    "previous": "previousPage",
    "next": "nextPage",
    "last": "lastPage",
}
"""Links between pages as newer and as older clients look for them."""


@dataclass(frozen=True)
class Asked:
    """Which page of which things is asked for."""

    folder: str
    page: int = 1
    size: int = 100
    state: str = ""
    alliance: str = ""


@dataclass(frozen=True)
class Page:
    """Where a page lies among the others."""

    asked: Asked
    snapshot: str
    total: int
    address: str
    """Where this instance answers."""

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.total // self.asked.size))

    def iri(self, number: int = 0) -> str:
        """Return the address of a page in this snapshot, or of the things chosen."""
        asked = self.asked
        chosen = {"state": asked.state, "alliance": asked.alliance}
        paged = {"page": number, "per_page": asked.size, "snapshot": self.snapshot}
        held = {name: value for name, value in chosen.items() if value} | (paged if number else {})
        behind = f"?{urlencode(held)}" if held else ""
        return f"{self.address}{PATH}/{asked.folder}{behind}"

    def links(self) -> dict[str, str]:
        """Return the addresses of the pages around this one, by what they are to it."""
        here = self.asked.page
        numbers = {"first": 1, "previous": here - 1, "next": here + 1, "last": self.last}
        return {
            name: self.iri(number) for name, number in numbers.items() if 1 <= number <= self.last
        }


def written(page: Page, lines: Iterable[bytes]) -> bytes:
    """Return a page as JSON-LD; the lines are nodes of JSON."""
    collection = {
        "@type": "hydra:Collection",
        "@id": page.iri(),
        "hydra:totalItems": page.total,
        "hydra:view": _view(page),
    }
    members = b",\n".join(lines)
    return b'{"@context":%b,\n%b,\n"hydra:member":[\n%b\n]}\n' % (
        _context(),
        _text(collection)[1:-1],
        members,
    )


def listed(counts: dict[str, int], address: str) -> bytes:
    """Return which classes of things there are, and how many of each."""
    members = [
        {
            "@id": f"{address}{PATH}/{folder}",
            "@type": "hydra:Collection",
            "hydra:title": folder,
            "hydra:totalItems": number,
        }
        for folder, number in sorted(counts.items())
    ]
    document = {
        "@context": {"hydra": HYDRA},
        "@id": f"{address}{PATH}",
        "@type": "hydra:Collection",
        "hydra:totalItems": len(members),
        "hydra:member": members,
    }
    return _text(document) + b"\n"


def _view(page: Page) -> dict[str, Any]:
    """Return the node of a page, typed and linked for both generations of clients."""
    links = page.links()
    newer = {f"hydra:{name}": {"@id": iri} for name, iri in links.items()}
    older = {f"hydra:{STYLES[name]}": {"@id": iri} for name, iri in links.items()}
    return {
        "@id": page.iri(page.asked.page),
        "@type": ["hydra:PagedCollection", "hydra:PartialCollectionView"],
        "hydra:totalItems": page.total,
        "hydra:itemsPerPage": page.asked.size,
        **newer,
        **older,
    }


@cache
def _context() -> bytes:
    """Return the context of things with the prefix of Hydra beside it."""
    return _text(dict(ENTITIES.definitions) | {"hydra": HYDRA})


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
