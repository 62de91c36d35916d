"""The things of each class as files, people left out: tables, JSON-LD, maps."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from klimagraph.bundle import bundle_folder
from klimagraph.exports import labels, maps, tabular
from klimagraph.exports.columns import tables
from klimagraph.exports.documents import Document
from klimagraph.exports.files import FOLDER, File
from klimagraph.exports.forms import TITLES
from klimagraph.exports.framed import Framer
from klimagraph.exports.merging import Group, is_thing, listed, triples
from klimagraph.exports.packing import Written
from klimagraph.exports.spools import Spool
from klimagraph.formats import BY_NAME
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS, TERMS
from klimagraph.releases import durable
from klimagraph.tables.columns import Words
from klimagraph.terms import RDF_TYPE, Term

EDITION = "2"
"""Raised with what the files leave out or say of the same release, so that they are made anew."""
EVERYTHING = "klimagraph"
"""The dataset whose distributions the files of classes are."""
SAYS = "ASK { ?thing a <%s> . GRAPH <%s> { ?thing ?property ?value } }"


def files(work: Work) -> Iterator[File]:
    """Yield the files of all classes that have things."""
    (work.home / FOLDER).mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=durable.TEMPORARY, dir=work.home / FOLDER) as folder,
        ExitStack() as stack,
    ):
        writing = _Writing(work, Path(folder), stack)
        for group in listed(work):
            writing.add(group)
        names = labels.Labels(work.store)
        for class_iri, spool in writing.spools.items():
            if spool.rows:
                yield from _of_class(work, spool, names, writing.documents.get(class_iri))
    yield from _maps(work)


class _Writing:
    """Hands each thing to the files of its classes."""

    def __init__(self, work: Work, folder: Path, stack: ExitStack) -> None:
        self._home, self._stack, self._framer = work.home, stack, Framer(work.store)
        self.spools: dict[str, Spool] = {}
        self.documents: dict[str, Document] = {}
        for table in tables(bundle_folder()):
            self.spools[table.class_iri] = Spool(table, folder)
            stack.callback(self.spools[table.class_iri].close)

    def add(self, group: Group) -> None:
        """Write a thing and its parts to their tables, and the thing to its documents."""
        thing, lines = group
        said = triples(lines)
        by_subject: dict[str, dict[str, list[Term]]] = {}
        for one in said:
            values = by_subject.setdefault(one.subject.value, {})  # type: ignore[union-attr]
            values.setdefault(one.predicate.value, []).append(one.object)  # type: ignore[arg-type]
        for iri, values in by_subject.items():
            for spool in self._spools_of(values):
                spool.add(iri, values)
        mine = list(self._spools_of(by_subject.get(thing, {})))
        if mine and is_thing(thing):
            text = self._framer.line(group)
            for spool in mine:
                self._document(spool.table.class_iri).add(text)

    def _spools_of(self, values: dict[str, list[Term]]) -> Iterator[Spool]:
        for one in values.get(RDF_TYPE, ()):
            if spool := self.spools.get(one.value):
                yield spool

    def _document(self, class_iri: str) -> Document:
        if class_iri not in self.documents:
            self.documents[class_iri] = self._stack.enter_context(Document(self._home))
        return self.documents[class_iri]


def _of_class(
    work: Work, spool: Spool, names: labels.Labels, document: Document | None
) -> Iterator[File]:
    names.datasets.clear()
    text, packed = tabular.written(work.home, spool, names)
    table, modified = spool.table, _modified(work, spool.table.class_iri, names.datasets)
    for form, written in (("csv", text), ("parquet", packed)):
        file = _file(table.name, form, written, table.title, modified)
        yield replace(file, rows=spool.rows)
    if document:
        yield _file(table.name, "jsonld", document.place(), table.title, modified)


def _maps(work: Work) -> Iterator[File]:
    for drawn in maps.MAPS:
        if number := maps.features(work.store, drawn):
            written = maps.written(work.home, work.store, drawn)
            modified = _modified(work, TERMS + drawn.name, ())
            title = Words(drawn.de, drawn.en)
            file = _file(drawn.name, "geojson", written, title, modified)
            yield replace(file, rows=number)


def _file(name: str, form: str, written: Written, title: Words, modified: str) -> File:
    de, en = (f"{words} ({TITLES[form]})" for words in (title.de, title.en))
    name = f"{name}.{BY_NAME[form].extension}"
    return File(EVERYTHING, name, form, written.size, written.digest, de, en, modified)


def _modified(work: Work, class_iri: str, named: Iterable[str]) -> str:
    """Return when the newest of the datasets was published that the things are described in."""
    versions = [
        version
        for version in work.release.datasets
        if version.slug in named or work.store.query(SAYS % (class_iri, DATASETS + version.slug))
    ]
    return max(version.modified for version in versions)
