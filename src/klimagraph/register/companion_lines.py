"""Says in N-Triples what the companion tables know of one authority."""

from collections.abc import Iterator
from datetime import date

from klimagraph.register.companion_index import Companions
from klimagraph.register.ntriples import (
    CONCEPT,
    GEO,
    KLIMA,
    QUDT,
    SKOS,
    TYPE,
    UNIT,
    WGS84,
    WIKIDATA,
    day,
    decimal,
    integer,
    line,
    term,
    text,
    well_known_text,
)
from klimagraph.register.tables import CoordinateRow, FormerKeyRow

_INHABITANTS = term(CONCEPT, "counted-kind/inhabitants")
_EXACTLY = term(CONCEPT, "qualifier/exactly")


def companion_lines(iri: str, key: str, companions: Companions) -> Iterator[str]:
    """Yield the lines for codes, links, point and former keys of an authority."""
    subject = f"<{iri}>"
    if nuts := companions.nuts.get(key):
        yield line(subject, term(KLIMA, "nutsCode"), text(nuts))
    for item in companions.items.get(key, ()):
        yield line(subject, term(SKOS, "exactMatch"), term(WIKIDATA, item))
    if coordinate := companions.coordinates.get(key):
        yield from _point_lines(iri, coordinate)
    for former_key in companions.former_keys.get(key, ()):
        yield from _former_key_lines(iri, former_key)


def count_lines(iri: str, value: int, as_of: date) -> Iterator[str]:
    """Yield the lines for the number of inhabitants on a day."""
    count = f"<{iri}#population-{as_of}>"
    yield line(count, TYPE, term(KLIMA, "Count"))
    yield line(count, term(KLIMA, "countOf"), f"<{iri}>")
    yield line(count, term(KLIMA, "countedKind"), _INHABITANTS)
    yield line(count, term(QUDT, "numericValue"), integer(value))
    yield line(count, term(QUDT, "hasUnit"), term(UNIT, "NUM"))
    yield line(count, term(KLIMA, "qualifier"), _EXACTLY)
    yield line(count, term(KLIMA, "asOf"), day(as_of))


def _point_lines(iri: str, coordinate: CoordinateRow) -> Iterator[str]:
    subject, centroid = f"<{iri}>", f"<{iri}#centroid>"
    point = f"POINT({coordinate.lon:f} {coordinate.lat:f})"
    yield line(subject, term(WGS84, "lat"), decimal(coordinate.lat))
    yield line(subject, term(WGS84, "long"), decimal(coordinate.lon))
    yield line(subject, term(GEO, "hasCentroid"), centroid)
    yield line(centroid, TYPE, term(GEO, "Geometry"))
    yield line(centroid, term(GEO, "asWKT"), well_known_text(point))


def _former_key_lines(iri: str, row: FormerKeyRow) -> Iterator[str]:
    key = f"<{iri}#key-{row.kind}-{row.key}>"
    yield line(f"<{iri}>", term(KLIMA, "hasFormerKey"), key)
    yield line(key, TYPE, term(KLIMA, "DatedKey"))
    yield line(key, term(KLIMA, row.kind), text(row.key))
    yield line(key, term(KLIMA, "lastKnownValid"), day(row.last_known_valid))
    yield line(key, term(KLIMA, "firstKnownInvalid"), day(row.first_known_invalid))
