"""pySHACL finds the same faults, result by result, in examples and in data with planted faults."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from klimagraph.derivation import bounds_in
from klimagraph.shacl import Data, load, read_shapes, validate
from shacl.faults import with_faults
from shacl.outcomes import ROOT, Outcome, files, ours, parsed_once, reference

EXAMPLES = ROOT / "tests" / "shapes"
SHAPES = sorted(path for path in EXAMPLES.rglob("*.ttl"))
FAULTS = 150
SEEDS = (1, 2, 3)
MANY = 100
"""Results that planted faults have at the least; nobody compares nothing with nothing."""


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        parsed_once(patch)
        yield


def triples_of(path: Path) -> list[Triple]:
    """Return the statements of a file."""
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


@cache
def real() -> list[Triple]:
    """Return what the smaller bundled datasets say."""
    return [each for path in sorted(ROOT.glob("data/*/data.ttl")) for each in triples_of(path)]


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.relative_to(EXAMPLES).stem)
def test_examples(path: Path) -> None:
    """Each shapes file finds in its examples what pySHACL finds with it."""
    shapes = files("shapes", str(path.relative_to(EXAMPLES)))
    expected = reference(triples_of(path), shapes)
    assert expected
    assert expected == ours(triples_of(path), shapes)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_faults(seed: int) -> None:
    """All shapes together find in real data with faults what pySHACL finds."""
    shapes = files("shapes", "**/*.ttl")
    said = with_faults(real(), FAULTS, seed)
    vocabulary = [quad.triple for quad in files("ontology", "**/*.ttl")]
    store = Store()
    store.extend(Quad(*triple) for triple in said)
    data = list(dict.fromkeys([*said, *bounds_in(store, ROOT), *vocabulary]))
    expected = reference(data, shapes)
    assert expected.total() > MANY
    assert not _difference(ours(data, shapes), expected)


def test_nodes_by_themselves() -> None:
    """A validation of one node finds what a validation of all data finds at it."""
    store = Store()
    originals = load(store, [Quad(*triple) for triple in with_faults(real(), FAULTS, 1)])
    data, shapes = Data(store, originals), read_shapes(files("shapes", "*.ttl"))
    everything = validate(data, shapes)
    nodes = sorted(
        {item.focus for item in everything if isinstance(item.focus, NamedNode)}, key=str
    )
    assert len(nodes) > MANY / 2
    for node in nodes:
        at_node = {item for item in everything if item.focus == node}
        assert at_node == set(validate(data, shapes, [node]))


def _difference(found: "dict[Outcome, int]", expected: "dict[Outcome, int]") -> list[str]:
    keys = sorted(key for key in {*found, *expected} if found.get(key) != expected.get(key))
    return [f"{found.get(key, 0)} instead of {expected.get(key, 0)}: {key}" for key in keys]
