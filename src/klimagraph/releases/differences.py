"""What differs between two contents of a dataset: lines of canonical N-Quads, gone and new."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard

from klimagraph.errors import StoreDamaged
from klimagraph.releases import manifests, objects
from klimagraph.releases.manifests import DatasetVersion, Release

FILE = "difference.zst"
"""The file of a release that tells how it differs from the one before."""
MOST = 100_000
"""Lines up to which that file is written; beyond that contents are compared again."""
GONE, NEW = b"-", b"+"


class Difference(NamedTuple):
    """Lines that are gone and lines that are new, each sorted and without their ends."""

    gone: list[bytes]
    new: list[bytes]

    @property
    def size(self) -> int:
        """Return the number of lines."""
        return len(self.gone) + len(self.new)


class Differences:
    """The differences between versions of datasets of a home, each worked out once."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._known: dict[tuple[str | None, str | None], Difference] = {}

    def note(
        self, old: DatasetVersion | None, new: DatasetVersion | None, found: Difference
    ) -> None:
        """Take note of a difference that is known without looking at the contents."""
        self._known[_key(old, new)] = found

    def between(self, old: DatasetVersion | None, new: DatasetVersion | None) -> Difference:
        """Return how two versions differ; None is one without statements."""
        key = _key(old, new)
        if key not in self._known:
            before, after = (objects.get(self.home, name) if name else b"" for name in key)
            self._known[key] = difference(before, after)
        return self._known[key]


def difference(old: bytes, new: bytes) -> Difference:
    """Return the difference between two contents."""
    before, after = set(old.splitlines()), set(new.splitlines())
    return Difference(sorted(before - after), sorted(after - before))


def changed(content: bytes, wanted: Difference) -> tuple[bytes, Difference]:
    """Return a content with lines taken out and put in, and what of that was not so already.

    A content is sorted: only the places of these lines are looked for.
    """
    pieces: list[bytes | memoryview] = []
    view, start = memoryview(content), 0
    done = Difference([], [])
    new = set(wanted.new)
    for line in sorted({*wanted.gone, *wanted.new}):
        whole = line + b"\n"
        place = _place(content, whole)
        held = content.startswith(whole, place)
        if held == (line in new):
            continue
        pieces.append(view[start:place])
        start = place + len(whole) if held else place
        if held:
            done.gone.append(line)
        else:
            pieces.append(whole)
            done.new.append(line)
    return b"".join([*pieces, view[start:]]), done


def lines_of(differences: Iterable[Difference]) -> Iterator[bytes]:
    """Yield all lines, gone or new."""
    for item in differences:
        yield from item.gone
        yield from item.new


def write(folder: Path, differences: Iterable[Difference]) -> None:
    """Write the file that tells how a release differs from the one before, if it is not large."""
    found = list(differences)
    if sum(item.size for item in found) > MOST:
        return
    lines = [GONE + line for item in found for line in item.gone]
    lines += [NEW + line for item in found for line in item.new]
    packer = zstandard.ZstdCompressor(write_checksum=True)
    (folder / FILE).write_bytes(packer.compress(b"\n".join(lines)))


def read(home: Path, before: str, release: Release) -> Difference | None:
    """Return how a release differs from another one, None where no file tells.

    Raises StoreDamaged where the file is not what was written.
    """
    if release.parent != before:
        return None
    try:
        packed = (manifests.folder_of(home, release.name) / FILE).read_bytes()
        lines = zstandard.ZstdDecompressor().decompress(packed).splitlines()
    except FileNotFoundError:
        return None
    except (OSError, zstandard.ZstdError) as error:
        raise StoreDamaged(
            f"the difference of release {release.name} cannot be read: {error}"
        ) from None
    gone, new = ([line[1:] for line in lines if line[:1] == mark] for mark in (GONE, NEW))
    return Difference(gone, new)


def forget(home: Path, but: str | None) -> None:
    """Remove the files of all releases but one: only who follows the newest needs them."""
    for file in (home / "releases").glob(f"[0-9]*/{FILE}"):
        if file.parent.name != but:
            file.unlink(missing_ok=True)


def _key(old: DatasetVersion | None, new: DatasetVersion | None) -> tuple[str | None, str | None]:
    return (old.content if old else None, new.content if new else None)


def _place(content: bytes, line: bytes) -> int:
    """Return where a line stands in sorted lines, or would stand."""
    low, high = 0, len(content)
    while low < high:
        middle = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = content.index(b"\n", middle) + 1
        if content[middle:end] < line:
            low = end
        else:
            high = middle
    return low
