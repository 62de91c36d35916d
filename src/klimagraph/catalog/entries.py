"""The datasets of the catalogue with everything that goes into their trees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import Licence, strictest
from klimagraph.catalog.describing import Description
from klimagraph.catalog.names import WHOLE, dataset_iri
from klimagraph.catalog.publishers import Publisher
from klimagraph.catalog.whole import about_whole
from klimagraph.exports.files import File
from klimagraph.harvest.work import Work
from klimagraph.releases import DatasetVersion, Release, all_releases, order
from klimagraph.retirement import DEPRECATED, WITHDRAWN, Retirement

STATES = {DEPRECATED: "DEPRECATED", WITHDRAWN: "WITHDRAWN"}
"""In the list distribution-status of the EU."""
COMPLETED = "COMPLETED"


@dataclass(frozen=True)
class Entry:
    """A dataset of the catalogue."""

    slug: str
    about: tuple[Triple, ...]
    publisher: Publisher
    licence: Licence
    attribution: tuple[Literal, ...]
    files: tuple[File, ...]
    issued: str
    modified: str
    """When its data or what is said of it changed last."""
    status: str = COMPLETED
    notes: tuple[Literal, ...] = ()
    sources: tuple[NamedNode, ...] = ()
    replaced_by: str = ""
    version: str = ""
    """The release, of the dataset of everything."""

    @property
    def iri(self) -> NamedNode:
        """Return the IRI of the dataset."""
        return dataset_iri(self.slug)


def entries(
    work: Work,
    described: Iterable[Description],
    files: Iterable[File],
    retired: Mapping[str, Retirement],
) -> list[Entry]:
    """Return the datasets of a release in order of their IRIs; each has at least one file."""
    held: dict[str, list[File]] = {}
    for file in files:
        held.setdefault(file.dataset, []).append(file)
    first = _first_published(work)
    made = []
    for one in described:
        version = work.release.dataset(one.slug)
        if version and held.get(one.slug):
            own = tuple(sorted(held[one.slug], key=lambda file: file.name))
            made.append(_entry(one, version, own, first[one.slug], retired.get(one.slug)))
    if made and held.get(WHOLE):
        made.append(_whole(work.release, made, tuple(held[WHOLE]), min(first.values())))
    return sorted(made, key=lambda entry: entry.iri.value)


def _entry(
    said: Description,
    version: DatasetVersion,
    files: tuple[File, ...],
    first: str,
    retirement: Retirement | None,
) -> Entry:
    times = [version.modified, *(file.modified for file in files)]
    if retirement:
        times.append(f"{_since(retirement)}T00:00:00Z")
    return Entry(
        said.slug,
        said.about,
        said.publisher,
        said.licence,
        said.attribution,
        files,
        first,
        max(times, key=datetime.fromisoformat),
        STATES[retirement.state] if retirement else COMPLETED,
        _notes(retirement) if retirement else (),
        said.sources,
        retirement.replaced_by if retirement else "",
    )


def _whole(release: Release, parts: list[Entry], files: tuple[File, ...], first: str) -> Entry:
    """Return the dataset of everything; its licence covers what came under several."""
    texts = {text.value: text for part in parts for text in part.attribution}
    named = "; ".join(sorted(texts))
    licence = strictest({part.licence for part in parts})
    attribution = (Literal(named, language="de"),) if named else ()
    about, publisher = about_whole(parts[0].publisher)
    ordered = tuple(sorted(files, key=lambda file: file.name))
    return Entry(
        WHOLE,
        about,
        publisher,
        licence,
        attribution,
        ordered,
        first,
        release.created,
        version=release.name,
    )


def _first_published(work: Work) -> dict[str, str]:
    """Return when each dataset was first published."""
    first: dict[str, str] = {}
    for release in all_releases(work.home):
        if order(release.name) <= order(work.release.name):
            for version in release.datasets:
                first.setdefault(version.slug, release.created)
    return first


def _since(retirement: Retirement) -> date:
    """Return since when a dataset is in the state in which it is (K22 to K24)."""
    withdrawn = retirement.state == WITHDRAWN
    return retirement.due if withdrawn else date.fromisoformat(retirement.deprecated)


def _notes(retirement: Retirement) -> tuple[Literal, ...]:
    since = _since(retirement)
    german, english = {
        DEPRECATED: ("Wird nicht mehr gepflegt", "No longer maintained"),
        WITHDRAWN: ("Zurückgezogen", "Withdrawn"),
    }[retirement.state]
    reason = f": {retirement.reason}" if retirement.reason else ""
    return (
        Literal(f"{german} seit {since}{reason}", language="de"),
        Literal(f"{english} since {since}{reason}", language="en"),
    )
