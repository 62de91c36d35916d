"""Blank nodes without a label of their own, found again in another parse of the same text."""

from array import array
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, Quad

AS_SUBJECT, AS_OBJECT = 0, 1


class BlankNodeNotes:
    """Remembers as what of which statement blank nodes came; their labels are made by chance.

    Sixteen bytes each, one entry for statements in a row that are about the same node.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._roles = array("Q")

    def through(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield statements on and remember their blank nodes."""
        add_hash, add_role, last = self._hashes.append, self._roles.append, None
        for number, quad in enumerate(quads):
            subject, value = quad.subject, quad.object
            if type(subject) is BlankNode and subject != last:
                last = subject
                add_hash(hash(subject))
                add_role(2 * number + AS_SUBJECT)
            if type(value) is BlankNode:
                add_hash(hash(value))
                add_role(2 * number + AS_OBJECT)
            yield quad

    def first_roles(self, nodes: Collection[BlankNode]) -> dict[int, BlankNode]:
        """Return the first role of each node: twice a statement's number, one more for object."""
        if not nodes:
            return {}
        wanted = {hash(node): node for node in nodes}
        found: dict[int, BlankNode] = {}
        for code, role in zip(self._hashes, self._roles, strict=True):
            if code in wanted:
                found[role] = wanted.pop(code)
                if not wanted:
                    break
        return found
