"""Our own compiled shapes, one focus node at a time in data that are loaded already."""

import time
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from bench.validators.compiled import loaded, shapes_of
from klimagraph.namespaces import THINGS
from klimagraph.shacl import Data, validate

NODES = 5


def run(folder: Path, file: Path) -> float:
    """Return the longest time of some nodes, in seconds."""
    data, shapes = loaded(folder, file), shapes_of(folder)
    subjects = (quad.subject for quad in parse(path=str(file), format=RdfFormat.N_TRIPLES))
    things = (
        each for each in subjects if isinstance(each, NamedNode) and each.value.startswith(THINGS)
    )
    longest = 0.0
    for thing in islice(dict.fromkeys(things), NODES):
        start = time.process_time()
        validate(Data(data.store, data.originals), shapes, [thing])
        longest = max(longest, time.process_time() - start)
    return longest
