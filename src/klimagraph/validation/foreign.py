"""Validation by shapes that are not compiled, with the API of pySHACL (docs/adr/0017).

pyshacl-turbo gets documents, never a store: a store changes literals before they are judged.
"""

import warnings
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from pyshacl_turbo import CompiledShapes, ShapeRecursionWarning, ValidationFailure
from pyshacl_turbo.rdf import Input
from rdflib import Graph

from klimagraph.errors import QueryRefused, ShapesRefused
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.validation.checking import Checked
from klimagraph.validation.foreign_report import traced_results
from klimagraph.validation.grouping import Plain
from klimagraph.workers import guard

SH = PREFIXES["sh"]
NOT_SAFE = tuple(
    NamedNode(SH + name)
    for name in ("js", "jsLibrary", "jsLibraryURL", "jsFunctionName", "rule", "entailment")
)
"""Words of shapes that run scripts or change the data."""
QUERIES = tuple(NamedNode(SH + name) for name in ("select", "ask", "construct"))
DATASETS = ("FROM", "NAMED")
"""Words by which a query asks for other data than those that are validated."""


def check(
    quads: Iterable[Quad], shapes: Sequence[Quad], vocabulary: Sequence[Quad] = ()
) -> Checked:
    """Return what shapes find in statements, given a vocabulary beside them.

    What is found at the vocabulary is left out. Raises ShapesRefused where the shapes cannot be
    read or are not safe.
    """
    program = readable(shapes)
    said = dict.fromkeys(_triple(quad) for quad in quads)
    known = dict.fromkeys(_triple(quad) for quad in vocabulary)
    report = _validated(program, _text([*said, *known]))
    others = {triple.subject for triple in known} - {triple.subject for triple in said}
    found = traced_results(report, program.graph)
    own = [each for each in found if each.wanted and each.wanted.subject not in others]
    return Checked(len(said), own, Plain())


def readable(shapes: Sequence[Quad]) -> CompiledShapes:
    """Return shapes that can be used; raises ShapesRefused."""
    for quad in shapes:
        _refuse_unsafe(quad)
    try:
        return CompiledShapes(  # type: ignore[no-untyped-call]  # its annotations are incomplete
            _text([_triple(quad) for quad in shapes]).encode(),
            shacl_graph_format="nt",
            advanced=True,
        )
    except (ValueError, RuntimeError) as error:
        raise ShapesRefused(str(error)) from None


def _validated(program: CompiledShapes, data: str) -> Graph:
    """Return the report; a shape that refers to itself without end is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", ShapeRecursionWarning)
        try:
            document = Input(data, "nt", None, {}, preserve_ids=True)
            _, report, _ = program.validate(document)  # type: ignore[no-untyped-call]  # as above
        except ShapeRecursionWarning as error:
            raise ShapesRefused(f"a shape refers to itself without end: {error}") from None
        except (ValidationFailure, ValueError, RuntimeError) as error:
            raise ShapesRefused(str(error)) from None
    if not isinstance(report, Graph):
        raise ShapesRefused(str(report))
    return report


def _refuse_unsafe(quad: Quad) -> None:
    """Refuse what would run a script, change the data or ask for other data."""
    if quad.predicate in NOT_SAFE:
        raise ShapesRefused(f"{compact(quad.predicate.value)} is not allowed", str(quad.subject))
    if quad.predicate not in QUERIES or not isinstance(quad.object, Literal):
        return
    try:
        guard.check(quad.object.value, len(quad.object.value.encode()))
        words = [word for _, _, word, _ in guard.keywords(quad.object.value)]
    except QueryRefused as error:
        raise ShapesRefused(str(error), str(quad.subject)) from None
    if used := next((word for word in DATASETS if word in words), None):
        raise ShapesRefused(f"{used} is not allowed in a query of a shape", str(quad.subject))


def _triple(quad: Quad) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)


def _text(triples: Iterable[Triple]) -> str:
    """Return statements as N-Triples, in which a text is a text however it was written."""
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
