"""The application profiles in which the catalogue is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.catalog.codes import FORMS, IANA, Licence, names_of
from klimagraph.catalog.names import NAMES, say, term

CLASSES = {
    "adms:status": "skos:Concept",
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dcterms:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcatap:availability": "skos:Concept",
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:conformsTo": "dcterms:Standard",
    "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:spatial": "dcterms:Location",
    "dcterms:type": "skos:Concept",
    "foaf:homepage": "foaf:Document",
    "foaf:page": "foaf:Document",
    "spdx:algorithm": "spdx:ChecksumAlgorithm",
}
"""What the value of a property is, where a profile wants codes to say so."""
TYPED = {term(name): term(kind) for name, kind in CLASSES.items()}
CONCEPT, SCHEME = term("skos:Concept"), term("skos:ConceptScheme")
GERMAN_TERMS = NAMES["dcatde"]
LABELS = {IANA + form.media_type: form.media_type for form in FORMS.values()}


@dataclass(frozen=True)
class Profile:
    """An application profile of DCAT."""

    name: str
    german: bool
    """Whether it has the terms and licences of DCAT-AP.de."""
    typed: frozenset[NamedNode]
    """Properties whose values say what they are."""

    def licence(self, licence: Licence) -> NamedNode:
        """Return the name of a licence in this profile."""
        return licence.german_iri if self.german else licence.european_iri

    def told(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return statements as the profile has them, with what it wants to know of codes."""
        kept = [
            one
            for one in triples
            if self.german or not one.predicate.value.startswith(GERMAN_TERMS)
        ]
        return [*kept, *self._codes(kept)]

    def _codes(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        for one in triples:
            node = one.object
            if not isinstance(node, NamedNode) or "#" in node.value.partition("spdx.org")[0]:
                continue
            if one.predicate in self.typed:
                yield from _typed(node, TYPED[one.predicate])
            if node.value in LABELS:
                yield say(node, "rdfs:label", Literal(LABELS[node.value]))


def _typed(node: NamedNode, kind: NamedNode) -> Iterator[Triple]:
    """Say what a code is, and what it is called where it is a concept.

    A label of another kind would take the place of the code in CKAN.
    """
    yield say(node, "rdf:type", kind)
    if kind == CONCEPT:
        for text, language in zip(names_of(node.value), ("de", "en"), strict=True):
            yield say(node, "skos:prefLabel", Literal(text, language=language))
    if kind == SCHEME:
        yield say(node, "dcterms:title", Literal("Data theme", language="en"))


PROFILES = (
    Profile(
        "dcat-ap-de",
        german=True,
        typed=frozenset({term("dcat:mediaType"), term("dcterms:spatial")}),
    ),
    Profile("dcat-ap", german=False, typed=frozenset(TYPED)),
)
"""Those whose pages are RDF; the first is meant where none is named."""
SCHEMA_ORG = "schemaorg"
