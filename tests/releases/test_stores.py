"""Stores made from contents: every statement in its graph and once in the default graph."""

import threading
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from klimagraph.releases import graph_of, stores

GRAPH = graph_of("a")
LITERAL = Literal("100", language="de")
LINES = [f'<http://e/{n}> <http://e/p> "{n}"@de {GRAPH} .\n'.encode() for n in range(100, 200)]


@pytest.mark.parametrize("count", [0, 1, 100])
def test_both_graphs(tmp_path: Path, count: int) -> None:
    """Every statement of a content stands in its graph and in the default graph."""
    store = Store(str(tmp_path / "store"))
    stores.add(store, b"".join(LINES[:count]))
    named = list(store.quads_for_pattern(None, None, None, GRAPH))
    merged = list(store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert {str(quad).encode() + b" .\n" for quad in named} == set(LINES[:count])
    assert {quad.triple for quad in named} == {quad.triple for quad in merged}


def _many() -> list[bytes]:
    numbers = range(stores.SMALL + 1000)
    return [f'<http://e/{n}> <http://e/p> "{n % 700} ä"@de {GRAPH} .\n'.encode() for n in numbers]


def test_much_is_written_to_both_graphs_at_once(tmp_path: Path) -> None:
    """It stands there as if one graph had been written after the other."""
    content = b"".join(_many())
    for name, write in (("one", stores.add), ("both", stores.load)):
        write(Store(str(tmp_path / name)), content)
    one, both = (Store.read_only(str(tmp_path / name)) for name in ("one", "both"))
    assert 2 * len(_many()) == len(both)
    assert set(one) == set(both)


def test_one_line_longer_than_all_others(tmp_path: Path) -> None:
    """A content has no second half where its middle lies in its last line."""
    lines = _many()
    long = f'<http://e/z> <http://e/p> "{"z" * len(b"".join(lines))}" {GRAPH} .\n'.encode()
    store = Store(str(tmp_path / "store"))
    stores.load(store, b"".join([*lines, long]))
    assert 2 * len(lines) + 2 == len(store)


@pytest.mark.parametrize("place", [10, stores.SMALL + 999])
def test_what_the_engine_refuses_arrives_from_both_threads(tmp_path: Path, place: int) -> None:
    """A line that is none ends the loading, in either half, and nothing goes on behind it."""
    store = Store(str(tmp_path / "store"))
    lines, before = _many(), threading.active_count()
    lines.insert(place, b"nothing at all " + LINES[0])
    with pytest.raises(SyntaxError):
        stores.load(store, b"".join(lines))
    assert before == threading.active_count()
    stores.add(store, LINES[0])
    assert Quad(NamedNode("http://e/100"), NamedNode("http://e/p"), LITERAL) in store


def test_two_contents(tmp_path: Path) -> None:
    """What two datasets say stands in the default graph once."""
    store = Store(str(tmp_path / "store"))
    content = b"".join(LINES)
    stores.add(store, content)
    stores.add(store, content.replace(b"dataset/a>", b"dataset/b>"))
    assert len(list(store.quads_for_pattern(None, None, None, DefaultGraph()))) == 100
    assert len(store) == 300


def test_a_change_of_two_datasets(tmp_path: Path) -> None:
    """One change may put statements into several graphs and take them out of others."""
    store = Store(str(tmp_path / "store"))
    stores.add(store, b"".join(LINES[:2]))
    lines = [line.strip() for line in LINES]
    others = [line.replace(b"dataset/a>", b"dataset/b>") for line in lines]
    stores.change(store, lines[:1], [lines[2], others[1], others[3]])
    held = {str(quad).encode() for quad in store if quad.graph_name != DefaultGraph()}
    merged = {str(quad.triple).encode() for quad in store if quad.graph_name == DefaultGraph()}
    wanted = {line.removesuffix(b" .") for line in [lines[1], lines[2], others[1], others[3]]}
    assert wanted == held
    assert {line.rsplit(b" ", 1)[0] for line in wanted} == merged
