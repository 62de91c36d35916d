"""Boundaries as features on a map (https://www.rfc-editor.org/rfc/rfc7946)."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import QuerySolutions, Store

from klimagraph.exports.packing import Sink, Written
from klimagraph.namespaces import PREFIXES
from klimagraph.workers import geojson

PREAMBLE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("klima", "skos", "geo"))
FEATURES = """
SELECT ?iri ?key ?name ?alliances ?geometry WHERE {
  ?iri a klima:%(name)s ; klima:%(key)s ?key ; geo:hasGeometry/geo:asWKT ?geometry
  OPTIONAL { ?iri skos:prefLabel ?name FILTER(LANG(?name) = "de") }
  OPTIONAL { SELECT ?iri (COUNT(?alliance) AS ?found) WHERE {
    ?iri klima:memberOf ?alliance . ?alliance a klima:Alliance } GROUP BY ?iri }
  BIND(COALESCE(?found, 0) AS ?alliances)
}
ORDER BY ?key ?iri ?geometry
"""
NUMBER = "SELECT (COUNT(*) AS ?number) { ?iri a klima:%(name)s ; klima:%(key)s ?key ; "
NUMBER += "geo:hasGeometry/geo:asWKT ?geometry }"


@dataclass(frozen=True)
class Map:
    """Areas of one level, whose boundaries are drawn."""

    name: str
    """The name of their class."""
    key: str
    """The property with their official key."""
    de: str
    en: str


MAPS = (
    Map("Municipality", "ags", "Grenzen der Gemeinden", "Boundaries of the municipalities"),
    Map("District", "districtKey", "Grenzen der Kreise", "Boundaries of the districts"),
    Map("State", "stateKey", "Grenzen der Länder", "Boundaries of the states"),
)


def features(store: Store, drawn: Map) -> int:
    """Return how many boundaries there are."""
    return int(next(_asked(store, NUMBER, drawn))["number"].value)


def written(home: Path, store: Store, drawn: Map) -> Written:
    """Write the boundaries of a level as a FeatureCollection."""
    with Sink(home) as sink:
        geojson.write(_asked(store, FEATURES, drawn), cast("IO[bytes]", sink))
        return sink.place()


def _asked(store: Store, query: str, drawn: Map) -> QuerySolutions:
    names = {"name": drawn.name, "key": drawn.key}
    return cast("QuerySolutions", store.query(PREAMBLE + query % names))
