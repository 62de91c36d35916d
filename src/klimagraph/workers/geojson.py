"""Writes rows as features on a map (https://www.rfc-editor.org/rfc/rfc7946)."""

import json
import re
from collections.abc import Iterator
from itertools import chain, pairwise
from math import isfinite
from typing import IO, Any, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from klimagraph.errors import NotAcceptable
from klimagraph.namespaces import PREFIXES
from klimagraph.workers.values import json_of

WKT, GEOJSON = (PREFIXES["geo"] + name for name in ("wktLiteral", "geoJSONLiteral"))
CONVERSION = f"""
SELECT ?geometry (<{PREFIXES["geof"]}asGeoJSON>(?geometry) AS ?json) WHERE {{}}
"""
SHOWN = 60
DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How deep the positions of a geometry lie in lists."""
_MORE_THAN_TWO = re.compile(r"\s*(<[^>]*>)?\s*[A-Z]+?\s*(Z|M|ZM)\s*(\(|EMPTY)", re.IGNORECASE)

Geometry = dict[str, Any]
"""A geometry object of RFC 7946; `coordinates` are nested as deep as its type says."""
Ring = list[list[float]]


def write(result: QuerySolutions, output: IO[bytes]) -> None:
    """Write a FeatureCollection with one feature for each row.

    Nothing is written before a geometry is found. Raises NotAcceptable where no row has one,
    or where one cannot be written in WGS 84.
    """
    names = [variable.value for variable in result.variables]
    rows = (list(solution) for solution in result)
    first, column = _first_geometry(rows)
    if first and column is None:
        raise NotAcceptable(
            "none of the rows has a geometry (geo:wktLiteral or geo:geoJSONLiteral)"
        )
    output.write(b'{"type":"FeatureCollection","features":[')
    before = b"\n"
    for feature in _features(names, column or 0, chain(first, rows)):
        output.write(before + json.dumps(feature, ensure_ascii=False).encode())
        before = b",\n"
    output.write(b"\n]}\n")


def _first_geometry(rows: Iterator[list[Any]]) -> tuple[list[list[Any]], int | None]:
    """Return the rows up to the first that has a geometry, and the column where it is."""
    read = []
    for row in rows:
        read.append(row)
        for column, term in enumerate(row):
            if _is_geometry(term):
                return read, column
    return read, None


def _is_geometry(term: Any) -> bool:
    return isinstance(term, Literal) and term.datatype.value in (WKT, GEOJSON)


def _features(
    names: list[str], column: int, rows: Iterator[list[Any]]
) -> Iterator[dict[str, object]]:
    converter = Store()
    for row in rows:
        feature: dict[str, object] = {"type": "Feature"}
        identity = next((term.value for term in row if isinstance(term, NamedNode)), None)
        if identity is not None:
            feature["id"] = identity
        placed = _is_geometry(row[column])
        feature["geometry"] = _geometry(converter, row[column]) if placed else None
        feature["properties"] = {
            name: None if term is None else json_of(term)
            for number, (name, term) in enumerate(zip(names, row, strict=True))
            if number != column or (term is not None and not placed)
        }
        yield feature


def _geometry(converter: Store, term: Literal) -> Geometry:
    """Return the geometry that a literal says; the engine converts WKT."""
    text: str | None = term.value
    if term.datatype.value == WKT:
        text = None if _MORE_THAN_TWO.match(term.value) else _converted(converter, term)
    try:
        geometry = json.loads(text or "null")
    except (ValueError, RecursionError):
        geometry = None
    if not _is_plain(geometry):
        raise NotAcceptable(
            f"the geometry {term.value[:SHOWN]!r} cannot be written as GeoJSON; "
            "allowed is one of two dimensions in CRS84 (longitude, latitude)"
        )
    return _turned(geometry)


def _converted(converter: Store, term: Literal) -> str | None:
    answer = converter.query(CONVERSION, substitutions={Variable("geometry"): term})
    found = next(iter(cast("QuerySolutions", answer)))["json"]
    return found.value if found is not None else None


def _is_plain(geometry: object) -> bool:
    """Tell whether this is a geometry of RFC 7946 all of whose positions are two numbers."""
    if not isinstance(geometry, dict):
        return False
    if geometry.get("type") == "GeometryCollection":
        parts = geometry.get("geometries")
        return isinstance(parts, list) and all(_is_plain(part) for part in parts)
    depth = DEPTHS.get(str(geometry.get("type")))
    return depth is not None and _is_nested(geometry.get("coordinates"), depth)


def _is_nested(value: object, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth:
        return all(_is_nested(part, depth - 1) for part in value)
    numbers = all(isinstance(one, int | float) and isfinite(one) for one in value)
    return numbers and len(value) == 2


def _turned(geometry: Geometry) -> Geometry:
    """Let outer rings run counterclockwise and holes clockwise (RFC 7946, section 3.1.6)."""
    if geometry["type"] == "GeometryCollection":
        return geometry | {"geometries": [_turned(part) for part in geometry["geometries"]]}
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for rings in polygons.get(geometry["type"], ()):
        for number, ring in enumerate(rings):
            if (_area(ring) < 0) == (number == 0):
                ring.reverse()
    return geometry


def _area(ring: Ring) -> float:
    """Return twice the signed area; it is positive where the ring runs counterclockwise."""
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring))
