"""The mark in a remote engine that says which release it holds (docs/adr/0008)."""

import json
import uuid
from dataclasses import dataclass

from klimagraph.namespaces import BASE, PREFIXES
from klimagraph.releases import Release

MERGE, MARK, NOTHING = (f"{BASE}store/{name}" for name in ("merge", "state", "nothing"))
"""Graphs in the engine besides the datasets: their RDF merge, the mark, one that stays empty."""
SAYS = PREFIXES["rdfs"] + "comment"
HOLDS, CHANGING = "holds", "changing"
LONGEST = 65_536
QUERY = f"SELECT ?text {{ GRAPH <{MARK}> {{ <{MARK}> <{SAYS}> ?text }} }}"

PROBE = f"SELECT ?s {{ GRAPH <{MERGE}> {{ ?s ?p ?o }} }} LIMIT 100000"
"""As many rows as an answer should be allowed to have."""


@dataclass(frozen=True)
class Mark:
    """What the engine says of itself; no two marks are equal, not even of the same release."""

    state: str
    release: str
    digest: str
    stamp: str

    @property
    def whole(self) -> bool:
        """Tell whether the engine holds a release, all of it and nothing else."""
        return self.state == HOLDS

    def holds(self, release: Release) -> bool:
        """Tell whether the engine holds this release, under this name."""
        return self.whole and (self.release, self.digest) == (release.name, release.digest)

    @property
    def triple(self) -> bytes:
        """Return the mark as it stands in the engine."""
        text = f"{self.state} {self.release} {self.digest} {self.stamp}"
        return f'<{MARK}> <{SAYS}> "{text}" .\n'.encode()


def holding(release: Release) -> Mark:
    """Return a new mark for an engine that holds a release."""
    return Mark(HOLDS, release.name, release.digest, uuid.uuid4().hex)


def changing(release: Release) -> Mark:
    """Return a new mark for an engine that is being brought to a release."""
    return Mark(CHANGING, release.name, release.digest, uuid.uuid4().hex)


def read(answer: bytes) -> Mark | None:
    """Return the mark that an engine answered (JSON); None where it has none that can be read."""
    try:
        rows = json.loads(answer)["results"]["bindings"]
        (text,) = (row["text"]["value"] for row in rows)
        return Mark(*text.split(" "))
    except (ValueError, KeyError, TypeError):
        return None
