"""What the datasets of a release say of themselves, as far as a catalogue can repeat it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from klimagraph.catalog import values
from klimagraph.catalog.codes import AUTHORITY, Licence, licence_of
from klimagraph.catalog.names import TYPE, WHOLE, dataset_iri, part, say, term
from klimagraph.catalog.publishers import Publisher, publisher_of
from klimagraph.datasets import DERIVED, DESCRIPTION
from klimagraph.releases import DatasetVersion

TEXTS = ("dcterms:title", "dcterms:description", "adms:versionNotes")
"""Said once in each language."""
KEYWORDS = "dcat:keyword"
ONE_CODE = {
    "dcterms:accessRights": f"{AUTHORITY}access-right/",
    "dcterms:accrualPeriodicity": f"{AUTHORITY}frequency/",
    "dcatap:availability": f"{AUTHORITY}planned-availability/",
    "dcatde:contributorID": "http://dcat-ap.de/def/contributors/",
}
CODES = {
    "dcat:theme": f"{AUTHORITY}data-theme/",
    "dcterms:language": f"{AUTHORITY}language/",
    "dcterms:type": f"{AUTHORITY}dataset-type/",
    "dcatde:politicalGeocodingLevelURI": "http://dcat-ap.de/def/politicalGeocoding/Level/",
}
"""Where the values must be from: portals refuse others."""
PLACES = ("http://dcat-ap.de/def/politicalGeocoding/", f"{AUTHORITY}country/")
PARTS = {
    "dcterms:temporal": ("dcterms:PeriodOfTime", ("dcat:startDate", "dcat:endDate")),
    "dcterms:spatial": ("dcterms:Location", ("dcat:bbox", "dcat:centroid", "skos:prefLabel")),
    "dcterms:provenance": ("dcterms:ProvenanceStatement", ("rdfs:label",)),
}
"""Properties whose values are parts of the dataset, with the class and properties of these."""
READ = {"dcat:startDate": values.day, "dcat:endDate": values.day}
READ |= {"dcat:bbox": values.shape, "dcat:centroid": values.shape}
"""How values are read that are no texts."""
REACHED = {
    "vcard:hasEmail": re.compile(r"mailto:.+"),
    "vcard:hasURL": values.WEB,
    "vcard:hasTelephone": re.compile(r"tel:.+"),
}
"""How a contact is reached, with how an address of each kind looks."""
DEFAULTS = {
    "dcterms:accessRights": f"{AUTHORITY}access-right/PUBLIC",
    "dcatap:availability": f"{AUTHORITY}planned-availability/AVAILABLE",
    "dcat:theme": f"{AUTHORITY}data-theme/ENVI",
}
"""True of everything here: it is public, it stays, it is about climate protection."""
SUBJECTS = (Literal("Klimaschutz", language="de"), Literal("climate protection", language="en"))


@dataclass(frozen=True)
class Description:
    """What a dataset says of itself."""

    slug: str
    about: tuple[Triple, ...]
    """Statements about it and about its parts, none about anything else."""
    publisher: Publisher
    licence: Licence
    attribution: tuple[Literal, ...]
    """How the licence wants the source to be named."""
    sources: tuple[NamedNode, ...]
    """What it was made from."""


@dataclass(frozen=True)
class Described:
    """The datasets that can be listed, and what the others lack."""

    listed: tuple[Description, ...]
    left_out: Mapping[str, tuple[str, ...]]


def described(store: Store, versions: Iterable[DatasetVersion]) -> Described:
    """Return what the datasets of a release say of themselves, in order of their names."""
    listed = []
    left_out: dict[str, tuple[str, ...]] = {}
    for version in sorted(versions, key=lambda one: dataset_iri(one.slug).value):
        if version.slug == DERIVED:
            continue
        if version.slug == WHOLE:  # there is one of this name, which holds all others
            left_out[version.slug] = ("name",)
            continue
        said = _Said(store, version.slug)
        lacks = said.lacks()
        if lacks:
            left_out[version.slug] = lacks
        else:
            listed.append(said.description())
    return Described(tuple(listed), left_out)


class _Said:
    """The statements of a dataset about itself, by property."""

    def __init__(self, store: Store, slug: str) -> None:
        self.store, self.slug = store, slug
        self.graph = dataset_iri(slug)

    def lacks(self) -> tuple[str, ...]:
        """Return what the catalogue must know and the dataset does not say in a usable form."""
        known = {
            "title": self.texts("dcterms:title"),
            "description": self.texts("dcterms:description"),
            "publisher": self.publishers(),
            "license": self.licence(),
        }
        return tuple(name for name in DESCRIPTION if not known[name])

    def description(self) -> Description:
        licence = self.licence()
        assert licence  # noqa: S101  # whoever lacks one is not described
        publisher = publisher_of(self.store, self.publishers()[0])
        return Description(
            self.slug,
            tuple(self._about(publisher)),
            publisher,
            licence,
            tuple(self.texts("dcatde:licenseAttributionByText")),
            tuple(self.links("dcterms:source")),
        )

    def objects(self, name: str, subject: NamedNode | None = None) -> list[NamedNode | Literal]:
        """Return the values of a property that are links or texts, in a fixed order."""
        found: Iterable[Quad] = self.store.quads_for_pattern(
            subject or self.graph, term(name), None, self.graph
        )
        kept = (quad.object for quad in found)
        return sorted((one for one in kept if isinstance(one, NamedNode | Literal)), key=str)

    def links(self, name: str, subject: NamedNode | None = None) -> list[NamedNode]:
        """Return the values that are addresses of the web."""
        found = map(values.address, self.objects(name, subject))
        return [one for one in found if one][: values.MOST]

    def publishers(self) -> list[NamedNode]:
        """Return who publishes it."""
        return [one for one in self.links("dcterms:publisher") if values.body(one)]

    def texts(self, name: str, subject: NamedNode | None = None) -> list[Literal]:
        """Return the values that are texts, the first of each language."""
        first: dict[str, Literal] = {}
        for one in values.texts(self.objects(name, subject)):
            first.setdefault(one.language or "", one)
        return list(first.values())

    def first(self, name: str, subject: NamedNode) -> list[Literal]:
        """Return what a part says: texts in each language, one value of any other kind."""
        if name not in READ:
            return self.texts(name, subject)
        found = map(READ[name], self.objects(name, subject))
        return [one for one in found if one][:1]

    def licence(self) -> Licence | None:
        """Return the licence, if it says one that portals know."""
        known = [licence_of(one.value) for one in self.links("dcterms:license")]
        return next((one for one in known if one), None)

    def _about(self, publisher: Publisher) -> Iterator[Triple]:
        yield Triple(self.graph, TYPE, term("dcat:Dataset"))
        yield say(self.graph, "dcterms:publisher", publisher.iri)
        for name in TEXTS:
            for text in self.texts(name):
                yield say(self.graph, name, text)
        for word in values.texts(self.objects(KEYWORDS)) or SUBJECTS:
            yield say(self.graph, KEYWORDS, word)
        if publisher.iri in self.links("dcterms:creator"):
            yield say(self.graph, "dcterms:creator", publisher.iri)
        yield from self._codes()
        yield from self._days()
        yield from self._pages()
        for name in PARTS:
            yield from self._parts(name)
        yield from self._contact(publisher)

    def _codes(self) -> Iterator[Triple]:
        for name, start in (ONE_CODE | CODES).items():
            found = [one for one in self.links(name) if one.value.startswith(start)]
            default = [NamedNode(DEFAULTS[name])] if name in DEFAULTS else []
            for value in (found or default)[: 1 if name in ONE_CODE else None]:
                yield say(self.graph, name, value)

    def _days(self) -> Iterator[Triple]:
        days = map(values.day, self.objects("dcterms:issued"))
        for day in [one for one in days if one][:1]:
            yield say(self.graph, "dcterms:issued", day)

    def _pages(self) -> Iterator[Triple]:
        """Say which standards it follows and where it is documented; never another dataset."""
        for name in ("dcterms:conformsTo", "foaf:page"):
            for value in filter(values.foreign, self.links(name)):
                yield say(self.graph, name, value)

    def _parts(self, name: str) -> Iterator[Triple]:
        kind, properties = PARTS[name]
        for value in self.links(name):
            if name == "dcterms:spatial" and value.value.startswith(PLACES):
                yield say(self.graph, name, value)
            elif value.value.startswith(f"{self.graph.value}#"):
                said = [
                    say(value, inner, text)
                    for inner in properties
                    for text in self.first(inner, value)
                ]
                if said:
                    yield from (say(self.graph, name, value), say(value, "rdf:type", kind), *said)

    def _contact(self, publisher: Publisher) -> Iterator[Triple]:
        """Say whom to ask: an office, never a person (K01)."""
        own = [
            one
            for one in self.links("dcat:contactPoint")
            if one.value.startswith(f"{self.graph.value}#")
            and term("vcard:Individual") not in self.objects("rdf:type", one)
        ]
        node = own[0] if own else part(self.graph, "contact")
        names = (self.texts("vcard:fn", node) if own else []) or list(publisher.names)
        yield say(self.graph, "dcat:contactPoint", node)
        yield say(node, "rdf:type", "vcard:Kind")
        yield say(node, "vcard:fn", names[0])
        if own:
            yield from self._reached(node)

    def _reached(self, node: NamedNode) -> Iterator[Triple]:
        for name, pattern in REACHED.items():
            found = (one for one in self.objects(name, node) if isinstance(one, NamedNode))
            fit = (one for one in found if pattern.fullmatch(one.value) and values.foreign(one))
            for value in list(fit)[: values.MOST]:
                yield say(node, name, value)
