"""What is said of everything together: the catalogue, its endpoint, the dataset of all datasets."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import LICENCES, Licence, code
from klimagraph.catalog.names import CATALOG, SERVICE, WHOLE, dataset_iri, date_time, part, say
from klimagraph.catalog.profiles import Profile
from klimagraph.catalog.publishers import Publisher

TITLES = {
    CATALOG: ("Klimagraph: Datenkatalog", "Klimagraph: data catalogue"),
    SERVICE: ("Klimagraph: SPARQL-Zugang", "Klimagraph: SPARQL endpoint"),
    dataset_iri(WHOLE): ("Klimagraph: alle Daten", "Klimagraph: all data"),
}
TEXTS = {
    CATALOG: (
        "Daten über Bündnisse für den Klimaschutz: Mitglieder, Ämter, Zusagen, Förderung, Belege.",
        "Data about alliances for climate protection: members, posts, commitments, grants, "
        "evidence.",
    ),
    SERVICE: (
        "Lesender Zugang zu allen Daten mit SPARQL 1.1, auch zu früheren Versionen.",
        "Read access to all data with SPARQL 1.1, earlier releases included.",
    ),
    dataset_iri(WHOLE): (
        "Alle Datensätze des Klimagraphen zusammen, je Klasse eine Tabelle: Bündnisse, Kommunen, "
        "Mitgliedschaften, Zusagen, Ziele, Förderung, Veranstaltungen und ihre Belege.",
        "All datasets of Klimagraph together, one table for each class: alliances, authorities, "
        "memberships, commitments, targets, grants, events and their evidence.",
    ),
}
KEYWORDS = (
    ("Klimaschutz", "de"), ("Bündnisse", "de"), ("Kommunen", "de"), ("Förderung", "de"),
    ("climate protection", "en"), ("alliances", "en"), ("municipalities", "en"),
)  # fmt: skip
PROTOCOL = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
"""In the spelling by which registers recognise endpoints."""
METADATA = LICENCES[0]
"""What is said of datasets may be used by anybody for anything."""


def about_whole(publisher: Publisher) -> tuple[tuple[Triple, ...], Publisher]:
    """Return what is said of the dataset of everything, and who publishes it."""
    node = dataset_iri(WHOLE)
    return tuple(_about_whole(node, publisher)), publisher


def _about_whole(node: NamedNode, publisher: Publisher) -> Iterator[Triple]:
    yield say(node, "rdf:type", "dcat:Dataset")
    yield from _named(node)
    for text, language in KEYWORDS:
        yield say(node, "dcat:keyword", Literal(text, language=language))
    yield say(node, "dcterms:publisher", publisher.iri)
    for theme in ("ENVI", "GOVE", "REGI"):
        yield say(node, "dcat:theme", code("data-theme", theme))
    yield say(node, "dcterms:accessRights", code("access-right", "PUBLIC"))
    yield say(node, "dcterms:accrualPeriodicity", code("frequency", "IRREG"))
    yield say(node, "dcatap:availability", code("planned-availability", "STABLE"))
    yield say(node, "dcterms:language", code("language", "DEU"))
    yield say(node, "dcterms:spatial", code("country", "DEU"))
    yield from contact(node, publisher)


def catalogue(
    publisher: Publisher, profile: Profile, modified: str, address: str
) -> Iterator[Triple]:
    """Yield what every page says of the catalogue itself."""
    yield say(CATALOG, "rdf:type", "dcat:Catalog")
    yield from _named(CATALOG)
    yield say(CATALOG, "dcterms:publisher", publisher.iri)
    yield say(CATALOG, "dcterms:language", code("language", "DEU"))
    yield say(CATALOG, "dcterms:license", profile.licence(METADATA))
    yield say(CATALOG, "dcterms:modified", date_time(modified))
    yield say(CATALOG, "dcatap:availability", code("planned-availability", "STABLE"))
    yield say(CATALOG, "dcat:themeTaxonomy", NamedNode(code("data-theme", "").value.rstrip("/")))
    yield say(CATALOG, "foaf:homepage", NamedNode(f"{address}/"))


def service(
    publisher: Publisher, licence: Licence, profile: Profile, address: str
) -> Iterator[Triple]:
    """Yield what is said of the endpoint; no distribution may lead here.

    Portals that find a service with a publisher at a distribution fail to write it again.
    """
    yield say(SERVICE, "rdf:type", "dcat:DataService")
    yield from _named(SERVICE)
    yield say(SERVICE, "dcterms:publisher", publisher.iri)
    yield say(SERVICE, "dcterms:license", profile.licence(licence))
    yield say(SERVICE, "dcterms:accessRights", code("access-right", "PUBLIC"))
    yield say(SERVICE, "dcterms:conformsTo", PROTOCOL)
    yield say(SERVICE, "dcatap:availability", code("planned-availability", "STABLE"))
    yield say(SERVICE, "dcat:endpointURL", NamedNode(f"{address}/sparql"))
    yield say(SERVICE, "dcat:endpointDescription", NamedNode(f"{address}/.well-known/void"))
    yield from contact(SERVICE, publisher)
    yield say(part(SERVICE, "contact"), "vcard:hasURL", NamedNode(f"{address}/"))


def contact(node: NamedNode, publisher: Publisher) -> Iterator[Triple]:
    """Yield whom to ask; the address is added where it is known."""
    own = part(node, "contact")
    yield say(node, "dcat:contactPoint", own)
    yield say(own, "rdf:type", "vcard:Kind")
    yield say(own, "vcard:fn", publisher.names[0])


def _named(node: NamedNode) -> Iterator[Triple]:
    for name, (german, english) in (
        ("dcterms:title", TITLES[node]),
        ("dcterms:description", TEXTS[node]),
    ):
        yield say(node, name, Literal(german, language="de"))
        yield say(node, name, Literal(english, language="en"))
