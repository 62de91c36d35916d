"""All files of a release: its datasets, and the things of each class."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pyoxigraph import DefaultGraph, Literal, NamedNode

from klimagraph.exports import classes, documents, tabular, turtle
from klimagraph.exports.files import File
from klimagraph.exports.forms import TITLES
from klimagraph.exports.known import Made
from klimagraph.exports.packing import link, tidy
from klimagraph.formats import BY_NAME
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS
from klimagraph.releases import DatasetVersion
from klimagraph.terms import term

__all__ = ["export", "tidy"]

WRITERS = {"turtle": turtle.turtle, "jsonld": documents.of_dataset}


def export(work: Work) -> list[File]:
    """Return the files of a release; those that are not kept yet are written.

    What is made of the same content by the same program is not made again.
    """
    made = Made(work.home)
    files = list[File]()
    for version in work.release.datasets:
        work.tell(f"export {version.slug}")
        nquads = _nquads(work, version)
        source = f"dataset {nquads} {sorted(WRITERS)}"
        files += [nquads, *made.of(source, partial(_converted, work, version, nquads))]
    if work.release.datasets:
        work.tell("export the classes")
        versions = " ".join(f"{one.slug} {one.content}" for one in work.release.datasets)
        times = " ".join(one.modified for one in work.release.datasets)
        source = f"classes {versions} {times} {tabular.VERSION} {classes.EDITION}"
        files += made.of(source, partial(classes.files, work))
    made.keep()
    return files


def _nquads(work: Work, version: DatasetVersion) -> File:
    """Return the content of a release as a file: the same bytes, kept as long as a snapshot."""
    de, en = (f"{_title(work, version, language)} (N-Quads)" for language in ("de", "en"))
    name = f"{version.slug}.nq"
    link(work.home, version.content)
    return File(
        version.slug, name, "nquads", version.size, version.content, de, en, version.modified
    )


def _converted(work: Work, version: DatasetVersion, nquads: File) -> Iterator[File]:
    for name, write in WRITERS.items():
        title, written = f"({TITLES[name]})", write(work.home, version)
        yield replace(
            nquads,
            name=f"{version.slug}.{BY_NAME[name].extension}",
            form=name,
            size=written.size,
            digest=written.digest,
            title_de=nquads.title_de.replace("(N-Quads)", title),
            title_en=nquads.title_en.replace("(N-Quads)", title),
        )


def _title(work: Work, version: DatasetVersion, language: str) -> str:
    """Return the title of a dataset, its short name where it says none."""
    subject, found = NamedNode(DATASETS + version.slug), dict[str, str]()
    for quad in work.store.quads_for_pattern(subject, term("dcterms:title"), None, DefaultGraph()):
        if isinstance(quad.object, Literal):
            found[quad.object.language or ""] = quad.object.value
    return found.get(language) or min(found.values(), default=version.slug)
