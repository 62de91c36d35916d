"""What is said of things: their statements and those about their parts, from all datasets."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from klimagraph.changes.activity import thing_of
from klimagraph.releases import Release, objects

_BLOCK = re.compile(rb"<([^#>]*)[^>]*> .*\n(?:<\1[#>].*\n)*")
"""Neighbouring lines about one thing and its parts."""


def states(home: Path, release: Release) -> Iterator[tuple[str, bytes]]:
    """Yield each thing of a release with its state, sorted by name; raises StoreDamaged."""
    found: dict[bytes, list[bytes]] = {}
    for version in release.datasets:
        _collect(found, objects.get(home, version.content))
    for name in sorted(found):
        thing = thing_of(name.decode())
        if thing:
            yield thing, state_of(triple for block in found[name] for triple in _triples(block))


def _collect(found: dict[bytes, list[bytes]], content: bytes) -> None:
    """Add the blocks of a content; lines about a thing and about its parts may lie apart."""
    for match in _BLOCK.finditer(content):
        found.setdefault(match[1], []).append(match[0])


def state_of(triples: Iterable[bytes]) -> bytes:
    """Return a state: sorted lines of N-Triples, each once."""
    return b"".join(line + b"\n" for line in sorted(set(triples)))


def by_thing(lines: Iterable[bytes]) -> dict[str, set[bytes]]:
    """Return what lines of N-Quads say of each thing; what is said of nothing else is left out."""
    found: dict[str, set[bytes]] = {}
    for line in lines:
        thing = thing_of(line[1 : line.index(b">")].decode())
        if thing:
            found.setdefault(thing, set()).add(triple_of(line))
    return found


def triple_of(line: bytes) -> bytes:
    """Return a line of N-Quads without its graph."""
    return line.rsplit(b" ", 2)[0] + b" ."


def _triples(block: bytes) -> Iterator[bytes]:
    return map(triple_of, block.splitlines())
