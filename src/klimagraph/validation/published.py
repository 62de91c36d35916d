"""What is published about the things that a submission names (docs/adr/0017)."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from klimagraph.datasets import DERIVED
from klimagraph.errors import InputTooLarge
from klimagraph.namespaces import THINGS
from klimagraph.releases import graph_of
from klimagraph.shacl.literals import fill
from klimagraph.shacl.shapes import Term
from klimagraph.terms import term

READ = tuple(
    term(name)
    for name in (
        "klima:decidedBy", "klima:evidence", "klima:funds", "klima:gapOf", "klima:inSeries",
        "klima:joiningStep", "klima:post", "klima:reading",
    )
)  # fmt: skip
"""Properties whose values the rules of our shapes look into."""
READ_ON = (term("klima:post"), term("klima:decidedBy"))
"""Those of them that rules follow from what is published to what is published."""
LINKS = tuple(term(name) for name in ("klima:gapOf", "klima:joiningStep", "org:member"))
"""Properties by which rules find what links to their focus node."""
SHARED = {term("klima:post"): tuple(term(f"klima:{name}") for name in ("post", "funds", "gapOf"))}
"""Properties by which rules find other claims: about the same values as some properties have."""
NAMES = tuple(term(name) for name in ("skos:prefLabel", "foaf:name", "dcterms:title", "rdfs:label"))
"""Properties that name a thing, the likeliest first."""
MOST = 500_000
"""Statements that are brought at the most."""
DEFAULT = DefaultGraph()


def bring(
    release: Store, dataset: str = "", whole: bool = False, most: int = MOST
) -> Callable[[Store], Set[Term]]:
    """Return what adds published statements to a store and returns their subjects.

    What the dataset itself has published is left out, as is what was derived.
    Of a thing that rules do not look into, the name alone is brought unless `whole` is said.
    Calling it raises InputTooLarge where more than `most` statements would be brought.
    """

    def into(store: Store) -> Set[Term]:
        named = _named(store)
        own = [graph_of(dataset)] if dataset else []
        found = _Found(release, frozenset([DEFAULT, graph_of(DERIVED), *own]), most)
        _collect(found, named)
        _mention(found, named, whole)
        fill(store, found.quads)
        return {quad.subject for quad in found.quads} - named.subjects

    return into


@dataclass
class _Named:
    """What a submission speaks about, and what it names."""

    subjects: set[Term] = field(default_factory=set)
    objects: set[Term] = field(default_factory=set)
    values: dict[NamedNode, set[Term]] = field(default_factory=dict)
    """By property that rules look into: its values."""


def _named(store: Store) -> _Named:
    named = _Named(values={name: set() for name in READ})
    for subject, _, value, _ in store:
        named.subjects.add(subject)
        if isinstance(value, NamedNode):
            named.objects.add(value)
    for name, values in named.values.items():
        objects = (quad.object for quad in store.quads_for_pattern(None, name, None))
        values |= {each for each in objects if isinstance(each, NamedNode)}
    return named


@dataclass
class _Found:
    """Statements of the release that are brought, those of some graphs left out."""

    release: Store
    left_out: frozenset[NamedNode | BlankNode | DefaultGraph]
    most: int
    quads: list[Quad] = field(default_factory=list)
    subjects: set[Term] = field(default_factory=set)
    _looked_at: set[Term] = field(default_factory=set)
    _fresh: dict[BlankNode, BlankNode] = field(default_factory=dict)

    def add(self, thing: Term) -> list[Quad]:
        """Add what is said about a thing and about the blank nodes in it; return it."""
        if thing in self._looked_at or not isinstance(thing, NamedNode | BlankNode):
            return []
        self._looked_at.add(thing)
        if next(self.release.quads_for_pattern(thing, None, None, DEFAULT), None) is None:
            return []
        said = self._keep(self.release.quads_for_pattern(thing, None, None, None))
        for quad in said:
            if isinstance(quad.object, BlankNode):
                self.add(quad.object)
        return said

    def add_name(self, thing: NamedNode) -> None:
        """Add what a thing is called; or all about it where it has no name."""
        for name in NAMES:
            if self._keep(self.release.quads_for_pattern(thing, name, None, None)):
                return
        self.add(thing)

    def linking(self, predicate: NamedNode, things: Set[Term]) -> Iterator[Term]:
        """Yield what links to some things by a property.

        Where few things link at all, those are gone through.
        """
        linked = self.release.quads_for_pattern(None, predicate, None, DEFAULT)
        first = list(islice(linked, len(things) + 1))
        if len(first) <= len(things):
            yield from (quad.subject for quad in first if quad.object in things)
            return
        for thing in things:
            for quad in self.release.quads_for_pattern(None, predicate, thing, DEFAULT):
                yield quad.subject

    def _keep(self, quads: Iterable[Quad]) -> list[Quad]:
        kept = [quad for quad in quads if quad.graph_name not in self.left_out]
        for quad in kept:
            self.subjects.add(quad.subject)
            self.quads.append(self._apart(quad))
        if len(self.quads) > self.most:
            raise InputTooLarge(
                f"more than {self.most:,} published statements are about the things it names; "
                "hand in fewer at once"
            )
        return kept

    def _apart(self, quad: Quad) -> Quad:
        """Return a statement with blank nodes that are none of the submission's."""
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = self._fresh.setdefault(subject, BlankNode())
        if isinstance(value, BlankNode):
            value = self._fresh.setdefault(value, BlankNode())
        return Quad(subject, quad.predicate, value)


def _collect(found: _Found, named: _Named) -> None:
    """Find what rules can see from the things that a submission speaks about."""
    own = {each for each in named.subjects if isinstance(each, NamedNode)}
    for _, predicate, value, _ in _said(found, own):
        named.objects.add(value)
        named.values.get(predicate, set()).add(value)
    said = _said(found, set().union(*named.values.values()))
    for predicate in LINKS:
        said += _said(found, list(found.linking(predicate, own)))
    for predicate, properties in SHARED.items():
        shared = set[Term]().union(*(named.values[name] for name in properties))
        said += _said(found, list(found.linking(predicate, shared)))
    _said(found, [quad.object for quad in said if quad.predicate in READ_ON])


def _mention(found: _Found, named: _Named, whole: bool) -> None:
    """Find the names of the other things that are named, or all that is said about them."""
    for thing in named.objects - named.subjects - found.subjects:
        if isinstance(thing, NamedNode) and thing.value.startswith(THINGS):
            found.add(thing) if whole else found.add_name(thing)


def _said(found: _Found, things: Iterable[Term]) -> list[Quad]:
    return [quad for thing in things for quad in found.add(thing)]
