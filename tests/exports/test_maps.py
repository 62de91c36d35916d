"""Boundaries as GeoJSON (https://www.rfc-editor.org/rfc/rfc7946)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from itertools import pairwise
from typing import Any

import pytest

from exports.prepared import Prepared

NAMES = ("Municipality", "District", "State")
ALLIANCES = """
SELECT ?iri (COUNT(?alliance) AS ?n) { ?iri a klima:%s ; klima:memberOf ?alliance .
  ?alliance a klima:Alliance } GROUP BY ?iri
"""


def polygons(geometry: dict[str, Any]) -> list[Any]:
    """Return the polygons of a geometry."""
    return (
        geometry["coordinates"] if "MultiPolygon" == geometry["type"] else [geometry["coordinates"]]
    )


def area(ring: list[list[float]]) -> float:
    """Return twice the signed area of a ring."""
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring))


@pytest.mark.parametrize("name", NAMES)
def test_rings_are_closed_and_turn_the_right_way(prepared: Prepared, name: str) -> None:
    """Each ring ends where it begins; outer ones run counterclockwise, holes clockwise."""
    features = json.loads(prepared.data(f"{name}.geojson"))["features"]
    assert prepared.file(f"{name}.geojson").rows == len(features)
    for feature in features:
        for rings in polygons(feature["geometry"]):
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
            assert area(rings[0]) > 0
            assert all(area(ring) < 0 for ring in rings[1:])


@pytest.mark.parametrize("name", NAMES)
def test_features_say_what_they_are(prepared: Prepared, name: str) -> None:
    """Each feature has its IRI, its key, its name, and the number of its alliances."""
    counts = {iri: int(number) for iri, number in prepared.rows(ALLIANCES % name)}
    features = json.loads(prepared.data(f"{name}.geojson"))["features"]
    found = {feature["id"]: feature["properties"] for feature in features}
    assert {iri: counts.get(iri, 0) for iri in found} == {
        iri: said["alliances"] for iri, said in found.items()
    }
    for iri, said in found.items():
        assert said["key"] and said["name"] and said["iri"] == iri
