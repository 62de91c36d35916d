"""Rules about the graph as a whole hold: a check finds nothing in our data, but would find it."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from klimagraph.releases import current, open_read_only, store_of

FOLDER = Path(__file__).parents[2] / "queries" / "checks"
CHECKS = sorted(FOLDER.glob("*.rq"))
PLANTED = Path(__file__).parent / "checks"
FAULT = NamedNode("https://example.org/fault")
LANGUAGES = {"de", "en"}

each = pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)


@cache
def current_store(home: Path) -> Store:
    """Return the store of the release that a home serves."""
    release = current(home)
    assert release
    return open_read_only(store_of(home, release.name))


@each
def test_bundled_data_pass(check: Path, bundled_home: Path) -> None:
    """What comes with the program has no fault that a check finds."""
    assert not _rows(check, current_store(bundled_home))


@each
def test_check_finds_exactly_the_planted_faults(check: Path) -> None:
    """Each node marked as faulty is in the first column of an answer, and no other node."""
    store = Store()
    store.load(path=str(PLANTED / f"{check.stem}.ttl"), format=RdfFormat.TURTLE)
    planted = {str(quad.subject) for quad in store.quads_for_pattern(None, FAULT, None)}
    assert planted
    assert planted == {row[0] for row in _rows(check, store)}


@each
def test_header_says_what_is_checked(check: Path) -> None:
    """A check has a title and a description in both languages and names its rule."""
    lines = check.read_text(encoding="utf-8").splitlines()
    header = tomllib.loads("\n".join(line[3:] for line in lines if line.startswith("#+ ")))
    assert set(header["title"]) == set(header["description"]) == LANGUAGES
    assert header["rule"].startswith("K")
    assert any(line.startswith("ORDER BY ") for line in lines)


def test_every_planted_fault_belongs_to_a_check() -> None:
    """No file of faults is left over from a check that is gone."""
    assert {path.stem for path in CHECKS} == {path.stem for path in PLANTED.glob("*.ttl")}


def _rows(check: Path, store: Store) -> list[list[str]]:
    found = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    return [[str(value) for value in solution] for solution in found]
