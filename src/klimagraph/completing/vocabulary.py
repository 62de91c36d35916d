"""The vocabulary of a release for an editor: classes, properties and concepts as they are used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klimagraph.asking import Row, ask
from klimagraph.completing import questions
from klimagraph.namespaces import GENERATED, compact
from klimagraph.workers.engine import Engine

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Term:
    """A name that a query may use."""

    name: str
    """`klima:Membership`, or the IRI where no prefix fits."""
    kind: str
    """`class`, `property` or `concept`."""
    label: str
    definition: str
    count: int
    """Things of a class, statements with a property, statements about a concept."""
    subjects: Counts = ()
    """Classes of what has a property, and how often."""
    objects: Counts = ()
    """Classes or datatypes of its values."""
    schemes: tuple[str, ...] = ()
    """The scheme of a concept; those that the values of a property are from."""


@dataclass(frozen=True)
class Vocabulary:
    """What a release uses, labelled in one language."""

    release: str
    terms: tuple[Term, ...]
    schemes: tuple[tuple[str, str], ...]
    """The schemes of the concepts and what they are called."""


async def vocabulary(pool: Engine, language: str, release: str | None = None) -> Vocabulary:
    """Return what a release uses; each question is answered once per release.

    Raises what Engine.answer raises.
    """
    first = await ask(pool, questions.CLASSES, release=release)
    name = first.release

    async def rows(question: str) -> list[Row]:
        return (await ask(pool, question, release=name)).rows

    words = _Words(
        _said(await rows(questions.LABELS), language),
        _said(await rows(questions.DEFINITIONS), language),
    )
    concepts = await rows(questions.CONCEPTS)
    properties = _Properties(
        await rows(questions.PROPERTIES),
        _grouped(await rows(questions.SUBJECTS)),
        _grouped(await rows(questions.OBJECTS)) | _grouped(await rows(questions.DATATYPES)),
        _grouped(await rows(questions.SCHEMES)),
    )
    extents = {row["this"]: int(row["n"]) for row in first.rows}
    terms = (
        *_classes(extents, words),
        *_used(properties, words),
        *_concepts(concepts, words),
    )
    schemes = dict.fromkeys(row["other"] for row in concepts)
    labelled = tuple((compact(one), words.labels.get(one, compact(one))) for one in schemes)
    return Vocabulary(name, terms, labelled)


@dataclass(frozen=True)
class _Words:
    """What terms are called and what they mean, by IRI."""

    labels: dict[str, str]
    definitions: dict[str, str]


@dataclass(frozen=True)
class _Properties:
    """Properties, and by their IRIs what stands before and behind them."""

    rows: list[Row]
    subjects: dict[str, list[Row]]
    objects: dict[str, list[Row]]
    schemes: dict[str, list[Row]]


def _classes(extents: dict[str, int], words: _Words) -> Iterator[Term]:
    for iri, count in extents.items():
        if not iri.startswith(GENERATED):
            yield _term(iri, "class", words, count)


def _used(properties: _Properties, words: _Words) -> Iterator[Term]:
    for row in properties.rows:
        iri = row["this"]
        yield _term(
            iri,
            "property",
            words,
            int(row["n"]),
            subjects=_counted(properties.subjects.get(iri, ())),
            objects=_counted(properties.objects.get(iri, ())),
            schemes=tuple(compact(one["other"]) for one in properties.schemes.get(iri, ())),
        )


def _concepts(rows: list[Row], words: _Words) -> Iterator[Term]:
    for row in rows:
        scheme = (compact(row["other"]),)
        yield _term(row["this"], "concept", words, int(row["n"]), schemes=scheme)


def _term(iri: str, kind: str, words: _Words, count: int, **more: Counts | tuple[str, ...]) -> Term:
    label = words.labels.get(iri, "")
    return Term(compact(iri), kind, label, words.definitions.get(iri, ""), count, **more)  # type: ignore[arg-type]  # by their names


def _counted(rows: Iterable[Row]) -> Counts:
    return tuple((compact(row["other"]), int(row["n"])) for row in rows)


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["this"], []).append(row)
    return found


def _said(rows: Iterable[Row], language: str) -> dict[str, str]:
    """Return a text for each thing: in the language, else the first there is."""
    found: dict[str, str] = {}
    for row in rows:
        if row["language"] == language or row["this"] not in found:
            found[row["this"]] = row["label"]
    return found
