"""The data that shapes look at, and questions to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from klimagraph.shacl.shapes import Path, Term
from klimagraph.terms import term

Row = dict[str, Term]
THIS = Variable("this")
SUBCLASS = term("rdfs:subClassOf")


@dataclass(frozen=True)
class Data:
    """A store to be looked at, and what its engine writes in another way than it was given."""

    store: Store
    originals: Mapping[Triple, Literal] = field(default_factory=dict)
    """By the statement as the store has it: its literal as it was given."""
    vocabulary: Store | None = None
    """Says which classes are below which, where the store does not."""

    @cached_property
    def below(self) -> dict[Term, set[Term]]:
        """By class: the classes directly below it."""
        found: dict[Term, set[Term]] = {}
        for graph in (self.store, self.vocabulary or Store()):
            for quad in graph.quads_for_pattern(None, SUBCLASS, None):
                found.setdefault(quad.object, set()).add(quad.subject)
        return found

    @cached_property
    def _known(self) -> dict[tuple[str, NamedNode | None], bool]:
        return {}

    def classes(self, top: Term) -> tuple[NamedNode, ...]:
        """Return a class and all classes below it that have a name."""
        found, waiting = {top}, [top]
        while waiting:
            new = self.below.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return tuple(sorted((each for each in found if isinstance(each, NamedNode)), key=str))

    def has(self, pattern: str, focus: NamedNode | None = None) -> bool:
        """Tell whether a pattern has a solution, or has it for one focus node; asked once."""
        key = (pattern, focus)
        if key not in self._known:
            bound = {THIS: focus} if focus else None
            self._known[key] = bool(
                self.store.query(f"ASK {{ {pattern} }}", substitutions=bound)  # type: ignore[arg-type]
            )
        return self._known[key]

    def rows(self, texts: Iterable[str], prefixes: dict[str, str] | None = None) -> list[Row]:
        """Return the solutions of queries, each one once."""
        return [dict(row) for row in dict.fromkeys(self._solutions(texts, prefixes))]

    def as_given(self, focus: Term, path: Path | None, value: Term | None) -> Term | None:
        """Return a value as it was given, where the store has it otherwise."""
        if not (self.originals and path and path.predicate and isinstance(value, Literal)):
            return value
        if not isinstance(focus, NamedNode | BlankNode):
            return value
        return self.originals.get(Triple(focus, path.predicate, value), value)

    def _solutions(
        self, texts: Iterable[str], prefixes: dict[str, str] | None
    ) -> Iterator[tuple[tuple[str, Term], ...]]:
        for text in texts:
            solutions = self.store.query(text, prefixes=prefixes)
            if not isinstance(solutions, QuerySolutions):
                raise TypeError(f"no SELECT: {text}")
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                pairs = zip(names, solution, strict=True)
                yield tuple((name, value) for name, value in pairs if value is not None)
