"""Where pages of the vocabulary lead to: a query, a template, the list of things."""

import re
from dataclasses import dataclass

from klimagraph import people
from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import THINGS, compact
from klimagraph.tables.templates import templates
from klimagraph.vocabulary.concept import Concept
from klimagraph.vocabulary.term import Term

PREFIX = "PREFIX klima: <https://w3id.org/klimagraph/ns#>\n"
NAMED = "  OPTIONAL { ?thing skos:prefLabel|rdfs:label|dcterms:title ?name }\n"
NAMES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


@dataclass(frozen=True)
class Further:
    """Addresses that belong to a term; empty where there is none."""

    query: str
    template: str
    entities: str


def further(page: Term) -> Further:
    """Return where the page of a term leads to; reading the templates may take a moment."""
    if page.kind != "Class":
        pattern = f"  ?thing {_short(page.iri)} ?value\n"
        return Further(f"{PREFIX}SELECT ?thing ?value WHERE {{\n{pattern}}}\nLIMIT 1000\n", "", "")
    pattern = f"  ?thing a {_short(page.iri)} .\n{NAMED}"
    query = f"{PREFIX}{NAMES}SELECT ?thing ?name WHERE {{\n{pattern}}}\nLIMIT 1000\n"
    known = {one.class_iri: one.token for one in templates(bundle_folder())}
    token = known.get(page.iri, "")
    return Further(query, f"/templates/{token}.xlsx" if token else "", _entities(page))


def uses(page: Concept) -> dict[str, str]:
    """Return for each property the query for all things that say the concept by it."""
    return {use.property.iri: _with(use.property.iri, page.iri) for use in page.uses}


def _with(way: str, iri: str) -> str:
    pattern = f"  ?thing {_short(way)} <{iri}> .\n{NAMED}"
    return f"{PREFIX}{NAMES}SELECT ?thing ?name WHERE {{\n{pattern}}}\nLIMIT 1000\n"


def _short(iri: str) -> str:
    """Return a term as a query writes it."""
    short = compact(iri)
    return short if short.startswith("klima:") else f"<{iri}>"


def _entities(page: Term) -> str:
    """Return the list of the things of a class, if it has one of its own.

    Their addresses tell its name; where it is not part of the name of the class, the things
    belong to a class below.
    """
    first = next((row["s"] for row in page.examples if row["s"].startswith(THINGS)), "")
    folder = first.removeprefix(THINGS).partition("/")[0]
    words = re.sub(r"(?<!^)(?=[A-Z])", "-", compact(page.iri).partition(":")[2]).lower()
    return f"/entities/{folder}" if folder and folder != people.FOLDER and folder in words else ""
