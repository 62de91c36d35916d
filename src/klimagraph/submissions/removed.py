"""People who were taken down, found in a submission before it could be published."""

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
    """Return the report with the places that name somebody who was taken down."""
    known = tombstones.read(home)
    if not known.all:
        return report
    found = {_finding(each): None for each in known.spotted(quads.splitlines())}
    if not found:
        return report
    group = Group(
        COMPONENT, "violation", SHAPE, COMPONENT, "", *TITLE, len(found), tuple(found)[:SHOWN]
    )
    return replace(report, groups=(group, *report.groups))


def _finding(found: Spotted) -> Finding:
    day, said = found.tombstone.at[:10], found.text or found.iri
    return Finding(
        "violation",
        subject_of(found.line),
        "",
        said,
        f"„{said}“: Die Angaben zu dieser Person wurden am {day} entfernt und werden nicht wieder "
        "aufgenommen. Bitte lassen Sie den Namen und den Verweis weg.",
        f"“{said}”: this person was taken down on {day} and is not taken in again. "
        "Please leave out the name and the link.",
        SHAPE,
        COMPONENT,
    )
