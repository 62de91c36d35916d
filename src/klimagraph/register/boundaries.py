"""Says in N-Triples where the boundaries of authorities run.

Vocabulary: https://docs.ogc.org/is/22-047r1/22-047r1.html
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from klimagraph.register.ntriples import (
    GEO,
    KLIMA,
    SF,
    TYPE,
    day,
    identifier,
    line,
    term,
    well_known_text,
)
from klimagraph.register.rows import read_rows
from klimagraph.register.tables import BOUNDARIES_FILE, BoundaryRow

BOUNDARY_DATE = date(2021, 1, 1)

_SHAPES = {"POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}


def boundary_lines(folder: Path) -> Iterator[str]:
    """Yield the lines for all boundaries of a folder of tables."""
    for row in read_rows(folder / BOUNDARIES_FILE, BoundaryRow):
        iri = identifier(row.level, row.key)
        boundary = f"<{iri}#boundary>"
        shape = _SHAPES[row.wkt.partition(" ")[0]]
        yield line(f"<{iri}>", term(GEO, "hasGeometry"), boundary)
        yield line(boundary, TYPE, term(GEO, "Geometry"))
        yield line(boundary, TYPE, term(SF, shape))
        yield line(boundary, term(GEO, "asWKT"), well_known_text(row.wkt))
        yield line(boundary, term(KLIMA, "asOf"), day(BOUNDARY_DATE))
