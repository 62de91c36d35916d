"""The description that the endpoint gives of itself (SPARQL 1.1 Service Description)."""

from collections.abc import Callable

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from conformance.instance import Answer, Instance
from conformance.suite import Entry, short_name
from conformance.triples import RDF

SD = "http://www.w3.org/ns/sparql-service-description#"
DOMAINS = {
    "endpoint": {"Service"},
    "feature": {"Service"},
    "defaultEntailmentRegime": {"Service"},
    "defaultSupportedEntailmentProfile": {"Service"},
    "extensionFunction": {"Service"},
    "extensionAggregate": {"Service"},
    "languageExtension": {"Service"},
    "supportedLanguage": {"Service"},
    "propertyFeature": {"Service"},
    "defaultDataset": {"Service"},
    "availableGraphs": {"Service"},
    "resultFormat": {"Service"},
    "inputFormat": {"Service"},
    "defaultGraph": {"Dataset"},
    "namedGraph": {"Dataset", "GraphCollection"},
    "name": {"NamedGraph"},
    "graph": {"NamedGraph"},
    "entailmentRegime": {"NamedGraph"},
    "supportedEntailmentProfile": {"NamedGraph"},
}
"""For each property the classes that have it (section 3)."""
INSTANCES = {
    "feature": {
        "DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs",
        "BasicFederatedQuery",
    },
    "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
}  # fmt: skip
"""The values that the vocabulary itself has for a property."""


def test_the_endpoint_describes_itself(instance: Instance, description_case: Entry) -> None:
    """A GET without a query gives RDF about the service at this address."""
    answer = instance.send("GET", "/sparql", None, {"Accept": "text/turtle"})
    assert answer.status == 200, answer.body
    CHECKS[short_name(description_case.iri).rpartition("/")[2]](instance, answer)


def _returns_rdf(instance: Instance, answer: Answer) -> None:
    assert answer.media_type == "text/turtle"
    assert _statements(answer)


def _has_endpoint(instance: Instance, answer: Answer) -> None:
    endpoints = [quad.object for quad in _statements(answer) if _word(quad) == "endpoint"]
    assert NamedNode(f"{instance.address}/sparql") in endpoints


def _conforms(instance: Instance, answer: Answer) -> None:
    """Check that words are those of the vocabulary and stand where it allows them."""
    statements = _statements(answer)
    for quad in statements:
        word = _word(quad)
        if not word:
            continue
        assert word in DOMAINS
        assert _classes(statements, quad.subject) & DOMAINS[word], f"{quad.subject} has {word}"
        assert isinstance(quad.object, NamedNode | BlankNode), f"{word} is no resource"
        value = quad.object.value
        assert not value.startswith(SD) or value.removeprefix(SD) in INSTANCES[word]


CHECKS: dict[str, Callable[[Instance, Answer], None]] = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint,
    "conforms-to-schema": _conforms,
}


def _statements(answer: Answer) -> list[Quad]:
    return list(parse(answer.body, format=RdfFormat.TURTLE))


def _word(quad: Quad) -> str:
    """Return the word of the vocabulary that is the predicate; empty for other predicates."""
    name = quad.predicate.value
    return name.removeprefix(SD) if name.startswith(SD) else ""


def _classes(statements: list[Quad], subject: object) -> set[str]:
    return {
        quad.object.value.removeprefix(SD)
        for quad in statements
        if quad.subject == subject
        and quad.predicate.value == f"{RDF}type"
        and isinstance(quad.object, NamedNode)
    }
