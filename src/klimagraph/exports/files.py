"""A file that is offered for download, and where it lies: its address follows its content."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = "files"
CUT = 32
"""Digits of the digest that an address holds."""
DESCRIBED_IN = "release"
"""Folder of a snapshot with what describes the files of its release."""
CRATE, CROISSANT, SUMS = "ro-crate-metadata.json", "croissant.json", "SHA256SUMS"
DESCRIPTIONS = {
    CRATE: "application/ld+json",
    CROISSANT: "application/ld+json",
    SUMS: "text/plain; charset=utf-8",
}
"""What describes the files of a release, with its media type."""


@dataclass(frozen=True)
class File:
    """One form of a dataset, or of the things of one class."""

    dataset: str
    """The dataset that it is a distribution of."""
    name: str
    """Its name in the address, `memberships.ttl`."""
    form: str
    """Key in the table of forms: nquads, turtle, jsonld, csv, parquet, geojson."""
    size: int
    """Length in bytes as it is sent."""
    digest: str
    """SHA-256 of the bytes that are sent."""
    title_de: str
    title_en: str
    modified: str
    """When this content was first published (xsd:dateTime)."""
    rows: int | None = None
    """Rows of a table."""

    @property
    def path(self) -> str:
        """Return the path of its address."""
        return f"/{FOLDER}/{self.digest[:CUT]}/{self.name}"


def place_of(home: Path, digest: str) -> Path:
    """Return where the bytes of a file lie, packed with Zstandard unless it is Parquet."""
    return home / FOLDER / digest[:2] / digest
