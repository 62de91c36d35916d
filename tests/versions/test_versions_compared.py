"""What is different between two versions of a dataset."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from pathlib import Path

import pytest

from klimagraph import releases
from klimagraph.errors import NotFound, ReleaseGone, ReleaseUnknown
from klimagraph.namespaces import DATASETS, PREFIXES, TERMS, THINGS
from klimagraph.releases import Content, publish
from klimagraph.versions.comparing import difference, pair, plain, read

LONG = "Ein langer Text, der zuerst derselbe ist und sich dann doch an seinem Ende unterscheidet: "


def content(*said: str) -> Content:
    """Return a dataset with targets, each with a text."""
    graph = f"<{DATASETS}a>"
    lines = []
    for number, text in enumerate(said):
        if text:
            thing = f"<{THINGS}target/{number}>"
            lines.append(f"{thing} <{PREFIXES['rdf']}type> <{TERMS}Target> {graph} .\n")
            lines.append(f'{thing} <{PREFIXES["rdfs"]}comment> "{text}" {graph} .\n')
    return Content("".join(sorted(lines)).encode(), "test")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with two releases: one thing goes, one comes, one changes."""
    publish(tmp_path, {"a": content("geht", f"{LONG}vorher")}, "first")
    publish(tmp_path, {"a": content("", f"{LONG}nachher", "<script>")}, "second")
    return tmp_path


def names(home: Path) -> tuple[str, str]:
    """Return the names of both releases."""
    first, second = (release.name for release in releases.all_releases(home))
    return first, second


def test_new_gone_and_changed(home: Path) -> None:
    """Things are counted by class and named."""
    found = difference(home, pair(home, "a", *names(home)))
    assert [f"{THINGS}target/2"] == [one.iri for kind in found.new for one in kind.examples]
    assert [f"{THINGS}target/0"] == [one.iri for kind in found.gone for one in kind.examples]
    assert [f"{THINGS}target/1"] == [one.thing.iri for one in found.changes]
    assert (3, 3) == (found.statements_new, found.statements_gone)


def test_long_texts_begin_where_they_differ(home: Path) -> None:
    """Nobody reads the same twice and looks for the difference."""
    (changed,) = difference(home, pair(home, "a", *names(home))).changes
    (change,) = changed.changes
    before, after = change.before[0].de, change.after[0].de
    assert (before[:1], after[:1]) == ("…", "…")
    assert (before.split()[-1], after.split()[-1]) == ("vorher", "nachher")


def test_a_difference_goes_through_json(home: Path) -> None:
    """What a process writes is read as it was."""
    found = difference(home, pair(home, "a", *names(home)))
    assert found == read(json.loads(json.dumps(plain(found))))


def test_what_cannot_be_compared(home: Path) -> None:
    """A dataset or a release that never was, and one whose data are gone."""
    first, second = names(home)
    with pytest.raises(NotFound, match="'b'"):
        pair(home, "b", first, second)
    with pytest.raises(ReleaseUnknown):
        pair(home, "a", "1999.1.0", second)
    releases.prune(home, 1)
    with pytest.raises(ReleaseGone):
        pair(home, "a", first, second)
