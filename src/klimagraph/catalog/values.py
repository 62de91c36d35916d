"""Which values of a dataset the catalogue repeats: none that could spoil the pages of others."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from klimagraph.catalog.codes import AUTHORITY, IANA
from klimagraph.catalog.names import CATALOG, NAMES, SERIES, SERVICE, term
from klimagraph.namespaces import DATASETS

LONGEST = 20_000
"""Characters of a text that are repeated."""
MOST = 100
"""Values of a property that are repeated."""
WEB = re.compile(r"https?://[^/?#\s][^\s]*")
CODED = (AUTHORITY, IANA, "http://dcat-ap.de/def/", "http://spdx.org/")
"""Where codes come from that the trees of many datasets name."""
BODIES = f"{AUTHORITY}corporate-body/"
OURS = {one.value for one in (CATALOG, SERVICE, SERIES)} | {f"{AUTHORITY}data-theme"}
"""What the pages themselves say something of; a link there would lead to every dataset."""
DAYS = {term(f"xsd:{name}") for name in ("date", "dateTime", "gYear", "gYearMonth")}

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.]{8,20})?)?)?(Z|[+-]\d\d:\d\d)?")


def address(node: object) -> NamedNode | None:
    """Return a node that is an address of the web, None for others."""
    return node if isinstance(node, NamedNode) and WEB.fullmatch(node.value) else None


def foreign(node: NamedNode) -> bool:
    """Tell whether nothing of the catalogue is reached by an address."""
    place = node.value.partition("#")[0].rstrip("/")
    return not node.value.startswith(DATASETS) and place not in OURS


def body(node: NamedNode) -> bool:
    """Tell whether an address may be that of a body, whose name stands at it on every page."""
    return foreign(node) and (node.value.startswith(BODIES) or not node.value.startswith(CODED))


def text(node: object) -> Literal | None:
    """Return a text without what no XML can hold, cut where it is far too long; None if empty."""
    if not isinstance(node, Literal):
        return None
    value = _NOT_IN_XML.sub("", node.value)
    if not value.strip():
        return None
    short = value if len(value) <= LONGEST else f"{value[:LONGEST]} …"
    return Literal(short, language=node.language) if node.language else Literal(short)


def texts(nodes: Iterable[object]) -> list[Literal]:
    """Return the texts among some nodes."""
    return [one for one in map(text, nodes) if one is not None][:MOST]


def day(node: object) -> Literal | None:
    """Return a point in time, None for anything else."""
    if not isinstance(node, Literal) or node.datatype not in DAYS:
        return None
    return node if _DAY.fullmatch(node.value) else None


def shape(node: object) -> Literal | None:
    """Return a place on the map, None for anything else."""
    found = text(node)
    if found is None or not isinstance(node, Literal) or found.value != node.value:
        return None
    return node if node.datatype.value.startswith(NAMES["geo"]) else found
