"""What a harvest snapshot is made from."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from klimagraph.releases import Release
from klimagraph.releases.publication import Progress


@dataclass(frozen=True)
class Work:
    """A release whose snapshot is being made."""

    home: Path
    release: Release
    store: Store
    """The statements of the release; each dataset is a graph, the default graph is their merge."""
    address: str
    """Where this instance answers, without a slash at the end."""
    snapshot: str
    """The name of the snapshot, which next links carry."""
    tell: Progress
