"""Writes terms and lines of N-Triples.

Specification: https://www.w3.org/TR/n-triples/
"""

from datetime import date
from decimal import Decimal

KLIMA = "https://w3id.org/klimagraph/ns#"
CONCEPT = "https://w3id.org/klimagraph/concept/"
IDENTIFIER = "https://w3id.org/klimagraph/id/"
GEO = "http://www.opengis.net/ont/geosparql#"
SF = "http://www.opengis.net/ont/sf#"
ORG = "http://www.w3.org/ns/org#"
QUDT = "http://qudt.org/schema/qudt/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
UNIT = "http://qudt.org/vocab/unit/"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
WIKIDATA = "http://www.wikidata.org/entity/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def term(namespace: str, name: str) -> str:
    """Return an IRI as a term; the name is one of ours or made of digits and hyphens."""
    return f"<{namespace}{name}>"


def identifier(level: str, key: str) -> str:
    """Return the IRI of an authority, without brackets."""
    return f"{IDENTIFIER}{level}/{key}"


def line(subject: str, predicate: str, value: str) -> str:
    """Return a line of N-Triples without its line end."""
    return f"{subject} {predicate} {value} ."


def text(value: str) -> str:
    """Return a plain literal."""
    return f'"{value.translate(_ESCAPES)}"'


def german(value: str) -> str:
    """Return a literal in German."""
    return f'"{value.translate(_ESCAPES)}"@de'


def integer(value: int) -> str:
    """Return a whole number."""
    return f'"{value}"^^<{_XSD}integer>'


def decimal(value: Decimal) -> str:
    """Return a decimal number, never in scientific notation."""
    return f'"{value:f}"^^<{_XSD}decimal>'


def day(value: date) -> str:
    """Return a date."""
    return f'"{value}"^^<{_XSD}date>'


def well_known_text(value: str) -> str:
    """Return a geometry in CRS84, longitude first."""
    return f'"{value.translate(_ESCAPES)}"^^<{GEO}wktLiteral>'
