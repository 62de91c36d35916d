"""Where a thing lies: country, state, district, association, as a trail to it."""

from collections.abc import Sequence

from klimagraph.namespaces import PREFIXES
from klimagraph.things.rows import Row, text
from klimagraph.things.values import Value, named

TRAIL = tuple(PREFIXES["klima"] + name for name in ("inState", "inDistrict", "inAssociation"))


def crumbs(rows: Sequence[Row], iri: str) -> tuple[Value, ...]:
    """Return what the thing lies in, from the widest; a city that is its own district is not."""
    found: list[Value] = []
    for name in TRAIL:
        held = [named(row, "o") for row in rows if text(row, "p") == name]
        found += [value for value in held if value.value != iri and value.name][:1]
    return tuple(found)
