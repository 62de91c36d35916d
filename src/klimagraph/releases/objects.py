"""Contents of datasets, named by their hash and kept compressed: what releases are made of."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from klimagraph.errors import StoreDamaged
from klimagraph.releases import durable

CHUNK = 1 << 18
LEVEL = 3


def digest_of(content: bytes) -> str:
    """Return the name of a content: its SHA-256."""
    return hashlib.sha256(content).hexdigest()


def path_of(home: Path, digest: str) -> Path:
    """Return where a content lies."""
    return home / "objects" / digest[:2] / f"{digest}.nq.zst"


def digest_in(path: Path) -> str:
    """Return the name of the content that lies at a place."""
    return path.name.split(".", 1)[0]


def put(home: Path, content: bytes) -> str:
    """Keep a content durably and return its name; what is there whole is not written again."""
    digest = digest_of(content)
    path = path_of(home, digest)
    if not _holds(home, digest):
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, zstandard.ZstdCompressor(level=LEVEL, threads=2).compress(content))
        durable.sync_folder(path.parent.parent)
    return digest


def _holds(home: Path, digest: str) -> bool:
    try:
        get(home, digest)
    except StoreDamaged:
        return False
    return True


def get(home: Path, digest: str) -> bytes:
    """Return a content; raises StoreDamaged where it is missing or not what its name says."""
    try:
        packed = path_of(home, digest).read_bytes()
        content = zstandard.ZstdDecompressor().decompress(packed)
    except (OSError, zstandard.ZstdError) as error:
        raise _unreadable(digest, error) from None
    if digest_of(content) != digest:
        raise _changed(digest)
    return content


def stream(home: Path, digest: str) -> Iterator[bytes]:
    """Yield a content in chunks of bounded size.

    Raises StoreDamaged, at the end where the chunks are not what the name says.
    """
    seen = hashlib.sha256()
    try:
        with path_of(home, digest).open("rb") as file:
            for chunk in zstandard.ZstdDecompressor().read_to_iter(file, write_size=CHUNK):
                seen.update(chunk)
                yield chunk
    except (OSError, zstandard.ZstdError) as error:
        raise _unreadable(digest, error) from None
    if seen.hexdigest() != digest:
        raise _changed(digest)


def _unreadable(digest: str, error: Exception) -> StoreDamaged:
    return StoreDamaged(f"object {digest} cannot be read: {error}")


def _changed(digest: str) -> StoreDamaged:
    return StoreDamaged(f"object {digest} does not hold what its name says")


def collect_garbage(home: Path, used: Iterable[str]) -> int:
    """Remove contents that no release names and leftovers of crashed writers; return how many."""
    keep = {path_of(home, digest) for digest in used}
    gone = [path for path in (home / "objects").glob("*/*") if path not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
