"""The W3C suite for SHACL Core and SPARQL: right, or refused with the name of what is not compiled.

The archive is looked for in the folder that `KLIMAGRAPH_SUITES` names.
https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

import os
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from klimagraph.errors import ShapesRefused
from klimagraph.namespaces import PREFIXES
from klimagraph.shacl import Data, Result, load, read_shapes, validate
from klimagraph.shacl.shapes import Term
from klimagraph.terms import term
from klimagraph.validation.foreign import check
from klimagraph.validation.grouping import Traced

ARCHIVE = "shacl_tests_core_sparql.tar.xz"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
KIND = "http://www.w3.org/ns/shacl-test#"
SHACL = PREFIXES["sh"]
REFUSED = {
    "core/node/qualified-001": "sh:qualifiedValueShapesDisjoint",
    "core/property/qualifiedMinCountDisjoint-001": "sh:qualifiedValueShapesDisjoint",
    "core/property/qualifiedValueShapesDisjoint-001": "sh:qualifiedValueShapesDisjoint",
    "sparql/component/nodeValidator-001": "sh:parameter",
    "sparql/component/optional-001": "sh:parameter",
    "sparql/component/propertyValidator-select-001": "sh:parameter",
    "sparql/component/validator-001": "sh:parameter",
    "sparql/node/sparql-002": "sh:select",
    "sparql/node/sparql-003": "sh:select",
    "sparql/pre-binding/pre-binding-002": "does not bind",
    "sparql/pre-binding/pre-binding-003": "does not bind",
    "sparql/pre-binding/pre-binding-005": "does not bind",
    "sparql/pre-binding/pre-binding-007": "a query inside the query",
    "sparql/pre-binding/shapesGraph-001": "$shapesGraph",
}
"""Tests of what is not compiled, with what the refusal has to name."""
OTHERWISE = {
    "core/property/property-001": "a fault that two ways lead to is told once",
    "core/property/uniqueLang-002": "the engine reads 1 as true, so sh:uniqueLang 1 counts",
}
"""Tests whose results differ, with the reason."""
Outcome = tuple[str, ...]
"""Focus node, path, value, shape, component and severity."""


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the unpacked suite."""
    archive = Path(os.environ.get("KLIMAGRAPH_SUITES", ""), ARCHIVE)
    if not archive.is_file():
        pytest.skip(f"KLIMAGRAPH_SUITES does not name the folder with {ARCHIVE}")
    folder = tmp_path_factory.mktemp("shacl")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.rglob("sht_tests"))


@pytest.fixture(scope="session")
def cases(suite: Path) -> dict[str, Path]:
    """Return the files that hold a test, by their place without the extension."""
    paths = [path for path in suite.rglob("*.ttl") if _tests(path)]
    return {str(path.relative_to(suite).with_suffix("")): path for path in paths}


def test_all_of_the_suite_is_there(cases: dict[str, Path]) -> None:
    """Of 98 tests of Core and 23 of SPARQL 105 are right, 14 are refused and two differ."""
    assert Counter(core=98, sparql=23) == Counter(name.split("/")[0] for name in cases)
    assert set(cases) >= {*REFUSED, *OTHERWISE}
    assert len(cases) - len(REFUSED) - len(OTHERWISE) == 105


def test_results_are_those_of_the_suite(cases: dict[str, Path]) -> None:
    """Every test of what is compiled has exactly the results that the W3C expects."""
    different = {
        name
        for name, path in cases.items()
        if name not in REFUSED and not _must_fail(path) and _expected(path) != _found(path)
    }
    assert set(OTHERWISE) == different


def test_what_must_be_refused_is_refused(cases: dict[str, Path]) -> None:
    """Queries that the specification forbids are refused when the shapes are read."""
    failing = [path for name, path in cases.items() if _must_fail(path)]
    assert len(failing) == 7
    for path in failing:
        with pytest.raises(ShapesRefused):
            _found(path)


def test_the_engine_for_other_shapes(cases: dict[str, Path]) -> None:
    """What judges by shapes that are not compiled is right in every test."""
    different = {
        name
        for name, path in cases.items()
        if not _must_fail(path) and _short(_expected(path)) != _told(path)
    }
    assert set() == different
    for path in filter(_must_fail, cases.values()):
        with pytest.raises(ShapesRefused):
            _told(path)


