"""Values that portals compare with their lists (https://www.dcat-ap.de/def/)."""

from klimagraph.harvest_check.graph import DCT

LICENCES = "http://dcat-ap.de/def/licenses/"
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPES = (
    "https://www.iana.org/assignments/media-types/",
    "http://www.iana.org/assignments/media-types/",
)
_NAMES = """apache bsd cc-by cc-by-de/3.0 cc-by-nc cc-by-nc-de/3.0 cc-by-nc/4.0 cc-by-nd
cc-by-nd/3.0 cc-by-nd/4.0 cc-by-sa cc-by-sa-de/3.0 cc-by-sa/4.0 cc-by/4.0 cc-zero ccpdm/1.0
dl-by-de/1.0 dl-by-de/2.0 dl-by-nc-de/1.0 dl-zero-de/2.0 geoNutz/20131001 geonutz/20130319 gfdl
gpl/3.0 mozilla odbl odby odcpddl officialWork other-closed other-commercial other-freeware
other-open other-opensource"""
KNOWN = frozenset(_NAMES.split())
"""Names on the German list of licences below its namespace, in exactly that spelling."""
ATTRIBUTED = ("cc-by", "dl-by", "odby", "odbl")
"""How names of licences begin that ask for the name of the source."""
LABELLED = frozenset(f"{DCT}{name}" for name in ("license", "accrualPeriodicity", "language"))
"""Properties whose value CKAN replaces by its rdfs:label though the IRI is wanted."""


def known(iri: str) -> bool:
    """Tell whether a licence is on the German list."""
    return iri.startswith(LICENCES) and iri.removeprefix(LICENCES) in KNOWN


def attributed(iri: str) -> bool:
    """Tell whether a licence on the German list asks for the name of the source."""
    return known(iri) and iri.removeprefix(LICENCES).startswith(ATTRIBUTED)
