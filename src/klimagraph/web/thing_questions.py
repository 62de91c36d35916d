"""Addresses of the editor with the question that gives what a page of a thing shows."""

from urllib.parse import urlencode

from klimagraph.terms import is_iri

PATH = "/query"
NAMES = """  OPTIONAL {{ {0} rdfs:label|skos:prefLabel {0}Name FILTER(LANG({0}Name) = "{1}") }}"""
HEADER = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX klima: <https://w3id.org/klimagraph/ns#>

"""


def statements(iri: str, language: str) -> str:
    """Return the address of the question what is said of a thing."""
    names = "\n".join(NAMES.format(name, language) for name in ("?property", "?value"))
    return _address(
        f"SELECT ?property ?propertyName ?value ?valueName WHERE {{\n"
        f"  <{iri}> ?property ?value .\n{names}\n}}\nORDER BY ?property",
        iri,
    )


def pointing(iri: str, via: str, language: str) -> str:
    """Return the address of the question what points at a thing by a property."""
    names = NAMES.format("?thing", language)
    text = f"SELECT ?thing ?thingName WHERE {{\n  ?thing <{via}> <{iri}> .\n{names}\n}}"
    return _address(f"{text}\nORDER BY ?thingName", iri, via)


def members(iri: str, language: str) -> str:
    """Return the address of the question for the members of an alliance."""
    names = NAMES.format("?member", language)
    return _address(
        "SELECT ?member ?memberName ?status ?since WHERE {\n"
        f"  ?membership a klima:Membership ; org:organization <{iri}> ; org:member ?member ;\n"
        f"    klima:membershipStatus ?status .\n{names}\n"
        "  OPTIONAL { ?membership klima:startEarliest ?since }\n}\nORDER BY ?since ?memberName",
        iri,
    )


def _address(text: str, *iris: str) -> str:
    """Return the address of the editor; without a question where a name could break out of it."""
    if not all(is_iri(iri) for iri in iris):
        return PATH
    return f"{PATH}?{urlencode({'query': HEADER + text})}"
