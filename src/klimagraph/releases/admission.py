"""Who was taken down does not come back: looked at wherever something is published."""

from collections.abc import Callable, Iterable
from pathlib import Path

from klimagraph.errors import DataInvalid
from klimagraph.releases import tombstones
from klimagraph.releases.differences import Difference
from klimagraph.releases.tombstones import Spotted


def refuse_removed(home: Path, differences: Callable[[], Iterable[Difference]]) -> None:
    """Raise DataInvalid where new statements speak of somebody who was taken down."""
    known = tombstones.read(home)
    if not known.all:
        return
    for difference in differences():
        for found in known.spotted(difference.new):
            raise DataInvalid(_said(found))


def _said(found: Spotted) -> str:
    day = found.tombstone.at[:10]
    about = found.line.split(b" ", 1)[0].decode()
    return (
        "Darin steht eine Person, deren Angaben entfernt wurden und nicht wieder aufgenommen "
        f"werden (am {day}): {found.iri or found.text!r}, bei {about}. Bitte lassen Sie Namen und "
        f"Verweis weg / this holds a person who was taken down on {day} and is not taken in again: "
        "please leave out the name and the link"
    )
