"""Files that are written in pieces, named by what they hold, and read again."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

import zstandard

from klimagraph.errors import NotFound, StoreDamaged
from klimagraph.exports.files import FOLDER, File, place_of
from klimagraph.releases import durable, objects

CHUNK = 1 << 18
LEVEL = 3
PARQUET = "parquet"
"""The form that is kept as it is: it is packed within, and read by ranges."""


class Written(NamedTuple):
    """What was written."""

    digest: str
    size: int


class Sink:
    """A file on its way to its place: nothing is there before all of it is."""

    def __init__(self, home: Path, *, packed: bool = True) -> None:
        folder = home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._held = bytearray()
        self._home, self._hash, self._size = home, hashlib.sha256(), 0
        self._beside = folder / f"{durable.TEMPORARY}{os.getpid()}-{id(self)}"
        self._file: IO[bytes] = self._beside.open("wb")
        packer = zstandard.ZstdCompressor(level=LEVEL)
        self._output = packer.stream_writer(self._file, closefd=False) if packed else self._file

    def __enter__(self) -> Self:
        """Return the file that can be written to."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what did not come to its place."""
        self._file.close()
        self._beside.unlink(missing_ok=True)

    @property
    def closed(self) -> bool:
        """Tell whether nothing can be written any more, as writers of files ask."""
        return self._file.closed

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._held += data
        if len(self._held) >= CHUNK:
            self._send()
        return len(data)

    def _send(self) -> None:
        self._hash.update(self._held)
        self._size += len(self._held)
        self._output.write(self._held)
        self._held = bytearray()

    def flush(self) -> None:
        """Do nothing: all comes to the disk at the end."""

    def place(self) -> Written:
        """Put the file in its place and return what it holds."""
        self._send()
        if self._output is not self._file:
            self._output.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        written = Written(self._hash.hexdigest(), self._size)
        place = place_of(self._home, written.digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        self._beside.replace(place)
        durable.sync_folder(place.parent)
        return written


def link(home: Path, content: str) -> None:
    """Let a content of releases be a file too, which stays when no release names it any more.

    Raises StoreDamaged where it is missing.
    """
    place = place_of(home, content)
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(objects.path_of(home, content), place)
    except FileNotFoundError as error:
        raise StoreDamaged(f"object {content} cannot be read: {error}") from None
    durable.sync_folder(place.parent)


def is_there(home: Path, file: File) -> bool:
    """Tell whether the bytes of a file are kept."""
    return place_of(home, file.digest).is_file()


def path_of(home: Path, file: File) -> Path:
    """Return where a file lies; raises NotFound where it is gone."""
    path = place_of(home, file.digest)
    if not path.is_file():
        raise NotFound(f"the file {file.name} is not kept any more")
    return path


def stream(home: Path, file: File) -> Iterator[bytes]:
    """Yield the bytes of a file as they are sent; raises NotFound and StoreDamaged.

    The end is held back until all bytes are known to be right, so that nobody takes wrong ones.
    """
    path, seen, held = path_of(home, file), hashlib.sha256(), b""
    for chunk in _chunks(path, file):
        seen.update(chunk)
        if held:
            yield held
        held = chunk
    if seen.hexdigest() != file.digest:
        raise StoreDamaged(f"the file {file.name} does not hold what its address says")
    yield held


def _chunks(path: Path, file: File) -> Iterator[bytes]:
    try:
        with path.open("rb") as opened:
            if file.form == PARQUET:
                yield from iter(lambda: opened.read(CHUNK), b"")
            else:
                yield from zstandard.ZstdDecompressor().read_to_iter(opened, write_size=CHUNK)
    except (OSError, zstandard.ZstdError) as error:
        raise StoreDamaged(f"the file {file.name} cannot be read: {error}") from None


def tidy(home: Path, kept: Iterable[File]) -> int:
    """Remove the files that nobody names and what a crash left; return how many."""
    keep = {place_of(home, file.digest) for file in kept}
    there = [path for path in (home / FOLDER).glob("[0-9a-f][0-9a-f]/*") if path not in keep]
    gone = [*there, *(home / FOLDER).glob(f"{durable.TEMPORARY}*")]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(gone)
