"""The statements that answer what is wanted, found in one run through all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, Quad, Store

from klimagraph.places import Term, Wanted
from klimagraph.positions.feed import Feed, Spot
from klimagraph.positions.notes import AS_OBJECT

MOST_SIMILAR = 100
"""Objects that are looked at for one wanted that does not stand in the text as it is given."""


@dataclass(slots=True)
class Hits:
    """The first statement that has all that is wanted, and the first with less of it."""

    wanted: Wanted
    subject: Spot | None = None
    predicate: Spot | None = None
    object: Spot | None = None
    mention: Spot | None = None
    """Where the subject is an object only."""
    similar: list[Spot] = field(default_factory=list)

    def answer(self) -> tuple[Spot, str] | None:
        """Return the statement that says most of what is wanted, and which part of it to show."""
        self._settle()
        parts = (
            (self.object, "object"),
            (self.predicate, "predicate"),
            (self.subject, "subject"),
            (self.mention, "object"),
        )
        return next(((spot, part) for spot, part in parts if spot), None)

    def _settle(self) -> None:
        """Take a statement whose object has the same value where none is the same as written."""
        if self.object is None and isinstance(self.wanted.object, Literal):
            same = (spot for spot in self.similar if _equal(self.wanted.object, spot.quad))
            self.object = next(same, None)


def _equal(wanted: Literal, quad: Quad) -> bool:
    """Tell whether a store, which keeps values and not spellings, takes two objects for one."""
    if isinstance(quad.object, Literal) and quad.object.value == wanted.value:
        return True
    store = Store()
    store.extend([quad, Quad(quad.subject, quad.predicate, wanted, quad.graph_name)])
    return len(store) == 1


class Search:
    """Compares statements with what is wanted and keeps the few that answer."""

    def __init__(self, wanted: Sequence[Wanted], roles: dict[int, BlankNode]) -> None:
        self.hits = [Hits(one) for one in wanted]
        self._roles = roles
        self._renamed: dict[Term, Term] = {}
        self._by_subject: dict[Term, list[Hits]] = {}
        for one in self.hits:
            self._by_subject.setdefault(one.wanted.subject, []).append(one)

    def run(self, quads: Iterable[Quad], feed: Feed) -> None:
        """Go through the statements that a parser makes of what a feed hands out."""
        piece, first = feed.piece, 0
        for number, quad in enumerate(quads):
            if feed.piece is not piece:
                piece, first = feed.piece, number
            if self._roles:
                self._rename(number, quad)
            about = self._by_subject.get(quad.subject)
            if about:
                self._compare(about, Spot(piece, number - first, quad))

    def mentions(self, quads: Iterable[Quad], feed: Feed) -> None:
        """Go through the statements for what is nowhere a subject, but somewhere an object."""
        missing: dict[Term, list[Hits]] = {}
        for one in self.hits:
            if one.subject is None:
                missing.setdefault(one.wanted.subject, []).append(one)
        nodes = {role: node for role, node in self._roles.items() if role % 2 == AS_OBJECT}
        piece, first = feed.piece, 0
        for number, quad in enumerate(quads):
            if feed.piece is not piece:
                piece, first = feed.piece, number
            term = nodes.get(2 * number + AS_OBJECT, quad.object)
            if term in missing:
                for one in missing.pop(term):
                    one.mention = Spot(piece, number - first, quad)

    def _rename(self, number: int, quad: Quad) -> None:
        """Learn how this parse calls a blank node."""
        for role in (2 * number, 2 * number + AS_OBJECT):
            original = self._roles.get(role)
            if original is not None:
                name = quad.object if role % 2 == AS_OBJECT else quad.subject
                self._renamed[original] = name
                if original in self._by_subject:
                    self._by_subject[name] = self._by_subject.pop(original)

    def _compare(self, about: list[Hits], spot: Spot) -> None:
        for one in about:
            if one.subject is None:
                one.subject = spot
            if one.wanted.predicate == spot.quad.predicate:
                self._compare_object(one, spot)

    def _compare_object(self, one: Hits, spot: Spot) -> None:
        if one.predicate is None:
            one.predicate = spot
        wanted = one.wanted.object
        if wanted is None or one.object is not None:
            return
        if self._renamed.get(wanted, wanted) == spot.quad.object:
            one.object = spot
        elif isinstance(wanted, Literal) and len(one.similar) < MOST_SIMILAR:
            one.similar.append(spot)
