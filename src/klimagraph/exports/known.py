"""Files that were made before: what is made of the same is not made again."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from klimagraph import __version__
from klimagraph.exports import packing
from klimagraph.exports.files import FOLDER, File
from klimagraph.releases import durable

INDEX = "made.json"


class Made:
    """The files that are kept, by what they were made of."""

    def __init__(self, home: Path) -> None:
        self._home, self._path = home, home / FOLDER / INDEX
        self._before = _read(self._path)
        self._now: dict[str, list[File]] = {}

    def of(self, source: str, make: Callable[[], Iterable[File]]) -> list[File]:
        """Return the files made of a source, which names all that they depend on."""
        key = hashlib.sha256(f"{__version__}\n{source}".encode()).hexdigest()
        files = self._before.get(key)
        if files is None or not all(packing.is_there(self._home, file) for file in files):
            files = list(make())
        self._now[key] = files
        return files

    def keep(self) -> None:
        """Remember what was made for this release and for the one before."""
        known = {**self._before, **self._now}
        there = {
            key: [asdict(file) for file in files]
            for key, files in sorted(known.items())
            if all(packing.is_there(self._home, file) for file in files)
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(self._path, json.dumps(there, ensure_ascii=False).encode())


def _read(path: Path) -> dict[str, list[File]]:
    """Return the index; one that is missing or broken is none, and files are made again."""
    try:
        held = json.loads(path.read_bytes())
        return {key: [File(**file) for file in files] for key, files in held.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
