"""The official shapes of the application profiles with their code lists, read from the disk."""

import os
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef

DCAT = Path(os.environ.get("KLIMAGRAPH_SUITES", ""), "dcat")
needs_suites = pytest.mark.skipif(
    not DCAT.is_dir(), reason="KLIMAGRAPH_SUITES does not name the folder with dcat"
)
EUROPEAN = ("semic-dcat-ap-3.0.1/shapes.ttl", "semic-dcat-ap-3.0.1/range.ttl")
GERMAN = (
    "semic-dcat-ap-3.0.0/dcat-ap-SHACL.ttl",
    "dcat-ap-de-3.0/dcat-ap-SHACL-DE.ttl",
    "dcat-ap-de-3.0/dcat-ap-spec-german-additions.ttl",
    "dcat-ap-de-3.0/dcat-ap-de-controlledvocabularies.ttl",
    "dcat-ap-de-3.0/dcat-ap-de-deprecated.ttl",
)
MENDED = """
@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:Available sh:path dcatap:availability ; sh:maxCount 1 ; sh:property [
  sh:path skos:inScheme ;
  sh:hasValue <http://publications.europa.eu/resource/authority/planned-availability> ] .
:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog, dcat:Dataset, dcat:DataService,
  dcat:Distribution ; sh:property :Available .
:Series a sh:NodeShape ; sh:targetClass dcat:DatasetSeries ;
  sh:property [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ] .
"""
"""What the official files mean to say: two of their rules have a wrong prefix or no target."""
CONVENTIONS = """
@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:Contact a sh:NodeShape ; sh:targetObjectsOf dcat:contactPoint ; sh:property [
  sh:path [ sh:alternativePath ( vcard:hasEmail vcard:hasURL ) ] ; sh:minCount 1 ] .
:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:publisher ; sh:minCount 1 ] ;
  sh:property [ sh:path dcat:theme ; sh:minCount 1 ] ;
  sh:property [ sh:path dcat:keyword ; sh:minCount 1 ] ;
  sh:property [ sh:path dcat:landingPage ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcterms:issued ; sh:minCount 1 ] ;
  sh:property [ sh:path dcterms:modified ; sh:minCount 1 ] ;
  sh:property [ sh:path dcterms:identifier ; sh:minCount 1 ] ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 1 ] ;
  sh:property [ sh:path dcterms:source ; sh:maxCount 0 ] ;
  sh:property [ sh:path dcatde:contributorID ; sh:maxCount 1 ; sh:property [
    sh:path skos:inScheme ; sh:hasValue <http://dcat-ap.de/def/contributors> ] ] .
:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ] ;
  sh:property [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:property [
    sh:path skos:inScheme ; sh:hasValue <http://dcat-ap.de/def/licenses> ] ] ;
  sh:property [ sh:path dcterms:format ; sh:minCount 1 ; sh:property [ sh:path skos:inScheme ;
    sh:hasValue <http://publications.europa.eu/resource/authority/file-type> ] ] .
"""
"""The conventions of DCAT-AP.de 2.0 that are still applied; an identifier (K12) GovData gives."""


@cache
def codes() -> Graph:
    """Return the code lists and ontologies that the shapes look values up in."""
    found = Graph()
    for pattern in ("vocab-*/*.ttl", "vocab-*/*.rdf", "ontology-mirror/*"):
        for path in sorted(DCAT.glob(pattern)):
            found.parse(path, format="turtle" if path.suffix == ".ttl" else "xml")
    return found


@cache
def shapes(names: tuple[str, ...]) -> Graph:
    """Return shapes of several files as one graph."""
    found = Graph()
    for name in names:
        found.parse(DCAT / name, format="turtle")
    for link in list(found.triples((None, URIRef("http://www.w3.org/2002/07/owl#imports"), None))):
        found.remove(link)
    return found


def results(data: bytes, rules: Graph, more: Graph | None = None) -> list[str]:
    """Return what shapes find at nodes in N-Triples, and at codes that these use.

    Other triples are seen as well; what is wrong with codes that nobody uses is no fault of ours.
    """
    graph = Graph().parse(data=data, format="nt")
    seen = Graph()
    for triple in (*graph, *(more or ())):
        seen.add(triple)
    _, report, _ = validate(seen, shacl_graph=rules, inference="none", do_owl_imports=False)
    assert isinstance(report, Graph)
    own = set(graph.subjects()) | set(graph.objects())
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.focusNode) in own:
            parts = (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
            found.append(" | ".join(str(report.value(result, part)) for part in parts))
    return sorted(found)
