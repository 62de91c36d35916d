"""Names for nodes that are the same in every run (https://www.w3.org/TR/rdf11-concepts/#section-skolemization)."""

import hashlib

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from klimagraph.shacl.shapes import Term

DEEPEST = 8
"""Steps from a blank node to the thing with a name that it belongs to."""
LEVELS = 3
"""Levels of blank nodes whose statements tell a blank node apart."""
MOST = 100
"""Statements of a node that are looked at."""


class Naming:
    """Names of nodes in one store: IRIs and texts by themselves, blank nodes by what they say."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[BlankNode, str] = {}
        self._contents: dict[tuple[BlankNode, int], str] = {}

    def of(self, node: Term | None) -> str:
        """Return a name that depends on the statements only, not on labels or their order."""
        if isinstance(node, BlankNode):
            if node not in self._known:
                self._known[node] = self._blank(node)
            return self._known[node]
        if isinstance(node, NamedNode | Literal):
            return node.value
        return "" if node is None else str(node)

    def _blank(self, node: BlankNode) -> str:
        """Return the way from a thing with a name to a blank node, and what the node says."""
        steps, here = [], node
        for _ in range(DEEPEST):
            above = self._above(here)
            if above is None:
                break
            subject, predicate = above
            steps.append(predicate.value)
            if isinstance(subject, NamedNode):
                steps.append(subject.value)
                break
            here = subject
        way = " ".join(reversed(steps))
        return f"_:{way} {self._content(node, LEVELS)}"

    def _above(self, node: BlankNode) -> tuple[NamedNode | BlankNode, NamedNode] | None:
        """Return what links to a blank node, and how; something with a name before others."""
        links = [
            (quad.subject, quad.predicate)
            for quad in self.store.quads_for_pattern(None, None, node)
            if isinstance(quad.subject, NamedNode | BlankNode)
        ]
        return min(
            links,
            key=lambda link: (isinstance(link[0], BlankNode), link[1].value, _named(link[0])),
            default=None,
        )

    def _content(self, node: BlankNode, levels: int) -> str:
        """Return a hash of what a blank node says, down to some levels; made once."""
        if (node, levels) not in self._contents:
            self._contents[node, levels] = self._hashed(node, levels)
        return self._contents[node, levels]

    def _hashed(self, node: BlankNode, levels: int) -> str:
        lines = []
        for number, quad in enumerate(self.store.quads_for_pattern(node, None, None)):
            if number == MOST:
                break
            value = quad.object
            if isinstance(value, BlankNode):
                text = self._content(value, levels - 1) if levels else "_:"
            else:
                text = str(value)
            lines.append(f"{quad.predicate.value} {text}")
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _named(node: NamedNode | BlankNode) -> str:
    return node.value if isinstance(node, NamedNode) else ""
