"""Our own compiled shapes."""

from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from bench.validators.files import SHAPES, VOCABULARY
from klimagraph.shacl import Data, load, read_shapes, validate
from klimagraph.shacl.shapes import Shape


def run(folder: Path, file: Path) -> int:
    """Return the number of results."""
    return len(validate(loaded(folder, file), shapes_of(folder)))


def loaded(folder: Path, file: Path) -> Data:
    """Return the data with the vocabulary beside them."""
    store = Store()
    originals = load(store, parse(path=str(file), format=RdfFormat.N_TRIPLES))
    store.bulk_load(path=str(folder / VOCABULARY), format=RdfFormat.N_TRIPLES)
    return Data(store, originals)


def shapes_of(folder: Path) -> list[Shape]:
    """Return the shapes."""
    store = Store()
    store.bulk_load(path=str(folder / SHAPES), format=RdfFormat.N_TRIPLES)
    return read_shapes(store)
