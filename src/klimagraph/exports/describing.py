"""What a release says of its files: checksums, and descriptions for archives and programs."""

import json
from collections.abc import Iterator, Sequence

from klimagraph.exports import crate, croissant
from klimagraph.exports.files import File
from klimagraph.harvest.work import Work

FOLDER = "release"
SUMS = "SHA256SUMS"
DESCRIPTIONS = {
    crate.NAME: "application/ld+json",
    croissant.NAME: "application/ld+json",
    SUMS: "text/plain; charset=utf-8",
}
"""The descriptions of a release, with their media types."""


def parts(work: Work, files: Sequence[File]) -> Iterator[tuple[str, bytes]]:
    """Yield the descriptions of a release by their paths in the snapshot."""
    yield f"{FOLDER}/{crate.NAME}", _json(crate.crate(work, files))
    yield f"{FOLDER}/{croissant.NAME}", _json(croissant.croissant(work, files))
    sums = "".join(f"{file.digest}  {file.name}\n" for file in files)
    yield f"{FOLDER}/{SUMS}", sums.encode()


def _json(members: object) -> bytes:
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()
