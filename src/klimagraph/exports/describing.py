"""What a release says of its files: checksums, and descriptions for archives and programs."""

import json
from collections.abc import Iterator, Sequence

from klimagraph.exports import crate, croissant
from klimagraph.exports.files import CRATE, CROISSANT, DESCRIBED_IN, SUMS, File
from klimagraph.harvest.work import Work


def parts(work: Work, files: Sequence[File]) -> Iterator[tuple[str, bytes]]:
    """Yield the descriptions of a release by their paths in the snapshot."""
    yield f"{DESCRIBED_IN}/{CRATE}", _json(crate.crate(work, files))
    yield f"{DESCRIBED_IN}/{CROISSANT}", _json(croissant.croissant(work, files))
    sums = "".join(f"{file.digest}  {file.name}\n" for file in files)
    yield f"{DESCRIBED_IN}/{SUMS}", sums.encode()


def _json(members: object) -> bytes:
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()
