"""The tree of a dataset: everything that is reachable from it belongs to it alone.

GovData removes whatever is reachable from a dataset before it writes the dataset again.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import ENDPOINT, FORMS, Form, code, media_type
from klimagraph.catalog.entries import Entry
from klimagraph.catalog.names import WHOLE, date_time, number, part, say, term
from klimagraph.catalog.profiles import Profile
from klimagraph.exports.files import File
from klimagraph.namespaces import BASE

ONTOLOGY = NamedNode(f"{BASE}ontology")
GRAPHS = ("nquads", "turtle", "jsonld", "ntriples")
"""Forms that follow the ontology."""


def tree(entry: Entry, profile: Profile, address: str) -> list[Triple]:
    """Return the tree of a dataset with its publisher, in a profile."""
    return profile.told(
        [
            *entry.about,
            *entry.publisher.triples(),
            *_dates(entry),
            *_contact(entry, address),
            *_distributions(entry, profile, address),
        ]
    )


def distribution_iri(entry: Entry, file: File) -> NamedNode:
    """Return the IRI of a file as a distribution of its dataset."""
    return part(entry.iri, file.name.replace(".", "-"))


def _dates(entry: Entry) -> Iterator[Triple]:
    node, issued = entry.iri, term("dcterms:issued")
    yield say(node, "dcterms:identifier", Literal(node.value))
    yield say(node, "dcterms:modified", date_time(entry.modified))
    if not any(one.subject == node and one.predicate == issued for one in entry.about):
        yield say(node, "dcterms:issued", date_time(entry.issued))
    if entry.version:
        yield say(node, "dcat:version", Literal(entry.version))
    for note in entry.notes:
        yield say(node, "adms:versionNotes", note)


def _contact(entry: Entry, address: str) -> Iterator[Triple]:
    """Say where the contact can be reached if it does not say so itself."""
    yield say(entry.iri, "dcat:landingPage", NamedNode(f"{address}/dataset/{entry.slug}"))
    reached = {term(name) for name in ("vcard:hasEmail", "vcard:hasURL", "vcard:hasTelephone")}
    points = {one.object for one in entry.about if one.predicate == term("dcat:contactPoint")}
    known = {one.subject for one in entry.about if one.predicate in reached}
    for node in points - known:
        if isinstance(node, NamedNode):
            yield say(node, "vcard:hasURL", NamedNode(f"{address}/"))


def _distributions(entry: Entry, profile: Profile, address: str) -> Iterator[Triple]:
    for file in entry.files:
        node = distribution_iri(entry, file)
        form = FORMS[file.form]
        yield from _distribution(node, entry, profile, form)
        yield from _named(node, file.title_de, file.title_en)
        yield from _stored(node, file, NamedNode(address + file.path))
        yield say(node, "dcterms:modified", date_time(file.modified))
        if file.form in GRAPHS:
            yield say(node, "dcterms:conformsTo", ONTOLOGY)
    if entry.slug == WHOLE:
        yield from _endpoint(entry, profile, address)


def _distribution(node: NamedNode, entry: Entry, profile: Profile, form: Form) -> Iterator[Triple]:
    """Say what distributions of all kinds have in common."""
    yield say(entry.iri, "dcat:distribution", node)
    yield say(node, "rdf:type", "dcat:Distribution")
    yield say(node, "dcterms:license", profile.licence(entry.licence))
    for text in entry.attribution:
        yield say(node, "dcatde:licenseAttributionByText", text)
    yield say(node, "dcterms:format", code("file-type", form.file_type))
    yield say(node, "dcat:mediaType", media_type(form.media_type))
    yield say(node, "adms:status", code("distribution-status", entry.status))
    yield say(node, "dcatap:availability", _availability(entry.about))


def _availability(about: Iterable[Triple]) -> NamedNode:
    found = (one.object for one in about if one.predicate == term("dcatap:availability"))
    stated = next(found, None)
    default = code("planned-availability", "AVAILABLE")
    return stated if isinstance(stated, NamedNode) else default


def _named(node: NamedNode, german: str, english: str) -> Iterator[Triple]:
    yield say(node, "dcterms:title", Literal(german, language="de"))
    yield say(node, "dcterms:title", Literal(english, language="en"))


def _stored(node: NamedNode, file: File, url: NamedNode) -> Iterator[Triple]:
    """Say where the bytes are, how many, and how to prove that they are the right ones."""
    yield say(node, "dcat:accessURL", url)
    yield say(node, "dcat:downloadURL", url)
    yield say(node, "dcat:byteSize", number(file.size))
    checksum = part(node, "checksum")
    yield say(node, "spdx:checksum", checksum)
    yield say(checksum, "rdf:type", "spdx:Checksum")
    yield say(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    value = Literal(file.digest, datatype=term("xsd:hexBinary"))
    yield say(checksum, "spdx:checksumValue", value)


def _endpoint(entry: Entry, profile: Profile, address: str) -> Iterator[Triple]:
    """Say that everything can be queried; by its address only, not by its service (K41)."""
    node = part(entry.iri, "sparql")
    yield from _distribution(node, entry, profile, ENDPOINT)
    yield from _named(node, "Abfragen mit SPARQL", "Queries with SPARQL")
    yield say(node, "dcat:accessURL", NamedNode(f"{address}/sparql"))
    yield say(node, "dcterms:modified", date_time(entry.modified))
