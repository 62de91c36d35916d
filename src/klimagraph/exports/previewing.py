"""The first rows of a table that is offered as CSV (RFC 4180)."""

import csv
import io
from itertools import islice
from pathlib import Path

import zstandard

from klimagraph.errors import StoreDamaged
from klimagraph.exports.files import File, place_of

FORM = "csv"
ROWS, CELL = 20, 200
"""Rows that are shown, and characters of a cell."""
READ = 1 << 20
"""Bytes that are looked at; a table whose rows are longer is shown as far as they go."""


def head(home: Path, file: File) -> list[list[str]]:
    """Return the heading and the first rows; raises StoreDamaged."""
    try:
        with place_of(home, file.digest).open("rb") as packed:
            first = zstandard.ZstdDecompressor().stream_reader(packed).read(READ)
    except (OSError, zstandard.ZstdError) as error:
        raise StoreDamaged(f"the file {file.name} cannot be read: {error}") from None
    text = io.StringIO(first.decode("utf-8", "ignore"), newline="")
    rows = list(islice(csv.reader(text), ROWS + 1))
    if len(first) == READ and len(rows) <= ROWS:
        rows = rows[:-1]
    return [[cell if len(cell) <= CELL else f"{cell[:CELL]}…" for cell in row] for row in rows]
