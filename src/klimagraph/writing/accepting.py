"""Whether a change may be published: what the shapes say of it (docs/adr/0006)."""

import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from klimagraph.bundle import bundle_folder
from klimagraph.errors import DataInvalid
from klimagraph.namespaces import CONCEPTS, PREFIXES, TERMS, THINGS
from klimagraph.releases import graph_of
from klimagraph.releases.building import Accept
from klimagraph.settings import Settings
from klimagraph.shacl import Data, Result, validate
from klimagraph.shacl.reach import SUBCLASS, Distant, distant
from klimagraph.shacl.shapes import Shape
from klimagraph.terms import term
from klimagraph.validation import Finding, Task
from klimagraph.validation import validate as validate_file
from klimagraph.validation.checking import finding, of_files, shapes_of
from klimagraph.validation.grouping import Traced
from klimagraph.validation.references import unknown_things
from klimagraph.validation.words import unknown_words

SHOWN = 5
"""Findings that a refusal quotes."""
MOST = 500
"""Things that are looked at one by one; where more are spoken of, all data are looked at."""
TYPE = term("rdf:type")
VIOLATION = f"{PREFIXES['sh']}Violation"


class Judges(NamedTuple):
    """The shapes whose findings are violations, what of them looks further, the vocabulary."""

    shapes: tuple[Shape, ...]
    distant: list[Distant]
    vocabulary: Store


def check_whole(slug: str, quads: bytes, settings: Settings) -> None:
    """Refuse a content that the shapes call wrong; raises DataInvalid."""
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        path = Path(folder) / f"{slug}.nq"
        path.write_bytes(quads)
        report = validate_file(Task(path, slug, dataset=slug), settings)
    refuse(slug, [each for each in report.findings if each.severity == "violation"])


def check_change(slug: str) -> Accept:
    """Return what refuses a change of a dataset that the shapes call wrong; it raises DataInvalid.

    The shapes see what would be published, and only things are looked at in which the change
    matters: those that the lines speak of, and all where a line may matter from further away.
    """
    return partial(_accept, slug)


def findings(store: Store, lines: list[bytes], slug: str) -> list[Finding]:
    """Return the violations that lines, gone or new, may have brought about in a dataset."""
    quads = list(parse(b"\n".join(lines), format=RdfFormat.N_QUADS, lenient=True))
    judges = _judges(bundle_folder())
    words = {word for quad in quads for word in _words(quad)}
    unknown = [
        *unknown_words(store, words, judges.vocabulary),
        *_unknown_things(store, quads, slug),
    ]
    results = _results(Data(store, vocabulary=judges.vocabulary), judges, quads)
    own = {result: None for result in results if _speaks_of(store, slug, result)}
    return [*(each.finding for each in unknown), *map(finding, own)]


def refuse(slug: str, wrong: list[Finding]) -> None:
    """Raise DataInvalid where something is wrong."""
    if wrong:
        quoted = "; ".join(
            f"{item.focus}: {item.message_en or item.message_de}" for item in wrong[:SHOWN]
        )
        raise DataInvalid(f"dataset {slug} has {len(wrong)} violations: {quoted}")


def _accept(slug: str, store: Store, lines: list[bytes]) -> None:
    refuse(slug, findings(store, lines, slug))


@lru_cache(1)
def _judges(root: Path) -> Judges:
    """Return what judges changes; read once in the life of the process that writes."""
    shapes = shapes_of(root)
    far = [part for part in distant(shapes) if any(map(_violates, _all(part.shape)))]
    return Judges(shapes, far, of_files(Store(), root / "ontology", "**/*.ttl"))


def _all(shape: Shape) -> Iterator[Shape]:
    yield shape
    for each in shape.properties:
        yield from _all(each)


def _violates(shape: Shape) -> bool:
    return shape.severity.value == VIOLATION


def _results(data: Data, judges: Judges, quads: list[Quad]) -> Iterator[Result]:
    properties = {quad.predicate.value for quad in quads}
    ends = {end for quad in quads for end in (quad.subject, quad.object)}
    nodes = sorted((end for end in ends if isinstance(end, NamedNode)), key=str)
    if SUBCLASS in properties or len(nodes) > MOST:
        return _violations(validate(data, judges.shapes))
    classes = {str(quad.object)[1:-1] for quad in quads if quad.predicate == TYPE}
    far = [part.shape for part in judges.distant if part.concerned(properties, classes)]
    near = validate(data, judges.shapes, nodes) if nodes else []
    return _violations([*near, *validate(data, far)])


def _violations(results: Iterable[Result]) -> Iterator[Result]:
    return (result for result in results if result.severity == "violation")


def _words(quad: Quad) -> Iterator[NamedNode]:
    """Yield the property of a statement, and what else of it may be a class or concept of ours."""
    yield quad.predicate
    for end in (quad.subject, quad.object):
        if isinstance(end, NamedNode) and end.value.startswith((TERMS, CONCEPTS)):
            yield end


def _unknown_things(store: Store, quads: Iterable[Quad], slug: str) -> Iterator[Traced]:
    """Yield violations for links of a dataset to things that are not described, or no longer."""
    ends = {end for quad in quads for end in (quad.subject, quad.object)}
    links = Store()
    for end in (end for end in ends if isinstance(end, NamedNode)):
        told = any(True for _ in store.quads_for_pattern(end, None, None))
        if end.value.startswith(THINGS) and not told:
            found = store.quads_for_pattern(None, None, end, graph_of(slug))
            links.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in found])
    return unknown_things(links, frozenset())


def _speaks_of(store: Store, slug: str, result: Result) -> bool:
    """Tell whether a dataset says anything about what a result is about."""
    focus = result.focus
    return isinstance(focus, NamedNode) and any(
        True for _ in store.quads_for_pattern(focus, None, None, graph_of(slug))
    )
