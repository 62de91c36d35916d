"""Property paths (https://www.w3.org/TR/shacl/#property-paths)."""

from pyoxigraph import NamedNode, Store

from klimagraph.shacl.graphs import FIRST, Node, members, node, objects, only, refused
from klimagraph.shacl.shapes import Path, Term

REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
DEEPEST = 50


def path(graph: Store, shape: Node, value: Term, depth: int = 0) -> Path:
    """Return the path that a node of the graph describes; raises ShapesRefused."""
    if isinstance(value, NamedNode):
        return Path(str(value), value)
    return Path(_text(graph, shape, value, depth))


def _text(graph: Store, shape: Node, value: Term, depth: int) -> str:
    start = node(value, shape, "path")
    if depth > DEEPEST:
        raise refused(shape, "sh:path is nested too deeply")
    if objects(graph, start, FIRST):
        return _joined(graph, shape, start, "/", depth)
    if inner := only(graph, start, "inversePath"):
        return f"^{_inner(graph, shape, inner, depth)}"
    if (head := only(graph, start, "alternativePath")) is not None:
        return _joined(graph, shape, head, "|", depth)
    for name, mark in REPEATED.items():
        if inner := only(graph, start, name):
            return _inner(graph, shape, inner, depth) + mark
    words = sorted({str(quad.predicate) for quad in graph.quads_for_pattern(start, None, None)})
    raise refused(shape, f"sh:path is of a kind that is not compiled: {' '.join(words)}")


def _joined(graph: Store, shape: Node, head: Term, mark: str, depth: int) -> str:
    steps = [_inner(graph, shape, step, depth) for step in members(graph, shape, head)]
    if len(steps) < 2:  # SHACL, section 2.3.1.2
        raise refused(shape, "sh:path is a list of fewer than two paths")
    return f"({mark.join(steps)})"


def _inner(graph: Store, shape: Node, value: Term, depth: int) -> str:
    text = path(graph, shape, value, depth + 1).text
    return text if isinstance(value, NamedNode) else f"({text})"
