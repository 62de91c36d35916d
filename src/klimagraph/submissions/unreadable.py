"""Files that cannot be read, as a report with one finding at the place of the fault."""

import hashlib

from klimagraph.errors import InputRefused
from klimagraph.namespaces import SHAPES
from klimagraph.places import Place
from klimagraph.validation.findings import Finding, Group, Report

SHAPE = f"{SHAPES}Readable"
TITLES = ("Die Datei kann nicht gelesen werden", "The file cannot be read")


def unreadable(error: InputRefused, name: str, digest: str = "") -> Report:
    """Return the report on a file of a name that could not be read."""
    identifier = hashlib.sha256(f"{SHAPE} {error.message}".encode()).hexdigest()[:16]
    finding = Finding(
        "violation",
        "",
        "",
        "",
        f"{TITLES[0]}: {error.message}",
        f"{TITLES[1]}: {error.message}",
        SHAPE,
        "Readable",
        place=Place(error.line, error.column),
        identifier=identifier,
    )
    group = Group(identifier, "violation", *TITLES, 1, (finding,))
    return Report(name, 0, (group,), digest=digest)
