"""Whether a file holds a name: also packed, also in a workbook."""

import gzip
import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from klimagraph.releases.tombstones import words_of
from klimagraph.takedown.plan import Plan

LARGEST = 256 * 1024 * 1024
"""Bytes that are looked at; what unpacks to more counts as holding the name."""
_MARK = re.compile("<[^>]*>")
_WORDS = re.compile(r"[^\W_]+")


def holds(path: Path, plan: Plan) -> bool:
    """Tell whether a file holds a person's IRI, or all words of a name of hers or his."""
    try:
        return any(_speaks(text, plan) for text in _texts(path))
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, _TooLargeError):
        return True


class _TooLargeError(Exception):
    """Raised when a file unpacks to more than is looked at."""


def speaks(text: str, plan: Plan) -> bool:
    """Tell whether a text holds a person's IRI or name."""
    named = plan.names.in_text(text, near=False) != text
    return named or any(iri in text for iri in plan.stands)


def _speaks(text: str, plan: Plan) -> bool:
    if speaks(text, plan):
        return True
    names = [set(words_of(name)) for name in plan.names.all]
    if not any(run.decode() in text.lower() for run in plan.names.runs):
        return False
    words = set(words_of(" ".join(_WORDS.findall(text))))
    return any(name <= words for name in names)


def _texts(path: Path) -> Iterator[str]:
    if zipfile.is_zipfile(path):
        yield from _members(path)
        return
    data = path.read_bytes() if path.suffix != ".gz" else _unpacked(path)
    text = _decoded(data)
    yield text
    if path.suffix == ".json":
        yield json.dumps(json.loads(text), ensure_ascii=False)


def _members(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST:
            raise _TooLargeError
        for member in archive.infolist():
            yield html.unescape(_MARK.sub(" ", _decoded(archive.read(member))))


def _unpacked(path: Path) -> bytes:
    with gzip.open(path) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _TooLargeError
    return data


def _decoded(data: bytes) -> str:
    """Return a text; what is not UTF-8 is taken for Windows Latin 1, which reads everything."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
