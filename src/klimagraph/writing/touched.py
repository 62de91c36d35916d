"""Which graphs an update can change, told from its tokens (https://www.w3.org/TR/sparql11-update/)."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from klimagraph.workers import guard

MANY = ("DEFAULT", "NAMED", "ALL", "ADD", "MOVE", "COPY", "LOAD")
"""Words of operations on graphs whose names do not stand behind GRAPH."""
NAMES = ("iri", "local", "name")
TERMS = (*NAMES, "variable", "text")
PREFIX, BASE, GRAPH, WITH, USING, WHERE = "PREFIX", "BASE", "GRAPH", "WITH", "USING", "WHERE"


@dataclass
class _State:
    """Where the reading of an update stands."""

    prologue: str = ""
    depth: int = 0
    reading: bool = False
    """Whether this is a pattern, where nothing is written."""
    graph: bool = False
    """Whether the operation says WITH."""
    before: str = ""


def touched(text: str, base: str) -> set[str] | None:
    """Return the graphs that an update may write to, None where that cannot be told.

    Raises QueryRefused for a string that is not closed.
    """
    named = list(_names(text))
    store = Store()
    try:
        for prologue, name in named:
            if name is None:
                return None
            store.update(f"{prologue} CREATE SILENT GRAPH {name}", base_iri=base)
    except SyntaxError:  # the engine says why, as soon as it reads the whole
        return None
    return {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}


def _names(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the names of graphs as they are written, with the prologue that explains them."""
    state = _State()
    for _, kind, token in guard.tokens(text):
        word = token.upper() if kind == "word" else ""
        if state.before in (PREFIX, BASE) or state.prologue.endswith(":"):
            state.prologue += f" {token}"
        elif word in (PREFIX, BASE):
            state.prologue += f" {word}"
        elif kind == "brace":
            _turn(state, token)
        elif not state.reading:
            yield from _written(state, kind, token, word)
        if word == WHERE and state.depth == 0 and state.before != "DELETE":
            state.reading = True
        state.before = word or token


def _turn(state: _State, brace: str) -> None:
    state.depth += 1 if brace == "{" else -1
    if state.depth == 0 and state.reading:
        state.reading = state.graph = False


def _written(state: _State, kind: str, token: str, word: str) -> Iterator[tuple[str, str | None]]:
    """Yield the graph that a token outside of patterns names, None where it may be any."""
    if state.before in (GRAPH, WITH):
        state.graph = state.graph or state.before == WITH
        yield state.prologue, token if kind in NAMES else None
    elif (state.depth == 0 and word in MANY and state.before != USING) or (
        state.depth == 1 and not state.graph and (kind in TERMS or word in ("A", "TRUE"))
    ):
        yield state.prologue, None
