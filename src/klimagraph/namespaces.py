"""The namespaces of the graph, in the order in which every file lists its prefixes."""

from functools import lru_cache

BASE = "https://w3id.org/klimagraph/"
TERMS = f"{BASE}ns#"
THINGS = f"{BASE}id/"
CONCEPTS = f"{BASE}concept/"
DATASETS = f"{BASE}dataset/"
SHAPES = f"{BASE}shapes#"
FUNCTIONS = f"{BASE}function/"
GENERATED = f"{BASE}.well-known/genid/"
"""Skolem names of blank nodes (RDF 1.1 Concepts, section 3.5)."""

PREFIXES = {
    "klima": TERMS,
    "concept": CONCEPTS,
    "id": THINGS,
    "dataset": DATASETS,
    "kshapes": SHAPES,
    "kfunction": FUNCTIONS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "spdx": "http://spdx.org/rdf/terms#",
    "prof": "http://www.w3.org/ns/dx/prof/",
    "m8g": "http://data.europa.eu/m8g/",
    "oparl": "https://schema.oparl.org/1.1/",
    "eurio": "http://data.europa.eu/s66#",
    "oeo": "https://openenergyplatform.org/ontology/oeo/",
    "vann": "http://purl.org/vocab/vann/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "sf": "http://www.opengis.net/ont/sf#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "schema": "https://schema.org/",
    "wd": "http://www.wikidata.org/entity/",
    "tree": "https://w3id.org/tree#",
    "ldes": "https://w3id.org/ldes#",
    "as": "https://www.w3.org/ns/activitystreams#",
}

TURTLE_PREFIXES = {name: iri for name, iri in PREFIXES.items() if name not in ("id", "concept")}
"""Those under which Turtle reads well: names with a slash in them are better written in full."""


@lru_cache(4096)
def compact(iri: str) -> str:
    """Return `prefix:name` where a prefix fits, else the IRI itself."""
    fits = [item for item in PREFIXES.items() if iri.startswith(item[1])]
    if not fits:
        return iri
    prefix, namespace = max(fits, key=lambda item: len(item[1]))
    return f"{prefix}:{iri[len(namespace) :]}"
