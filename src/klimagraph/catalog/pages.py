"""The pages of the catalogue, for both generations of Hydra clients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.names import CATALOG, say, term

SIZE = 100
"""Datasets of a page."""
PAGES = "/catalog"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Place:
    """Where a page stands: the catalogue of a snapshot, in a profile and a format."""

    address: str
    profile: str
    snapshot: str
    extension: str
    last: int
    total: int

    def page(self, number: int) -> NamedNode:
        """Return the address of a page, which leads to the same snapshot and format."""
        asked = {"page": number, "profile": self.profile, "snapshot": self.snapshot}
        return NamedNode(f"{self.address}{PAGES}.{self.extension}?{urlencode(asked)}")


def count(total: int) -> int:
    """Return how many pages so many datasets make; there is always a first."""
    return max(1, -(-total // SIZE))


def view(place: Place, number: int) -> Iterator[Triple]:
    """Yield the links between pages, in the words of both generations.

    Some importers know only nextPage and want totalItems, others know only next.
    """
    node = place.page(number)
    yield say(CATALOG, "hydra:view", node)
    yield say(node, "rdf:type", "hydra:PagedCollection")
    yield say(node, "rdf:type", "hydra:PartialCollectionView")
    yield say(node, "hydra:totalItems", _integer(place.total))
    yield say(node, "hydra:itemsPerPage", _integer(SIZE))
    targets = {"first": 1, "last": place.last, "previous": number - 1, "next": number + 1}
    for name, target in targets.items():
        if 1 <= target <= place.last:
            yield say(node, f"hydra:{name}", place.page(target))
            yield say(node, f"hydra:{name}Page", place.page(target))


def split(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Return what stands on each page."""
    return [items[start : start + SIZE] for start in range(0, max(len(items), 1), SIZE)]


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=term("xsd:integer"))
