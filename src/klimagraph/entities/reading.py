"""Pages of things, read from a snapshot without reading the rest."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from klimagraph.entities.lists import Listing
from klimagraph.errors import NotFound


def lines(folder: Path, listing: Listing, numbers: Sequence[int]) -> Iterator[bytes]:
    """Yield some lines of a class; `folder` is that of the snapshot. Raises NotFound."""
    wanted = [listing.places[number] for number in numbers]
    try:
        for piece, places in groupby(wanted, key=lambda place: place[0]):
            with (folder / listing.pieces[piece]).open("rb") as file:
                for _, start, length in places:
                    file.seek(start)
                    yield file.read(length).rstrip(b"\n")
    except FileNotFoundError:
        raise NotFound("this snapshot is not kept any more") from None
