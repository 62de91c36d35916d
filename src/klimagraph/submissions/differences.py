"""What a submission would change in a dataset, thing by thing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klimagraph.releases.differences import difference
from klimagraph.submissions.things import Path, Thing, Value, subject_of, things
from klimagraph.submissions.wording import Text, Words

EXAMPLES, LISTED = 10, 200
"""Things of a class, and things that changed, that are named; the others are counted."""
VALUES = 5
"""Values of one property that are named."""


@dataclass(frozen=True)
class Named:
    """A thing and what people call it."""

    iri: str
    label: Text


@dataclass(frozen=True)
class Counted:
    """How many things of a class are concerned, and some of them."""

    kind: str
    """IRI of the class, empty where things have none."""
    label: Text
    count: int
    examples: tuple[Named, ...]


@dataclass(frozen=True)
class Change:
    """A property whose values differ; one that has several is told as a whole."""

    path: Path
    label: Text
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True)
class Changed:
    """A thing that was there and says something else."""

    thing: Named
    kind: str
    kind_label: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """What is different between what is published and what was submitted."""

    statements_new: int
    statements_gone: int
    new: tuple[Counted, ...]
    gone: tuple[Counted, ...]
    changed: tuple[Counted, ...]
    changes: tuple[Changed, ...]
    """The first of those that changed, one by one."""


def compare(before: bytes, after: bytes, words: Words) -> Difference:
    """Compare two contents of a dataset, as canonical N-Quads."""
    gone, new = difference(before, after)
    touched = {subject_of(line) for line in (*gone, *new)}
    old, now = things(before, touched), things(after, touched)
    changed = list(_changed(old, now, words))
    return Difference(
        len(new),
        len(gone),
        _counted((now[iri] for iri in now.keys() - old.keys()), words),
        _counted((old[iri] for iri in old.keys() - now.keys()), words),
        _counted((now[item.thing.iri] for item in changed), words),
        tuple(changed[:LISTED]),
    )


def _counted(found: Iterable[Thing], words: Words) -> tuple[Counted, ...]:
    kinds: dict[str, list[str]] = {}
    for thing in found:
        kinds.setdefault(thing.kind, []).append(thing.iri)
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Counted(
            kind,
            _kind_label(kind, words),
            len(iris),
            tuple(Named(iri, words.label(iri)) for iri in sorted(iris)[:EXAMPLES]),
        )
        for kind, iris in ordered
    )


def _changed(old: dict[str, Thing], now: dict[str, Thing], words: Words) -> Iterator[Changed]:
    """Yield the things that are in both, where something of them differs."""
    for iri in sorted(old.keys() & now.keys()):
        changes = tuple(_changes(old[iri], now[iri], words))
        if changes:
            kind = now[iri].kind
            yield Changed(Named(iri, words.label(iri)), kind, _kind_label(kind, words), changes)


def _changes(old: Thing, now: Thing, words: Words) -> Iterator[Change]:
    for path in sorted({*old.values, *now.values}):
        before, after = old.values.get(path, set()), now.values.get(path, set())
        if before != after:
            labels = [words.label(name) for name in path]
            label = Text(
                " › ".join(text.de for text in labels), " › ".join(text.en for text in labels)
            )
            yield Change(path, label, _texts(before - after, words), _texts(after - before, words))


def _texts(values: Iterable[Value], words: Words) -> tuple[Text, ...]:
    """Return what values are called; of many the first, and how many more there are."""
    texts = sorted((words.value(value) for value in values), key=lambda text: text.de)
    more = len(texts) - VALUES
    rest = (Text(f"und {more} weitere", f"and {more} more"),) if more > 0 else ()
    return (*texts[:VALUES], *rest)


def _kind_label(kind: str, words: Words) -> Text:
    return words.label(kind) if kind else Text("Ding ohne Klasse", "Thing without a class")
