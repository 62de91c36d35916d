"""The archive of the suites, unpacked: files by IRI and manifests."""

import tarfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from pyoxigraph import NamedNode

from conformance.triples import RDF, Description, Term, text_of

ARCHIVE = "w3c-rdf-tests_sparql10-11-12.tar.xz"
BASE = "https://w3c.github.io/rdf-tests/"
"""Where the suites are published; IRIs in their files are relative to it."""
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
LEFT_OUT = ("entailment", "service", "syntax-fed", "http-rdf-update")
"""Folders that are not run; the docstring of the package says why."""


@dataclass(frozen=True)
class Entry:
    """A test as a manifest describes it."""

    description: Description
    node: NamedNode
    kind: str
    """The local name of its class."""

    @property
    def iri(self) -> str:
        """Return the name of the test."""
        return self.node.value

    @property
    def action(self) -> Term:
        """Return what is to be done."""
        return self.description.node(self.node, f"{MANIFEST}action")

    @property
    def result(self) -> Term:
        """Return what is expected."""
        return self.description.node(self.node, f"{MANIFEST}result")


@dataclass(frozen=True)
class Suite:
    """The suites in a folder."""

    folder: Path

    def path(self, iri: str) -> Path:
        """Return the file that has an IRI."""
        return self.folder / iri.removeprefix(BASE)

    def text(self, iri: str) -> str:
        """Return the text of a file."""
        return self.path(iri).read_text(encoding="utf-8")

    def entries(self, *kinds: str) -> list[Entry]:
        """Return the tests of some kinds in the order of the manifests."""
        return [entry for entry in self._all() if entry.kind in kinds]

    def _all(self) -> list[Entry]:
        paths = sorted(self.folder.glob("sparql/sparql1[01]/*/manifest*.ttl"))
        return [
            entry
            for path in paths
            if path.parent.name not in LEFT_OUT
            for entry in _entries(path, BASE + path.relative_to(self.folder).as_posix())
        ]


def unpack(archive: Path, folder: Path) -> Suite:
    """Unpack the archive into a folder."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return Suite(folder)


def description_cases(suite: Suite) -> list[Entry]:
    """Return the tests of the service description, which are not more than names."""
    return suite.entries("ServiceDescriptionTest")


def short_name(iri: str) -> str:
    """Return how a test is called in the output: suite, folder and name."""
    place, name = urldefrag(iri)
    return "/".join([*place.split("/")[-3:-1], name])


def _entries(path: Path, iri: str) -> list[Entry]:
    manifest = Description(path, iri)
    found = []
    for node in manifest.items(NamedNode(iri), f"{MANIFEST}entries"):
        assert isinstance(node, NamedNode)
        kinds = [text_of(kind) for kind in manifest.values(node, f"{RDF}type")]
        (kind,) = (kind.removeprefix(MANIFEST) for kind in kinds if kind.startswith(MANIFEST))
        found.append(Entry(manifest, node, kind))
    return found
