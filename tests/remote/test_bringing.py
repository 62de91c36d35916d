"""A remote engine holds what is published, however it got there."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import StoreUnavailable
from klimagraph.namespaces import DATASETS
from klimagraph.releases import Content, current, publish, roll_back
from klimagraph.remote import marker
from klimagraph.remote.bringing import LARGE, bring
from klimagraph.remote.engine import Engine
from klimagraph.remote.marker import MERGE
from klimagraph.remote.pool import RemotePool
from klimagraph.settings import Settings
from remote.engines import asked, with_remote

COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
ALL = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
ODD = (
    '<http://e/s> <http://e/p> "line\\nbreak \\"quoted\\" \\\\ tab\\t"@de-ch .',
    '<http://e/s> <http://e/p> "2024-06-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
    '<http://e/s> <http://e/p> "1.50"^^<http://e/own-type> .',
    '<http://e/ö> <http://e/p> "Größe 😀" .',
)


def test_counts_and_statements_are_those_of_the_release(home: Path, engine: dict[str, str]) -> None:
    """Each dataset is a graph, and the default graph is their merge."""
    publish(home, {"b": content("b", ["x1", "other"])}, "second")
    bring(settings(home, engine))
    assert {"a": 1000, "b": 2} == counts(home, engine)
    assert 1001 == len(statements(home, engine))


def test_difference_is_brought(home: Path, engine: dict[str, str]) -> None:
    """What one dataset loses and another says, too, stays in the merge."""
    publish(home, {"b": content("b", ["x1", "other"])}, "second")
    bring(settings(home, engine))
    names = [f"x{number}" for number in range(2, 1000)]
    publish(home, {"a": content("a", [*names, "new"])}, "third")
    bring(settings(home, engine))
    assert {"a": 999, "b": 2} == counts(home, engine)
    found = statements(home, engine)
    assert {b'<http://e/x1> <http://e/p> "x1" .', b'<http://e/new> <http://e/p> "new" .'} <= found
    assert b'<http://e/x0> <http://e/p> "x0" .' not in found


def test_rollback_and_withdrawal_are_brought(home: Path, engine: dict[str, str]) -> None:
    """An earlier release comes back as it was."""
    first = current(home)
    assert first
    publish(home, {"b": content("b", ["other"]), "a": None}, "second")
    bring(settings(home, engine))
    assert {"b": 1} == counts(home, engine)
    roll_back(home, first.name)
    bring(settings(home, engine))
    assert {"a": 1000} == counts(home, engine)
    assert 1000 == len(statements(home, engine))


def test_large_change_is_brought(home: Path, engine: dict[str, str]) -> None:
    """A graph of which most is new is loaded anew."""
    names = [f"y{number}" for number in range(LARGE + 10)]
    publish(home, {"a": content("a", names)}, "large")
    bring(settings(home, engine))
    publish(home, {"a": content("a", ["only"])}, "small")
    bring(settings(home, engine))
    assert {b'<http://e/only> <http://e/p> "only" .'} == statements(home, engine)


def test_literals_survive(tmp_path: Path, engine: dict[str, str]) -> None:
    """Line ends, quotes, languages, own datatypes and letters beyond the plane come back."""
    lines = "".join(sorted(f"{line[:-2]} <{DATASETS}odd> .\n" for line in ODD))
    publish(tmp_path, {"odd": Content(lines.encode(), "test")}, "odd")
    bring(settings(tmp_path, engine))
    assert {line.encode() for line in ODD} == statements(tmp_path, engine)
    publish(tmp_path, {"odd": content("odd", ["gone"])}, "all else")
    bring(settings(tmp_path, engine))
    assert {b'<http://e/gone> <http://e/p> "gone" .'} == statements(tmp_path, engine)


def test_engine_left_half_way_is_brought_right(home: Path, engine: dict[str, str]) -> None:
    """Whatever a crash left in the engine, the next call makes it what it should be."""
    bring(settings(home, engine))
    release = current(home)
    assert release
    with Engine(settings(home, engine)) as writer:
        writer.mark()
        writer.set_mark(marker.changing(release))
        writer.add(MERGE, [b"<http://e/half> <http://e/way> <http://e/there> ."])
        writer.add(f"{DATASETS}a", [b"<http://e/half> <http://e/way> <http://e/there> ."])
        writer.remove(f"{DATASETS}a", [b'<http://e/x1> <http://e/p> "x1" .'])
    bring(settings(home, engine))
    assert {"a": 1000} == counts(home, engine)
    assert 1000 == len(statements(home, engine))


def test_nothing_is_written_where_nothing_changed(home: Path, engine: dict[str, str]) -> None:
    """The mark of an engine that holds the release stays the same one."""
    bring(settings(home, engine))
    with Engine(settings(home, engine)) as reader:
        before = reader.mark()
        bring(settings(home, engine))
        assert before == reader.mark()


def test_wrong_password_is_told(home: Path, virtuoso_settings: dict[str, str]) -> None:
    """Who may not write in the engine learns that, and its mark says so, too."""
    publish(home, {"b": content("b", ["wrong"])}, "not brought")
    wrong = {**virtuoso_settings, "store_password": "wrong"}
    with pytest.raises(StoreUnavailable, match="401"):
        bring(settings(home, wrong))


def settings(home: Path, engine: dict[str, str]) -> Settings:
    """Return the settings of a service on this home and this engine."""
    return Settings(home, **engine)  # type: ignore[arg-type]  # all of them are texts


def counts(home: Path, engine: dict[str, str]) -> dict[str, int]:
    """Return the number of statements by dataset."""
    body = with_remote(home, lambda pool: asked(pool, COUNTS), **engine)
    return {
        row["g"]["value"].removeprefix(DATASETS): int(row["n"]["value"])
        for row in json.loads(body)["results"]["bindings"]
    }


def statements(home: Path, engine: dict[str, str]) -> set[bytes]:
    """Return what the default graph holds."""

    async def work(pool: RemotePool) -> bytes:
        return await asked(pool, ALL)

    return set(with_remote(home, work, **engine).splitlines())
