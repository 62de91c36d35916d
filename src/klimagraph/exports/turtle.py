"""Datasets as Turtle, in the order of their N-Quads (https://www.w3.org/TR/turtle/)."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, parse, serialize

from klimagraph.exports.packing import Sink, Written
from klimagraph.namespaces import TURTLE_PREFIXES
from klimagraph.releases import DatasetVersion, objects

HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in TURTLE_PREFIXES.items()).encode()
PREFIX = b"@prefix "


def turtle(home: Path, version: DatasetVersion) -> Written:
    """Write a dataset as Turtle."""
    content = io.BufferedReader(_Chunks(objects.stream(home, version.content)))
    quads = parse(content, format=RdfFormat.N_QUADS, lenient=True)
    with Sink(home) as sink:
        sink.write(HEADER)
        said = (quad.triple for quad in quads)
        body = cast("IO[bytes]", _Body(sink))
        serialize(said, body, format=RdfFormat.TURTLE, prefixes=TURTLE_PREFIXES)
        return sink.place()


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._rest:
            self._rest = next(self._chunks, b"")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class _Body:
    """Leaves out the prefixes that the engine writes first, in another order each time."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._head = sink, b""
        self._begun = False

    def write(self, data: bytes) -> int:
        if self._begun:
            return self._sink.write(data)
        self._head += data
        while self._head.startswith(PREFIX) and b"\n" in self._head:
            self._head = self._head.partition(b"\n")[2]
        if len(self._head) >= len(PREFIX) and not self._head.startswith(PREFIX):
            self._begun = True
            self._sink.write(self._head)
        return len(data)

    def flush(self) -> None:
        self._sink.flush()
