"""The statements of datasets in the order of their subjects, without holding them all."""

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from klimagraph import people
from klimagraph.harvest.work import Work
from klimagraph.namespaces import BASE, CONCEPTS, DATASETS, THINGS
from klimagraph.releases import DatasetVersion, objects

_PLACES = (THINGS, CONCEPTS, DATASETS)
_OURS = tuple(f"<{place}".encode() for place in _PLACES)

Group = tuple[str, list[bytes]]
"""A thing, or another subject, with what is said of it and its parts: lines of N-Triples."""


def merged(home: Path, versions: Iterable[DatasetVersion]) -> Iterator[bytes]:
    """Yield what the datasets say as sorted lines of N-Triples; what several say comes once."""
    last = b""
    for line in heapq.merge(*(_lines(home, version) for version in versions)):
        if line != last:
            last = line
            yield line


def _lines(home: Path, version: DatasetVersion) -> Iterator[bytes]:
    """Yield the lines of a content without the graph, which is the same in all of them."""
    cut, rest = 0, b""
    for chunk in objects.stream(home, version.content):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if not cut and lines:
            cut = len(lines[0].rsplit(b" ", 2)[1]) + len(b"  .")
        for line in lines:
            yield line[:-cut] + b" ."


def things(lines: Iterable[bytes]) -> Iterator[Group]:
    """Yield the things and other subjects of sorted lines, each with its parts.

    The order of N-Triples puts `a#part` before `a-b` and that before `a`, so parts wait.
    """
    waiting: list[Group] = []
    for subject, found in _subjects(lines):
        thing, _, part = subject.partition("#") if _is_ours(found[0]) else (subject, "", "")
        while waiting and not thing.startswith(waiting[-1][0]):
            yield waiting.pop()
        if waiting and waiting[-1][0] == thing:
            waiting[-1][1].extend(found)
        elif part:
            waiting.append((thing, found))
        else:
            yield subject, found
            continue
        if not part:
            yield waiting.pop()
    while waiting:
        yield waiting.pop()


def _subjects(lines: Iterable[bytes]) -> Iterator[Group]:
    subject, found = b"", list[bytes]()
    for line in lines:
        if not line.startswith(subject) or not subject:
            if found:
                yield subject[1:-2].decode(), found
            subject, found = line[: line.index(b" ") + 1], []
        found.append(line)
    if found:
        yield subject[1:-2].decode(), found


def _is_ours(line: bytes) -> bool:
    return line.startswith(_OURS)


def listed(work: Work) -> Iterator[Group]:
    """Yield the things and other subjects of a release as lists show them (ADR 0018).

    People are left out, and so are passages that may name them.
    """
    withheld = people.withheld(work.store)
    for subject, lines in things(merged(work.home, work.release.datasets)):
        if not people.described(subject, lines):
            yield subject, list(people.without_passages(lines, withheld))


def is_thing(iri: str) -> bool:
    """Tell whether an IRI is one of a thing: it has a page of its own."""
    return iri.startswith(_PLACES) and "#" not in iri


def folder_of(iri: str) -> str:
    """Return the class of a thing as its address says it: `membership`, `concept`, `dataset`."""
    return iri.removeprefix(BASE).removeprefix("id/").partition("/")[0]


def triples(lines: Iterable[bytes]) -> list[Triple]:
    """Return what lines of N-Triples say."""
    text = b"\n".join(lines)
    return [quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES, lenient=True)]
