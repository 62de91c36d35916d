"""The one table of formats, and the negotiation between them (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from klimagraph.errors import NotAcceptable

Kind = Literal["bindings", "boolean", "graph"]
"""What a SPARQL query answers: rows, yes or no, or triples."""

GRAPH: Kind = "graph"
KINDS: tuple[Kind, ...] = ("bindings", "boolean", GRAPH)


@dataclass(frozen=True)
class Format:
    """One way to write something: its short name, extension and media types, best first."""

    name: str
    extension: str
    media_types: tuple[str, ...]
    kinds: tuple[Kind, ...]
    charset: str = ""

    @property
    def content_type(self) -> str:
        """Return the value of the Content-Type header."""
        return self.media_types[0] + self.charset


UTF8 = "; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RESULTS: tuple[Kind, ...] = ("bindings", "boolean")

FORMATS = (
    Format(
        "json", "srj", ("application/sparql-results+json", "application/json", "text/json"), RESULTS
    ),
    Format(
        "xml", "srx", ("application/sparql-results+xml", "application/xml", "text/xml"), RESULTS
    ),
    Format("csv", "csv", ("text/csv",), RESULTS, UTF8),
    Format("tsv", "tsv", ("text/tab-separated-values",), RESULTS, UTF8),
    Format("xlsx", "xlsx", (WORKBOOK,), ("bindings",)),
    Format("geojson", "geojson", ("application/geo+json",), ("bindings",)),
    Format("turtle", "ttl", ("text/turtle", "application/x-turtle"), ("graph",), UTF8),
    Format("ntriples", "nt", ("application/n-triples", "text/plain"), ("graph",)),
    Format("jsonld", "jsonld", ("application/ld+json", "application/json"), ("graph",)),
    Format("rdfxml", "rdf", ("application/rdf+xml", "application/xml", "text/xml"), ("graph",)),
    Format("nquads", "nq", ("application/n-quads", "text/x-nquads"), ("graph",)),
    Format("trig", "trig", ("application/trig",), ("graph",), UTF8),
    Format("n3", "n3", ("text/n3", "text/rdf+n3"), ("graph",), UTF8),
    Format("parquet", "parquet", ("application/vnd.apache.parquet",), ()),
    Format("html", "html", ("text/html", "application/xhtml+xml"), (), UTF8),
)
JSON = Format("json", "json", ("application/json",), ())
"""What has no format of its own: the same as a page, for programs."""
BY_NAME = {form.name: form for form in FORMATS}
BY_EXTENSION = {form.extension: form for form in FORMATS}
ALIASES = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "nq": "nquads", "srj": "json"}
ALIASES |= {"srx": "xml", "owl": "rdfxml", "json-ld": "jsonld"}


def named(name: str) -> Format:
    """Return the format with a short name, extension or media type.

    Raises NotAcceptable where there is none, naming those that exist.
    """
    lower = name.lower()
    found = BY_NAME.get(ALIASES.get(lower, lower)) or BY_EXTENSION.get(lower)
    found = found or next((form for form in FORMATS if lower in form.media_types), None)
    if found is None:
        raise NotAcceptable(f"format {name!r} is not known; known are {', '.join(BY_NAME)}")
    return found


def for_kind(kind: Kind) -> list[Format]:
    """Return the formats that can carry a kind of result, best first."""
    return [form for form in FORMATS if kind in form.kinds]


def negotiate(accept: str | None, offers: Sequence[Format]) -> Format:
    """Return the offered format that the Accept header likes best; the first offer wins ties.

    Raises NotAcceptable where the header accepts none of them.
    """
    ranges = qualities(accept or "*/*")
    best = max(offers, key=lambda offer: _quality(offer.media_types, ranges))
    if _quality(best.media_types, ranges) <= 0:
        allowed = ", ".join(offer.media_types[0] for offer in offers)
        raise NotAcceptable(f"Accept {accept!r} allows none of: {allowed}")
    return best


def qualities(accept: str) -> dict[str, float]:
    """Return quality by media range or coding; a malformed quality counts as 1."""
    ranges = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if media:
            ranges[media.lower()] = _q(parameters)
    return ranges


def _q(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 1.0
    return 1.0


def _quality(media_types: Sequence[str], ranges: dict[str, float]) -> float:
    """Return how much a format is liked: under its own media type, or under another name for it.

    Wildcards mean the type that will be sent, hence the first; the most specific range decides.
    """
    first, *others = media_types
    own = (first, first.split("/")[0] + "/*", "*/*")
    sent = next((ranges[candidate] for candidate in own if candidate in ranges), 0.0)
    return max([sent, *(ranges.get(other, 0.0) for other in others)])
