"""Codes that portals know: licences, file types, media types, states (DCAT-AP.de, K31 and K32)."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

AUTHORITY = "http://publications.europa.eu/resource/authority/"
GERMAN_LICENCES = "http://dcat-ap.de/def/licenses/"
IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Licence:
    """Terms of use under the names that different registers have for them."""

    german: str
    """Its name in the list of DCAT-AP.de."""
    european: str
    """Its code in the list of the EU."""
    text: str
    """Where its text is."""
    title: str
    others: tuple[str, ...] = ()
    """Further addresses of the same text."""

    @property
    def german_iri(self) -> NamedNode:
        """Return the only spelling that German portals take."""
        return NamedNode(GERMAN_LICENCES + self.german)

    @property
    def european_iri(self) -> NamedNode:
        """Return the code of the EU."""
        return NamedNode(f"{AUTHORITY}licence/{self.european}")


LICENCES = (
    Licence(
        "cc-zero", "CC0", "http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0",
        ("http://www.opendefinition.org/licenses/cc-zero",),
    ),
    Licence(
        "dl-zero-de/2.0", "DLDE_ZERO_2_0", "https://www.govdata.de/dl-de/zero-2-0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
    ),
    Licence(
        "cc-by/4.0", "CC_BY_4_0", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0",
    ),
    Licence(
        "dl-by-de/2.0", "DLDE_BY_2_0", "https://www.govdata.de/dl-de/by-2-0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    ),
    Licence(
        "cc-by-sa/4.0", "CC_BYSA_4_0", "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC BY-SA 4.0",
    ),
    Licence(
        "odbl", "ODC_BL", "https://opendatacommons.org/licenses/odbl/1-0/",
        "Open Database License 1.0", ("http://www.opendefinition.org/licenses/odc-odbl",),
    ),
)  # fmt: skip
"""From the one that asks for least to the one that asks for most."""


@dataclass(frozen=True)
class Form:
    """A form of a file under the names that the EU and IANA have for it."""

    file_type: str
    media_type: str
    label: str


FORMS = {
    "nquads": Form("RDF_N_QUADS", "application/n-quads", "N-Quads"),
    "ntriples": Form("RDF_N_TRIPLES", "application/n-triples", "N-Triples"),
    "turtle": Form("RDF_TURTLE", "text/turtle", "Turtle"),
    "jsonld": Form("JSON_LD", "application/ld+json", "JSON-LD"),
    "csv": Form("CSV", "text/csv", "CSV"),
    "parquet": Form("PARQUET", "application/vnd.apache.parquet", "Parquet"),
    "geojson": Form("GEOJSON", "application/geo+json", "GeoJSON"),
}
ENDPOINT = Form("SPARQLQRES", "application/sparql-results+json", "SPARQL")
"""What an endpoint answers with."""


CONCEPTS = {
    "data-theme/AGRI": ("Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel",
                        "Agriculture, fisheries, forestry and food"),
    "data-theme/ECON": ("Wirtschaft und Finanzen", "Economy and finance"),
    "data-theme/EDUC": ("Bildung, Kultur und Sport", "Education, culture and sport"),
    "data-theme/ENER": ("Energie", "Energy"),
    "data-theme/ENVI": ("Umwelt", "Environment"),
    "data-theme/GOVE": ("Regierung und öffentlicher Sektor", "Government and public sector"),
    "data-theme/REGI": ("Regionen und Städte", "Regions and cities"),
    "data-theme/SOCI": ("Bevölkerung und Gesellschaft", "Population and society"),
    "data-theme/TECH": ("Wissenschaft und Technologie", "Science and technology"),
    "data-theme/TRAN": ("Verkehr", "Transport"),
    "planned-availability/AVAILABLE": ("verfügbar", "available"),
    "planned-availability/EXPERIMENTAL": ("experimentell", "experimental"),
    "planned-availability/STABLE": ("stabil", "stable"),
    "planned-availability/TEMPORARY": ("vorübergehend", "temporary"),
    "distribution-status/COMPLETED": ("abgeschlossen", "completed"),
    "distribution-status/DEPRECATED": ("veraltet", "deprecated"),
    "distribution-status/WITHDRAWN": ("zurückgezogen", "withdrawn"),
}  # fmt: skip
"""Names of codes that we use, in German and English."""


def names_of(iri: str) -> tuple[str, str]:
    """Return what a code is called in German and English, at least its last part."""
    last = iri.rstrip("/").rpartition("/")[2]
    return CONCEPTS.get(iri.removeprefix(AUTHORITY), (last, last))


def licence_of(iri: str) -> Licence | None:
    """Return the licence that an address means, None where no portal would know it."""
    wanted = _plain(iri)
    for licence in LICENCES:
        known = (licence.german_iri.value, licence.european_iri.value, licence.text)
        if wanted in {_plain(one) for one in (*known, *licence.others)}:
            return licence
    return None


def strictest(licences: set[Licence]) -> Licence:
    """Return the licence whose terms cover what came under several of those that are known."""
    return max(licences, key=LICENCES.index)


def code(table: str, name: str) -> NamedNode:
    """Return a code of an authority table of the EU."""
    return NamedNode(f"{AUTHORITY}{table}/{name}")


def media_type(name: str) -> NamedNode:
    """Return the IRI of a media type."""
    return NamedNode(IANA + name)


def _plain(iri: str) -> str:
    """Return an address without what people write differently."""
    rest = iri.partition("://")[2].removeprefix("www.").rstrip("/")
    return rest.removesuffix("/deed.de").removesuffix("/legalcode").lower()
