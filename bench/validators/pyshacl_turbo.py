"""pyshacl-turbo on documents, as shapes that are not compiled get it."""

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from bench.validators.files import SHAPES, VOCABULARY
from klimagraph.validation.foreign import check


def run(folder: Path, file: Path) -> int:
    """Return the number of results."""
    return len(list(check(_read(file), _read(folder / SHAPES), _read(folder / VOCABULARY)).found))


def _read(path: Path) -> list[Quad]:
    return list(parse(path=str(path), format=RdfFormat.N_TRIPLES))
