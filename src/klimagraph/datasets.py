"""Datasets as they come in: a folder of Turtle and tables, or files that an operator names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat

from klimagraph.canonical import canonical_text
from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.rdf import Limits, format_of, read_bytes, statements
from klimagraph.register.authorities import authority_lines
from klimagraph.register.boundaries import boundary_lines
from klimagraph.releases import Content, DatasetVersion, graph_of
from klimagraph.retirement.terms import lines_in

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
RESERVED = {
    DERIVED: "what is derived from the other datasets",
    "klimagraph": "all datasets together",
}


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
    `before`; a new dataset is at least called by its name. What `before` says of the end of the
    dataset stays in any case: it is taken back by `retire --undo` only.
    Raises InputRefused with file, line and column; nothing is stored anywhere.
    """
    graph = graph_of(source.slug)
    texts = []
    for path in source.files:
        texts.append(statements(read_bytes(path, limits), format_of(path), graph, str(path)))
        _refuse_too_many(texts, limits, path)
    if source.tables is not None:
        lines = "\n".join(TABLES[source.slug](source.tables))
        texts.append(statements(lines.encode(), RdfFormat.N_TRIPLES, graph, source.slug))
    if not any(texts):
        raise InputRefused("no statement found", source=", ".join(map(str, source.files)))
    subject = f"{graph} ".encode()
    if not any(text.startswith(subject) or b"\n" + subject in text for text in texts):
        texts.append(_description(source.slug, before))
    texts += [_triple(line, graph) for line in lines_in(source.slug, before)]
    return Content(canonical_text(b"".join(texts), graph), source.digest())


def _triple(line: bytes, graph: NamedNode) -> bytes:
    return line.removesuffix(f" {graph} .".encode()) + b" .\n"


def _refuse_too_many(texts: list[bytes], limits: Limits, path: Path) -> None:
    """Count lines first: each statement counts once, but few files say one twice."""
    most = limits.triples
    if (
        most
        and sum(text.count(b"\n") for text in texts) > most
        and len({line for text in texts for line in text.splitlines()}) > most
    ):
        raise InputTooLarge(f"more than {most:,} triples", source=str(path))


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
    if slug in RESERVED:
        raise InputRefused(f"{slug!r} is the name of {RESERVED[slug]}")
    return slug


def missing_description(slug: str, quads: bytes) -> list[str]:
    """Return which properties a dataset lacks for the catalogue to list it."""
    start = f"{graph_of(slug)} <{PREFIXES['dcterms']}"
    return [name for name in DESCRIPTION if f"{start}{name}> ".encode() not in quads]


def _description(slug: str, before: bytes) -> bytes:
    """Return what was said of a dataset and its parts, or the least that can be said."""
    start, end = f"<{DATASETS}{slug}".encode(), f" {graph_of(slug)} .".encode()
    mine = (start + b"> ", start + b"#")
    kept = [line.removesuffix(end) for line in before.splitlines() if line.startswith(mine)]
    return b"".join(line + b" .\n" for line in kept or _minimal(slug))


def _minimal(slug: str) -> list[bytes]:
    kind = f"<{PREFIXES['rdf']}type> <{PREFIXES['dcat']}Dataset>"
    title = f'<{PREFIXES["dcterms"]}title> "{slug}"@de'
    return [f"{graph_of(slug)} {text}".encode() for text in (kind, title)]
