"""Everything that the catalogue of a snapshot consists of, checked before any of it is served."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Triple

from klimagraph.catalog import landing, pages, schemaorg, whole
from klimagraph.catalog.describing import described
from klimagraph.catalog.documents import dataset_relations, series_document, service_document
from klimagraph.catalog.entries import Entry, entries
from klimagraph.catalog.names import CATALOG, SERVICE, WHOLE, say
from klimagraph.catalog.pages import Place
from klimagraph.catalog.profiles import PROFILES, SCHEMA_ORG, Profile
from klimagraph.catalog.publishers import OURS, Publisher, publisher_of
from klimagraph.catalog.rules import breaches
from klimagraph.catalog.trees import tree as tree_of
from klimagraph.catalog.writing import EXTENSIONS, write
from klimagraph.errors import CatalogBroken
from klimagraph.exports.files import File
from klimagraph.harvest.work import Work
from klimagraph.releases import Release, all_releases, order
from klimagraph.retirement import Retirement

LARGEST = 20 << 20
"""Bytes of the catalogue in one piece, which harvesters hold in memory."""
Parts = Iterable[tuple[str, bytes]]


@dataclass(frozen=True)
class Built:
    """The catalogue of a snapshot."""

    datasets: tuple[str, ...]
    """The IRIs of the datasets that it lists, in its order."""
    parts: Parts
    """Paths inside of the snapshot, and bytes; written while they are asked for."""
    left_out: Mapping[str, tuple[str, ...]]
    """Datasets that it does not list, with what they do not say of themselves."""


def build(work: Work, files: Sequence[File], retired: Mapping[str, Retirement]) -> Built:
    """Return the catalogue of a release; raises CatalogBroken where a page breaks a rule."""
    found = described(work.store, work.release.datasets)
    listed = entries(work, found.listed, files, retired)
    making = _Making(work, listed)
    for profile in PROFILES:
        making.check(profile)
    slugs = {entry.slug for entry in listed}
    without = {one.slug: ("file",) for one in found.listed if one.slug not in slugs}
    return Built(
        tuple(entry.iri.value for entry in listed),
        making.parts() if listed else (),
        {**found.left_out, **without},
    )


class _Making:
    """The parts of a catalogue in the making."""

    def __init__(self, work: Work, listed: Sequence[Entry]) -> None:
        self.work, self.listed = work, listed
        self.address = work.address
        self.publisher: Publisher = publisher_of(work.store, OURS)
        self.modified = max((entry.modified for entry in listed), default=work.release.created)
        self.trees: dict[str, list[list[Triple]]] = {}
        """Of each profile, in the order of the datasets."""
        self.releases = _releases(work)

    def check(self, profile: Profile) -> None:
        """Make the trees of a profile; raises CatalogBroken where a page breaks a rule."""
        made = [tree_of(entry, profile, self.address) for entry in self.listed]
        self.trees[profile.name] = made
        known = {entry.iri.value for entry in self.listed}
        for number, numbers in enumerate(pages.split(range(len(made))), start=1):
            if not numbers:
                continue
            found = breaches(self._page(profile, number, numbers), known)
            if found:
                text = "; ".join(str(breach) for breach in found[:5])
                raise CatalogBroken(
                    f"page {number} of {profile.name} is not fit for portals: {text}"
                )

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Yield everything, one part after the other."""
        for profile in PROFILES:
            yield from self._pages(profile)
            for path, triples in self._documents(profile):
                yield from _written(path, triples)
        yield from self._for_search_engines()
        shown = []
        for entry in self.listed:
            shown.append(landing.page(entry, self.work, self.releases))
            yield f"dataset/page/{entry.slug}.json", shown[-1]
        yield landing.LIST, landing.rows(shown)

    def _pages(self, profile: Profile) -> Iterator[tuple[str, bytes]]:
        for number, numbers in enumerate(pages.split(range(len(self.listed))), start=1):
            triples = self._page(profile, number, numbers)
            for extension in EXTENSIONS:
                shown = [*triples, *pages.view(self._place(profile.name, extension), number)]
                yield f"catalog/{profile.name}/{number}.{extension}", write(shown, extension)
        whole = self._page(profile, 1, range(len(self.listed)))
        yield from _small_enough(_written(f"catalog/{profile.name}/full", whole))

    def _page(self, profile: Profile, number: int, numbers: Sequence[int]) -> list[Triple]:
        """Return a page without its view; the first one describes the endpoint."""
        said = list(whole.catalogue(self.publisher, profile, self.modified, self.address))
        said += self.publisher.triples()
        if number == 1 and (everything := self._whole()):
            said.append(say(CATALOG, "dcat:service", SERVICE))
            said += whole.service(self.publisher, everything.licence, profile, self.address)
        triples = profile.told(said)
        for place in numbers:
            triples.append(say(CATALOG, "dcat:dataset", self.listed[place].iri))
            triples += self.trees[profile.name][place]
        return triples

    def _whole(self) -> Entry | None:
        return next((entry for entry in self.listed if entry.slug == WHOLE), None)

    def _documents(self, profile: Profile) -> Iterator[tuple[str, list[Triple]]]:
        """Yield the documents of datasets, the service and the series."""
        address, publisher = self.address, self.publisher
        for entry, tree in zip(self.listed, self.trees[profile.name], strict=True):
            more = dataset_relations(entry, profile, self.releases)
            yield f"dataset/{profile.name}/{entry.slug}", [*tree, *more]
        series = series_document(self.releases, publisher, profile, address)
        yield f"series/{profile.name}/releases", series
        if self._whole():
            service = service_document(self.listed, publisher, profile, address)
            yield f"service/{profile.name}/sparql", service

    def _for_search_engines(self) -> Iterator[tuple[str, bytes]]:
        nodes = [schemaorg.dataset(entry, self.address) for entry in self.listed]
        place = self._place(SCHEMA_ORG, "jsonld")
        for number, shown in enumerate(pages.split(nodes), start=1):
            text = schemaorg.written(schemaorg.page(shown, place, number))
            yield f"catalog/{SCHEMA_ORG}/{number}.jsonld", text
        everything = schemaorg.written(schemaorg.page(nodes, None, 1))
        yield from _small_enough([(f"catalog/{SCHEMA_ORG}/full.jsonld", everything)])
        for entry, node in zip(self.listed, nodes, strict=True):
            document = {"@context": schemaorg.CONTEXT, **node}
            yield f"dataset/{SCHEMA_ORG}/{entry.slug}.jsonld", schemaorg.written(document)

    def _place(self, profile: str, extension: str) -> Place:
        total = len(self.listed)
        return Place(
            self.address, profile, self.work.snapshot, extension, pages.count(total), total
        )


def _releases(work: Work) -> list[Release]:
    """Return the releases up to this one, oldest first."""
    known = all_releases(work.home)
    return [one for one in known if order(one.name) <= order(work.release.name)]


def _written(path: str, triples: Iterable[Triple]) -> Iterator[tuple[str, bytes]]:
    """Yield a document in all formats."""
    ordered = sorted(set(triples), key=str)
    for extension in EXTENSIONS:
        yield f"{path}.{extension}", write(ordered, extension)


def _small_enough(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """Yield what is not too large; without the one piece there are still the pages."""
    return ((path, data) for path, data in parts if len(data) <= LARGEST)