@pytest.mark.parametrize(("name", "named"), REFUSED.items())
def test_what_is_not_compiled_is_named(cases: dict[str, Path], name: str, named: str) -> None:
    """Shapes outside of the closed list are refused with the name of what is outside."""
    with pytest.raises(ShapesRefused) as refusal:
        _found(cases[name])
    assert named in str(refusal.value)


@cache
def _graph(path: Path) -> Store:
    store = Store()
    store.extend(_quads(path))
    return store


def _quads(path: Path) -> Iterator[Quad]:
    return parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())


def _tests(path: Path) -> list[NamedNode]:
    quads = _graph(path).quads_for_pattern(None, term("rdf:type"), NamedNode(f"{KIND}Validate"))
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def _value(path: Path, subject: Term | None, name: str) -> Term | None:
    assert isinstance(subject, NamedNode | BlankNode)
    quads = _graph(path).quads_for_pattern(subject, NamedNode(name), None)
    return next((quad.object for quad in quads), None)


def _result(path: Path) -> Term | None:
    return _value(path, _tests(path)[0], f"{MANIFEST}result")


def _must_fail(path: Path) -> bool:
    return _result(path) == NamedNode(f"{KIND}Failure")


def _file(path: Path, name: str) -> Path:
    """Return the file of data or of shapes that a test names."""
    found = _value(path, _value(path, _tests(path)[0], f"{MANIFEST}action"), KIND + name)
    assert isinstance(found, NamedNode)
    return Path(found.value.removeprefix("file://"))


def _found(path: Path) -> "Counter[Outcome]":
    shapes = read_shapes(_graph(_file(path, "shapesGraph")))
    store = Store()
    originals = load(store, _quads(_file(path, "dataGraph")))
    return Counter(_outcome(result) for result in validate(Data(store, originals), shapes))


def _told(path: Path) -> "Counter[Outcome]":
    """Return what the engine for shapes that are not compiled finds."""
    shapes = list(_quads(_file(path, "shapesGraph")))
    found = check(_quads(_file(path, "dataGraph")), shapes).found
    return Counter(_seen(each) for each in found)


def _short(outcomes: "Counter[Outcome]") -> "Counter[Outcome]":
    """Return results with components by their local names and the severities that findings have."""
    short = Counter[Outcome]()
    for (*terms, component, severity), count in outcomes.items():
        known = severity if severity in ("Warning", "Info") else "Violation"
        short[(*terms, component.rsplit("#")[-1], known)] += count
    return short


def _seen(traced: Traced) -> Outcome:
    finding, wanted = traced.finding, traced.wanted
    assert wanted
    way = wanted.predicate or (BlankNode() if finding.path else None)
    shape = NamedNode(finding.shape) if "://" in finding.shape else BlankNode()
    terms = (wanted.subject, way, wanted.object, shape)
    return (*map(_masked, terms), finding.component, finding.severity.capitalize())


def _outcome(result: Result) -> Outcome:
    way = (result.path.predicate or BlankNode()) if result.path else None
    severity = result.shape.severity.value.removeprefix(SHACL)
    terms = (result.focus, way, result.value, result.shape.node)
    return (*map(_masked, terms), result.component, severity)


def _expected(path: Path) -> "Counter[Outcome]":
    wanted = [quad.object for quad in _graph(path).quads_for_pattern(
        _node(_result(path)), NamedNode(f"{SHACL}result"), None
    )]  # fmt: skip
    names = "focusNode resultPath value sourceShape sourceConstraintComponent resultSeverity"
    rows = [[_value(path, each, SHACL + name) for name in names.split()] for each in wanted]
    return Counter(
        (*map(_masked, row[:4]), *(_text(each).removeprefix(SHACL) for each in row[4:]))
        for row in rows
    )


def _node(found: Term | None) -> NamedNode | BlankNode:
    assert isinstance(found, NamedNode | BlankNode)
    return found


def _text(found: Term | None) -> str:
    assert isinstance(found, NamedNode)
    return found.value


def _masked(found: Term | None) -> str:
    """Return a term as text, a literal as the engine keeps it: in files it stands otherwise."""
    if isinstance(found, Literal):
        store, name = Store(), NamedNode(KIND)
        store.add(Quad(name, name, found))
        found = next(iter(store)).object
    return "_" if isinstance(found, BlankNode) else str(found or "")
