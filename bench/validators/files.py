"""The files that every engine gets, all of them N-Triples."""

from pathlib import Path

SHAPES, VOCABULARY = "shapes.nt", "vocabulary.nt"


def whole(folder: Path, file: Path) -> Path:
    """Return one file with data and vocabulary."""
    path = folder / f"whole-{file.name}"
    path.write_bytes(file.read_bytes() + (folder / VOCABULARY).read_bytes())
    return path
