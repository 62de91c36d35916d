"""Makes the table of boundaries from the boundary files of the reference folder.

Well-known text: https://www.ogc.org/standard/sfa/
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from klimagraph.register.companion_sources import features
from klimagraph.register.gv100ad import Register
from klimagraph.register.levels import CITY_DISTRICT_KINDS, Level
from klimagraph.register.tables import BoundaryRow

_FILES = (
    ("laender", Level.STATE),
    ("kreise", Level.DISTRICT),
    ("verbaende", Level.ASSOCIATION),
)


def boundary_rows(register: Register, reference: Path) -> Iterator[BoundaryRow]:
    """Yield the boundaries of authorities that the register has, a city district's once."""
    for name, level in _FILES:
        current = {
            unit.key
            for unit in register.units
            if unit.level is level and unit.kind not in CITY_DISTRICT_KINDS
        }
        for feature in features(reference, name):
            if feature.ars in current:
                yield BoundaryRow(feature.ars, level.value, well_known_text(feature.geometry))
    current = {municipality.ags for municipality in register.municipalities}
    for feature in features(reference, "gemeinden"):
        if feature.ags in current:
            wkt = well_known_text(feature.geometry)
            yield BoundaryRow(feature.ags, Level.MUNICIPALITY.value, wkt)


def well_known_text(geometry: dict[str, Any]) -> str:
    """Return a GeoJSON polygon or multipolygon as well-known text with four decimals."""
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return f"POLYGON {_polygon(coordinates)}"
    return f"MULTIPOLYGON ({', '.join(_polygon(polygon) for polygon in coordinates)})"


def _polygon(rings: list[list[list[float]]]) -> str:
    return f"({', '.join(_ring(ring) for ring in rings)})"


def _ring(points: list[list[float]]) -> str:
    return f"({', '.join(f'{round(lon, 4)} {round(lat, 4)}' for lon, lat in points)})"
