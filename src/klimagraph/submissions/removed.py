"""People who were taken down, found in a submission before it could be published."""

import hashlib
from dataclasses import replace
from pathlib import Path

from klimagraph.namespaces import SHAPES
from klimagraph.releases import tombstones
from klimagraph.releases.tombstones import Spotted
from klimagraph.submissions.things import subject_of
from klimagraph.validation.findings import Finding, Group, Report

SHAPE, COMPONENT = f"{SHAPES}RemovedPerson", "RemovedPerson"
SHOWN = 100
TITLE = ("Personen, deren Angaben entfernt wurden", "People who were taken down")


def with_removed(report: Report, home: Path, quads: bytes) -> Report:
    """Return the report with the things that name somebody who was taken down.

    The report itself does not repeat the name.
    """
    known = tombstones.read(home)
    spotted = known.spotted(quads.splitlines()) if known.all else ()
    found = tuple(dict.fromkeys(_finding(each) for each in spotted))
    if not found:
        return report
    group = Group(_hash(SHAPE), "violation", *TITLE, len(found), found[:SHOWN])
    return replace(report, groups=(group, *report.groups))


def _finding(found: Spotted) -> Finding:
    focus, day = subject_of(found.line), found.tombstone.at[:10]
    return Finding(
        "violation",
        focus,
        "",
        "",
        f"Hier steht eine Person, deren Angaben am {day} entfernt wurden; sie werden nicht wieder "
        "aufgenommen. Bitte lassen Sie den Namen und den Verweis weg.",
        f"This names a person who was taken down on {day} and is not taken in again. "
        "Please leave out the name and the link.",
        SHAPE,
        COMPONENT,
        identifier=_hash(SHAPE, focus),
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
