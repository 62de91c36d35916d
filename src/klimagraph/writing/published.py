"""Writing to the published graph: datasets, checked before they become a release."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.canonical import canonical
from klimagraph.datasets import DatasetSource, check_slug, read_source
from klimagraph.derivation import derivation
from klimagraph.errors import InputRefused, NotFound
from klimagraph.namespaces import DATASETS
from klimagraph.rdf import Limits
from klimagraph.releases import Content, Difference, Edit, Release, manifests, objects
from klimagraph.releases.differences import changed, difference
from klimagraph.releases.patience import in_turn
from klimagraph.releases.publication import Changes, silent
from klimagraph.settings import Settings
from klimagraph.writing import data
from klimagraph.writing.accepting import check_change, check_whole
from klimagraph.writing.kinds import Delete, Put, Update, Written
from klimagraph.writing.scratch import apply_update
from klimagraph.writing.touched import touched

LARGE = 20_000
"""Statements from which on the shapes look at what changed and not at the whole dataset."""
SOURCE = "http"
NOT_WRITTEN = (
    "the default graph is made of the datasets and is not written; "
    f"write to a graph, such as GRAPH <{DATASETS}…>"
)


def put(settings: Settings, operation: Put) -> Written:
    """Make files the content of a dataset, or add them to it."""
    slug = _slug(operation.graph)
    existed: list[bool] = []

    def change(release: Release | None) -> Changes:
        existed.append(bool(release and release.dataset(slug)))
        return {slug: _read(settings.home, release, slug, operation)}

    return Written(_publish(settings, change, f"put {slug}").name, not existed[0])


def delete(settings: Settings, operation: Delete) -> Written:
    """Withdraw a dataset; raises NotFound."""
    slug = _slug(operation.graph)

    def change(release: Release | None) -> Changes:
        if release is None or release.dataset(slug) is None:
            raise NotFound(f"there is no dataset {slug}")
        return {slug: None}

    return Written(_publish(settings, change, f"delete {slug}").name)


def update(settings: Settings, operation: Update) -> Written:
    """Carry out an update on the datasets; raises InputRefused where it writes elsewhere."""

    def change(release: Release | None) -> Changes:
        assert release is not None  # noqa: S101  # the service runs on one
        graphs = operation.default_graphs or operation.named_graphs
        named = None if graphs else data.named(operation.text, operation.base)
        if named is None:
            return _worked_out(settings.home, release, operation)
        return {
            _slug(graph or None): Edit(Difference(sorted(lines.gone), sorted(lines.new)), SOURCE)
            for graph, lines in named.items()
        }

    return Written(_publish(settings, change, "update").name)


def _read(home: Path, release: Release | None, slug: str, operation: Put) -> Content | Edit:
    """Return what a dataset holds with the files in its place, or what they add to it."""
    before = _held(home, release, slug)
    files = tuple(Path(file) for file in operation.files)
    content = read_source(DatasetSource(slug, files), before, Limits(*operation.limits))
    if operation.add and before:
        return Edit(Difference([], content.quads.splitlines()), SOURCE)
    return content


def _worked_out(home: Path, release: Release, operation: Update) -> Changes:
    """Return what an update changes, by carrying it out on a copy of the store.

    Only graphs are compared that it can have written to.
    """
    graphs = touched(operation.text, operation.base)
    changes: dict[str, Content | Edit | None] = {}
    with _clone(home, release) as store:
        before = _default_graph(store) if graphs is None else b""
        apply_update(store, operation)
        if graphs is None:
            graphs = _all_graphs(store, release)
            if _default_graph(store) != before:
                raise InputRefused(NOT_WRITTEN)
        for name in sorted(graphs):
            old = _held(home, release, name.removeprefix(DATASETS))
            new = canonical(store, NamedNode(name))
            if old != new:
                changes[_slug(name)] = Edit(difference(old, new), SOURCE)
    return changes


def _default_graph(store: Store) -> bytes:
    text = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    return hashlib.sha256(text).digest()


def _all_graphs(store: Store, release: Release) -> set[str]:
    """Return the names of all graphs that a release had or that an update made."""
    named = list(store.named_graphs())
    if any(isinstance(name, BlankNode) for name in named):
        raise InputRefused("the update writes to a graph without a name")
    datasets = {DATASETS + version.slug for version in release.datasets}
    return datasets | {name.value for name in named if isinstance(name, NamedNode)}


def _held(home: Path, release: Release | None, slug: str) -> bytes:
    """Return the content of a dataset as it is published."""
    version = release.dataset(slug) if release else None
    return objects.get(home, version.content) if version else b""


def _publish(settings: Settings, change: Callable[[Release | None], Changes], note: str) -> Release:
    def checked(release: Release | None) -> Changes:
        return {
            slug: _checked(settings, release, slug, item) for slug, item in change(release).items()
        }

    rules = derivation(bundle_folder())
    return in_turn(lambda: releases.publish(settings.home, checked, note, silent, rules))


def _checked(
    settings: Settings, release: Release | None, slug: str, item: Content | Edit | None
) -> Content | Edit | None:
    """Return what shall become of a dataset; raises DataInvalid.

    Of a large one only what changes is looked at, as soon as it stands beside all the rest.
    """
    if isinstance(item, Edit):
        version = release.dataset(slug) if release else None
        if version and version.quads > LARGE:
            return replace(item, accept=check_change(slug))
        content, done = changed(_held(settings.home, release, slug), item.difference)
        quads = content if done.size else b""
    else:
        quads = item.quads if item else b""
    if quads:
        check_whole(slug, quads, settings)
    return item


def _slug(graph: str | None) -> str:
    if graph is None:
        raise InputRefused(NOT_WRITTEN)
    if not graph.startswith(DATASETS):
        raise InputRefused(f"{graph} is not the name of a dataset; those begin with {DATASETS}")
    return check_slug(graph.removeprefix(DATASETS))


@contextmanager
def _clone(home: Path, release: Release) -> Iterator[Store]:
    """Yield a copy of the store of a release that may be changed; it is gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix=manifests.CHANGING, dir=home))
    try:
        place = folder / "store"
        releases.open_read_only(releases.store_of(home, release.name)).backup(str(place))
        yield Store(str(place))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
