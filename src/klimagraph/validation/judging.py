"""Holds statements against the rules of a profile (docs/adr/0017)."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace

from pyoxigraph import Quad, Store

from klimagraph.errors import ValidationFailed
from klimagraph.shacl.shapes import Term
from klimagraph.validation.checking import Checked, check, vocabulary_of
from klimagraph.validation.profiles import Rules
from klimagraph.validation.surroundings import Surroundings

Foreign = Callable[[Iterable[Quad], Sequence[Quad], Sequence[Quad]], Checked]
"""What judges by shapes that are not compiled, given a vocabulary: `foreign.check`."""


def judge(
    quads: Iterable[Quad], rules: Rules, surroundings: Surroundings, foreign: Foreign | None = None
) -> Checked:
    """Return what rules find in statements.

    Raises ValidationFailed where some are not compiled and there is nothing that judges by them.
    """
    if not rules.foreign:
        seen = _with(rules.vocabulary, surroundings) if rules.elsewhere else surroundings
        return check(quads, rules.shapes, seen)
    if foreign is None:
        raise ValidationFailed("these shapes are not compiled, and nothing else judges by them")
    said = list(quads)
    found = foreign(said, rules.foreign, rules.vocabulary)
    if not rules.shapes:
        return found
    own = check(said, rules.shapes, surroundings)
    return replace(own, found=[*own.found, *found.found])


def _with(vocabulary: Sequence[Quad], surroundings: Surroundings) -> Surroundings:
    """Return surroundings in which shapes see a vocabulary, too, and nothing is found at it.

    Nor is anything found at our own vocabulary, which knows nothing of such shapes.
    """
    bring = surroundings.bring

    def more(store: Store) -> Set[Term]:
        own = {quad.subject for quad in store}
        others = set(bring(store)) if bring else set()
        store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in vocabulary)
        terms = vocabulary_of(surroundings.root)
        return others | ({quad.subject for quad in (*vocabulary, *terms)} - own)

    return replace(surroundings, bring=more)
