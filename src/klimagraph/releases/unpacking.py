"""Reading the members of a packed archive, of which nothing is believed: every read is bounded."""

import io
import tarfile
from collections.abc import Iterator
from typing import IO

import zstandard

from klimagraph.errors import InputRefused

STEP = 1 << 11
"""Packed bytes that are unpacked at a time; they cannot become more than 64 MiB."""
CHUNK = 1 << 20
LARGEST_HEADER = 1 << 13
"""Bytes of all headers of a member; a path of any system has room in them."""
END = 2 * tarfile.RECORDSIZE
"""Zeros that may follow the last member."""


class Unpacked(io.BufferedIOBase):
    """What one zstd frame holds, read forwards; nothing may follow the frame."""

    def __init__(self, source: IO[bytes]) -> None:
        """Read from a source, which stays open."""
        self._source = source
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._waiting = bytearray()
        self._place = 0
        self._limit: int | None = None

    def limit(self, size: int | None) -> None:
        """Refuse to read more than this from here, or take the limit away."""
        self._limit = None if size is None else self._place + size

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._place

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go forwards; what lies between is read."""
        if whence != io.SEEK_SET or place < self._place:
            raise tarfile.StreamError("the archive leads backwards")
        while self._place < place and self.read(min(CHUNK, place - self._place)):
            pass
        return self._place

    def read(self, size: int | None = -1) -> bytes:
        """Return this many bytes, or fewer where they end."""
        if size is None or size < 0:
            raise tarfile.StreamError("the archive has a length below zero")
        if self._limit is not None and self._place + size > self._limit:
            raise InputRefused(f"a header is longer than {LARGEST_HEADER:,} bytes")
        while len(self._waiting) < size and not self._frame.eof:
            self._unpack()
        part = bytes(memoryview(self._waiting)[:size])
        del self._waiting[:size]
        self._place += len(part)
        return part

    def _unpack(self) -> None:
        packed = self._source.read(STEP)
        if not packed:
            raise InputRefused("the backup is cut off")
        self._waiting += self._frame.decompress(packed)
        if self._frame.eof and (self._frame.unused_data or self._source.read(1)):
            raise InputRefused("something stands behind the end of the backup")


class Members:
    """The members of an archive, one after the other; each has to be read before the next."""

    def __init__(self, source: IO[bytes]) -> None:
        """Read from a source, which stays open; raises what `next` raises."""
        self._unpacked = Unpacked(source)
        self._archive: tarfile.TarFile | None = None

    def next(self) -> tarfile.TarInfo | None:
        """Return the header of the next member.

        Raises InputRefused, TarError and ZstdError where there is none to be read.
        """
        self._unpacked.limit(LARGEST_HEADER)
        try:
            member = self._read_header()
        except (ValueError, IndexError) as error:
            raise InputRefused(f"a header cannot be read: {error}") from None
        self._unpacked.limit(None)
        if member is not None and member.size < 0:
            raise InputRefused("a header gives a length below zero")
        return member

    def _read_header(self) -> tarfile.TarInfo | None:
        if self._archive is None:
            self._archive = tarfile.open(fileobj=self._unpacked, mode="r:")  # noqa: SIM115  # holds nothing
        member = self._archive.next()
        self._archive.members.clear()  # type: ignore[attr-defined]  # else it keeps all of them
        if self._archive.pax_headers:
            raise InputRefused("a header for all members is nothing that a backup holds")
        return member

    def content(self, member: tarfile.TarInfo) -> Iterator[bytes]:
        """Yield the content of the member that `next` returned."""
        left = member.size
        while left:
            chunk = self._unpacked.read(min(CHUNK, left))
            if not chunk:
                raise InputRefused(f"the backup is cut off in {member.name}")
            left -= len(chunk)
            yield chunk

    def end(self) -> None:
        """Read what follows the last member: nothing but zeros."""
        rest = self._unpacked.read(END + 1)
        if len(rest) > END or rest.strip(b"\0"):
            raise InputRefused("something stands behind the end of the backup")
