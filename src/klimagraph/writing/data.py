"""Updates that name every triple they add or take away (https://www.w3.org/TR/sparql11-update/#graphUpdate)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, NamedNode, Store

from klimagraph.canonical import canonical
from klimagraph.errors import QueryRefused
from klimagraph.workers import guard

INSERT, DELETE, DATA = "INSERT", "DELETE", "DATA"
PROLOGUE = ("PREFIX", "BASE")


@dataclass
class Lines:
    """Canonical lines that shall be gone from a graph and lines that shall be there."""

    gone: set[bytes] = field(default_factory=set)
    new: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class _Operation:
    """An operation as text that only adds, and whether it stands for taking away."""

    text: str
    deletes: bool


def named(text: str, base: str) -> dict[str, Lines] | None:
    """Return what an update changes by graph, the empty name for the default graph.

    None where the update has operations that do not name their triples, and where it cannot be
    read: then the engine says why. Raises InputRefused for what is not RDF 1.1.
    """
    try:
        operations = _operations(text)
        if operations is None:
            return None
        whole = Store()
        whole.update(text, base_iri=base)
        changes = _changes(operations, base)
        return changes if _agree(whole, changes) else None
    except (QueryRefused, SyntaxError, RuntimeError):
        return None


def _agree(whole: Store, changes: dict[str, Lines]) -> bool:
    """Tell whether the update, cut into operations, adds what it adds as a whole."""
    added = {graph.value for graph in whole.named_graphs() if isinstance(graph, NamedNode)}
    return all(
        set(canonical(whole, NamedNode(graph)).splitlines()) == changes.get(graph, Lines()).new
        for graph in (changes.keys() | added) - {""}
    )


def _changes(operations: list[_Operation], base: str) -> dict[str, Lines]:
    changes: dict[str, Lines] = {}
    for operation in operations:
        for graph, lines in _lines(operation, base):
            found = changes.setdefault(graph, Lines())
            into, out = (found.gone, found.new) if operation.deletes else (found.new, found.gone)
            into |= lines
            out -= lines
    return changes


def _lines(operation: _Operation, base: str) -> Iterator[tuple[str, set[bytes]]]:
    """Yield the graphs of an operation with their lines: the engine reads it as it is written."""
    store = Store()
    store.update(operation.text, base_iri=base)
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode):  # the grammar allows no other
            yield graph.value, set(canonical(store, graph).splitlines())
    if any(store.quads_for_pattern(None, None, None, DefaultGraph())):
        yield "", set()


def _operations(text: str) -> list[_Operation] | None:
    """Cut an update where its operations begin, each with all prologues before it.

    None where one of them is not INSERT DATA or DELETE DATA. Raises QueryRefused.
    """
    found, prologue, start = [], "", 0
    for place, verb, end in _places(text):
        if verb not in (INSERT, DELETE):
            return None
        prologue += text[start:place].strip().lstrip(";") + "\n"
        begin = place + len(verb)
        found.append(_Operation(f"{prologue}INSERT{text[begin:end]}", verb == DELETE))
        start = end
    return found or None


def _places(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield where each operation begins, its verb and where its data end; the verb is empty for
    an operation of another kind.
    """
    depth, place, verb, before = 0, 0, "", ""
    for offset, kind, token in guard.tokens(text):
        word = token.upper() if kind == "word" else ""
        if depth == 0 and word == DATA and before in (INSERT, DELETE):
            verb = before
        elif depth == 0 and word in (INSERT, DELETE):
            place = offset
        elif depth == 0 and word and word not in PROLOGUE:
            yield offset, "", offset
        if kind == "brace":
            opens = token == "{"  # noqa: S105  # a token of the text
            depth += 1 if opens else -1
            if depth == (1 if opens else 0):
                yield from () if opens and verb else [(place, verb, offset + 1)]
            verb = verb if depth else ""
        before = word
