"""The bundled data conform to the shapes, and every warning about them is explained.

Of the register a sample is looked at: every 500th authority, everything that other datasets
speak of, and everything a warning is explained for. All of it takes pySHACL four minutes.
"""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize
from rdflib import Graph
from rdflib.plugins.sparql import algebra, parser, processor

from klimagraph.datasets import DERIVED, VOCABULARY
from klimagraph.namespaces import BASE, SHAPES, THINGS
from klimagraph.releases import current, graph_of, open_read_only, store_of
from klimagraph.validation.reports import Finding
from klimagraph.validation.shacl import findings

ROOT = Path(__file__).parents[2]
WARNINGS = ROOT / "data" / "WARNINGS.csv"
REGISTER = "reference-authorities"
LARGE = (REGISTER, "reference-boundaries", VOCABULARY, DERIVED)
EVERY = 500
THING = "https://example.org/thing"


def explained() -> list[dict[str, str]]:
    """Return the rows of the table of explained warnings."""
    with WARNINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_files(folder: str, pattern: str) -> Graph:
    """Return the graph of the Turtle files of a folder together."""
    graph = Graph()
    for path in (ROOT / folder).glob(pattern):
        graph.parse(path)
    return graph


def found(triples: list[Triple]) -> list[Finding]:
    """Return what the core shapes find in statements."""
    data = Graph()
    data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return findings(data, of_files("shapes", "*.ttl"), of_files("ontology", "**/*.ttl"))


@pytest.fixture(scope="module")
def _parsed_once() -> Iterator[None]:
    """Let rdflib parse the text of a rule once instead of once per node: 40 times faster."""

    @lru_cache
    def translated(text: str, base: str | None, names: tuple[tuple[str, Any], ...]) -> Any:
        return algebra.translateQuery(parser.parseQuery(text), base, dict(names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(
            processor,
            "translateQuery",
            lambda text, base=None, names=None: translated(
                text, base, tuple(sorted((names or {}).items()))
            ),
        )
        yield


@pytest.fixture(scope="module")
def bundled(bundled_home: Path, _parsed_once: None) -> list[Finding]:
    """Return what the core shapes find in the bundled data."""
    release = current(bundled_home)
    assert release
    store = open_read_only(store_of(bundled_home, release.name))
    slugs = [version.slug for version in release.datasets if version.slug not in LARGE]
    said = [triple for slug in slugs for triple in _triples(store, slug)]
    said += list(_sample(store, said))
    spoken_of = {triple.subject for triple in said}
    made = [triple for triple in _triples(store, DERIVED) if triple.subject in spoken_of]
    return found(said + made)


def test_bundled_data_have_no_violation(bundled: list[Finding]) -> None:
    """Nothing in the bundled data is wrong or unusable."""
    assert not [finding for finding in bundled if finding.severity == "violation"]


def test_every_warning_is_explained(bundled: list[Finding]) -> None:
    """What is doubtful or incomplete in the data is listed with its reason, and nothing else."""
    listed = {(f"{SHAPES}{row['shape']}", f"{BASE}{row['focus']}") for row in explained()}
    assert listed == {(item.shape, item.focus) for item in bundled if item.severity != "violation"}


@pytest.mark.parametrize("row", explained(), ids=lambda row: row["focus"])
def test_explanation_is_in_both_languages(row: dict[str, str]) -> None:
    """A reader is told in German and in English why a warning stands."""
    assert row["reason_de"]
    assert row["reason_en"]


def test_a_fault_in_the_data_is_found(_parsed_once: None) -> None:
    """A membership without member or status is not overlooked."""
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    membership = NamedNode(f"{BASE}ns#Membership")
    shapes = {item.shape for item in found([Triple(NamedNode(THING), kind, membership)])}
    assert {f"{SHAPES}Membership-member", f"{SHAPES}Membership-membershipStatus"} <= shapes


def _triples(store: Store, slug: str, subject: NamedNode | None = None) -> Iterator[Triple]:
    for quad in store.quads_for_pattern(subject, None, None, graph_of(slug)):
        yield quad.triple


def _sample(store: Store, others: list[Triple]) -> Iterator[Triple]:
    """Yield the statements of the register about what the sample takes from it."""
    subjects = {triple.subject for triple in _triples(store, REGISTER)}
    names = sorted(node.value for node in subjects if isinstance(node, NamedNode))
    spoken_of = {term.value for triple in others if isinstance(term := triple.object, NamedNode)}
    things = [name for name in names if name.startswith(THINGS)]
    taken = {*things[::EVERY], *(f"{BASE}{row['focus']}" for row in explained())}
    for name in sorted(taken | (spoken_of & set(names))):
        yield from _triples(store, REGISTER, NamedNode(name))
