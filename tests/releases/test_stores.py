"""Stores made from contents: every statement in its graph and once in the default graph."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Store

from klimagraph.releases import graph_of, stores

GRAPH = graph_of("a")
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
