"""The lines about boundaries say where they run and whose they are."""

from collections import Counter
from pathlib import Path

import pytest

from klimagraph.register.authorities import authority_lines
from klimagraph.register.boundaries import boundary_lines
from klimagraph.register.tables import AUTHORITIES, BOUNDARIES

from .graph import GEO, Graph


@pytest.fixture(scope="module")
def boundaries(bundled_data: Path) -> Graph:
    """Return the graph of the boundaries that the project carries."""
    return Graph(boundary_lines(bundled_data / BOUNDARIES))


class TestBoundaries:
    """Boundaries belong to present authorities."""

    def test_numbers(self, boundaries: Graph) -> None:
        """Each level has the boundaries that the source has for present keys."""
        places = [place for place in boundaries.all_subjects() if "#" not in place]
        levels = Counter(place.partition("/")[0] for place in places)
        assert levels == {
            "state": 16,
            "district": 294,
            "association": 1202,
            "municipality": 10_975,
        }

    def test_holder_known(self, bundled_data: Path, boundaries: Graph) -> None:
        """Whatever has a boundary is an authority."""
        holders = {place.partition("#")[0] for place in boundaries.all_subjects()}
        authorities = Graph(authority_lines(bundled_data / AUTHORITIES))
        assert holders <= set(authorities.members("Authority"))

    def test_shape(self, boundaries: Graph) -> None:
        """A boundary is a polygon of its day, longitude first."""
        boundary = "municipality/01001000#boundary"
        wkt = boundaries.values(boundary, GEO + "asWKT")[0]
        assert wkt.startswith("POLYGON ((9.4923 54.8223, ")
        assert boundaries.values(boundary, "asOf") == ["2021-01-01"]
