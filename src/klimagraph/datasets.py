"""Datasets as they come in: a folder of Turtle and tables, or files that an operator names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from klimagraph.canonical import canonical
from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.rdf import Limits, format_of, load, read_bytes
from klimagraph.register.authorities import authority_lines
from klimagraph.register.boundaries import boundary_lines
from klimagraph.releases import Content, DatasetVersion, graph_of

Lines = Callable[[Path], Iterator[str]]

TABLES: dict[str, Lines] = {
    "reference-authorities": authority_lines,
    "reference-boundaries": boundary_lines,
}
"""How the tables of a dataset become statements."""

METADATA = "dataset.ttl"
DESCRIPTION = ("title", "description", "publisher", "license")
"""What the catalogue needs to know of a dataset, in DCMI terms."""
NO_LIMITS = Limits()
VOCABULARY = "vocabulary"
DERIVED = "derived"
"""What is made from the other datasets at publication; nobody loads it."""


@dataclass(frozen=True)
class DatasetSource:
    """What a dataset is made from: RDF files, and a folder of tables where it has one."""

    slug: str
    files: tuple[Path, ...]
    tables: Path | None = None

    def digest(self) -> str:
        """Return the SHA-256 over the names and contents of all files."""
        total = hashlib.sha256()
        for path in (*self.files, *self._table_files()):
            total.update(f"{path.name} {path.stat().st_size}\n".encode())
            total.update(path.read_bytes())
        return total.hexdigest()

    def _table_files(self) -> list[Path]:
        if self.tables is None:
            return []
        return sorted(path for path in self.tables.rglob("*") if path.is_file())


def bundled(root: Path) -> list[DatasetSource]:
    """Return the datasets that come with the program, one per folder of `data/`."""
    folders = sorted(path.parent for path in (root / "data").glob(f"*/{METADATA}"))
    return [_folder_source(root, folder) for folder in folders]


def _folder_source(root: Path, folder: Path) -> DatasetSource:
    files = sorted(folder.glob("*.ttl"))
    if folder.name == VOCABULARY:
        files += sorted((root / "ontology").rglob("*.ttl")) + sorted(
            (root / "shapes").glob("*.ttl")
        )
    return DatasetSource(folder.name, tuple(files), folder if folder.name in TABLES else None)


def read_source(source: DatasetSource, before: bytes = b"", limits: Limits = NO_LIMITS) -> Content:
    """Return the content of a dataset as canonical N-Quads.

    Where the source does not describe the dataset, the description stays that of the content
    `before`; a new dataset is at least called by its name.
    Raises InputRefused with file, line and column; nothing is stored anywhere.
    """
    graph = graph_of(source.slug)
    store = Store()
    for path in source.files:
        load(store, read_bytes(path, limits), format_of(path), graph, str(path))
        _refuse_too_many(store, limits, path)
    if source.tables is not None:
        text = "\n".join(TABLES[source.slug](source.tables))
        load(store, text.encode(), RdfFormat.N_TRIPLES, graph, source.slug)
    if len(store) == 0:
        raise InputRefused("no statement found", source=", ".join(map(str, source.files)))
    if not any(store.quads_for_pattern(graph, None, None)):
        store.bulk_load(_description(source.slug, before), format=RdfFormat.N_QUADS)
    return Content(canonical(store, graph), source.digest())


def _refuse_too_many(store: Store, limits: Limits, path: Path) -> None:
    if limits.triples and len(store) > limits.triples:
        raise InputTooLarge(f"more than {limits.triples:,} triples", source=str(path))


def differing(
    sources: Iterable[DatasetSource], known: dict[str, DatasetVersion]
) -> list[DatasetSource]:
    """Return the datasets whose source is not the one that they were last made from."""
    made = {slug: version.source for slug, version in known.items()}
    return [source for source in sources if made.get(source.slug) != source.digest()]


def check_slug(slug: str) -> str:
    """Return the slug; raises InputRefused where it could not name a graph."""
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    if not slug or len(slug) > 64 or not set(slug) <= allowed or slug.startswith("-"):
        raise InputRefused(
            f"{slug!r} cannot name a dataset; allowed are a-z, 0-9 and hyphens, at most 64"
        )
    if slug == DERIVED:
        raise InputRefused(f"{slug!r} is the name of what is derived from the other datasets")
    return slug


def missing_description(slug: str, quads: bytes) -> list[str]:
    """Return which properties a dataset lacks for the catalogue to list it."""
    start = f"{graph_of(slug)} <{PREFIXES['dcterms']}"
    return [name for name in DESCRIPTION if f"{start}{name}> ".encode() not in quads]


def _description(slug: str, before: bytes) -> bytes:
    """Return what was said of a dataset and its parts, or the least that can be said."""
    start = f"<{DATASETS}{slug}".encode()
    mine = (start + b"> ", start + b"#")
    kept = [line for line in before.splitlines() if line.startswith(mine)]
    return b"\n".join(kept or _minimal(slug))


def _minimal(slug: str) -> list[bytes]:
    dataset = graph_of(slug)
    kind = f"<{PREFIXES['rdf']}type> <{PREFIXES['dcat']}Dataset>"
    title = f'<{PREFIXES["dcterms"]}title> "{slug}"@de'
    return [f"{dataset} {text} {dataset} .".encode() for text in (kind, title)]
