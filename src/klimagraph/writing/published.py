"""Writing to the published graph: whole datasets, checked before they become a release."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.canonical import canonical
from klimagraph.datasets import DatasetSource, check_slug, read_source
from klimagraph.derivation import derivation
from klimagraph.errors import DataInvalid, InputRefused, NotFound
from klimagraph.namespaces import DATASETS
from klimagraph.rdf import Limits
from klimagraph.releases import Content, DatasetVersion, Release, manifests, objects
from klimagraph.releases.publication import Changes, silent
from klimagraph.settings import Settings
from klimagraph.validation import Finding, validate
from klimagraph.writing.kinds import Delete, Put, Update, Written
from klimagraph.writing.scratch import apply_update

SHOWN = 5
"""Findings that a refusal quotes."""
SOURCE = "http"


def put(settings: Settings, operation: Put) -> Written:
    """Make files the content of a dataset, or add them to it."""
    slug = _slug(operation.graph)
    existed: list[bool] = []

    def change(release: Release | None) -> Changes:
        version = release.dataset(slug) if release else None
        existed.append(version is not None)
        return {slug: _read(settings.home, slug, version, operation)}

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
        with _clone(settings.home, release) as store:
            before = _fingerprints(store)
            apply_update(store, operation)
            after = _fingerprints(store)
            touched = {name for name in before | after if before.get(name) != after.get(name)}
            return _changes(store, release, touched)

    return Written(_publish(settings, change, "update").name)


def _read(home: Path, slug: str, version: DatasetVersion | None, operation: Put) -> Content:
    """Return what a dataset holds with the files in its place, or added to it."""
    before = objects.get(home, version.content) if version else b""
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        files = [Path(file) for file in operation.files]
        if operation.add and before:
            held = Path(folder) / "before.nq"
            held.write_bytes(before)
            files.insert(0, held)
        return read_source(DatasetSource(slug, tuple(files)), before, Limits(*operation.limits))


def _changes(store: Store, release: Release, touched: set[str]) -> Changes:
    """Return the contents of the datasets that were touched."""
    if "" in touched:
        raise InputRefused(
            "the update writes to the default graph, which is made of the datasets; "
            f"write to a graph, such as GRAPH <{DATASETS}…>"
        )
    changes: dict[str, Content | None] = {}
    for name in sorted(touched):
        slug = _slug(name)
        quads = canonical(store, NamedNode(name))
        changes[slug] = Content(quads, SOURCE) if quads else None
    return changes


def _fingerprints(store: Store) -> dict[str, str]:
    """Return a hash of each graph by its name, the empty one for the default graph."""
    names = [*store.named_graphs(), DefaultGraph()]
    if any(isinstance(name, BlankNode) for name in names):
        raise InputRefused("the update writes to a graph without a name")
    prints = {}
    for name in names:
        text = store.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b""
        if text:
            key = name.value if isinstance(name, NamedNode) else ""
            prints[key] = hashlib.sha256(text).hexdigest()
    return prints


def _publish(settings: Settings, change: Callable[[Release | None], Changes], note: str) -> Release:
    def checked(release: Release | None) -> Changes:
        changes = change(release)
        for slug, content in changes.items():
            if content:
                _check(slug, content, settings)
        return changes

    return releases.publish(settings.home, checked, note, silent, derivation(bundle_folder()))


def _check(slug: str, content: Content, settings: Settings) -> None:
    """Refuse what the shapes call wrong; raises DataInvalid."""
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        path = Path(folder) / f"{slug}.nq"
        path.write_bytes(content.quads)
        report = validate(path, settings, slug)
    wrong = [finding for finding in report.findings if finding.severity == "violation"]
    if wrong:
        raise DataInvalid(f"dataset {slug} has {len(wrong)} violations: {_quoted(wrong)}")


def _quoted(findings: list[Finding]) -> str:
    return "; ".join(
        f"{item.focus}: {item.message_en or item.message_de}" for item in findings[:SHOWN]
    )


def _slug(graph: str | None) -> str:
    if graph is None:
        raise InputRefused("the default graph is made of the datasets; write to one of them")
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
