"""Makes the context of things from the ontology and the shapes."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store

from klimagraph.jsonld.context import IRI, LANGUAGE, SET
from klimagraph.jsonld.foreign import ANYTHING, BACKWARDS, CLASSES, FOREIGN
from klimagraph.namespaces import BASE, PREFIXES, TERMS

ALIASES = {"id": "@id", "type": "@type"}
USED = (
    *("klima", "rdf", "rdfs", "owl", "xsd", "sh", "skos", "dcterms", "foaf", "org", "prov"),
    *("vcard", "dcat", "dcatde", "sf", "void", "prof", "vann", "wgs84", "qudt", "schema"),
)
RENAMED = {"geosparql": "geo"}
"""`geo:` is a scheme of addresses (RFC 5870), which a prefix must not hide."""

DECLARED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <https://schema.org/>
SELECT ?name ?kind ?range {
  ?name a ?kind
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  OPTIONAL { ?name schema:rangeIncludes ?range }
}
"""


def text(root: Path, published: Mapping[str, Any]) -> bytes:
    """Return the context of things for the ontology in a folder.

    What was published stays as it is: names only come in addition.
    """
    lines = (
        f"  {json.dumps(name)}: {json.dumps(said)}" for name, said in _all(root, published).items()
    )
    return ('{"@context": {\n' + ",\n".join(lines) + "\n}}\n").encode()


def _all(root: Path, published: Mapping[str, Any]) -> Mapping[str, Any]:
    head = ALIASES | _prefixes()
    named = {name: said for name, said in published.items() if name not in head}
    taken = {
        said if isinstance(said, str) else next(iter(said.values())) for said in named.values()
    }
    for name, said in _wanted(root):
        if name not in taken:
            named[_free(name, named)] = said
    own = {name: said for name, said in BACKWARDS.items() if name not in named}
    named |= {name: {"@reverse": said, "@container": SET} for name, said in own.items()}
    return head | dict(sorted(named.items()))


def _wanted(root: Path) -> Iterator[tuple[str, Any]]:
    """Yield what shall have a name and its definition; who comes first takes the shorter name."""
    classes, properties = _declared(root)
    for name in (*(f"klima:{local}" for local in sorted(classes)), *CLASSES.split()):
        yield name, name
    for local, kind in sorted(properties.items()):
        yield f"klima:{local}", _definition(f"klima:{local}", kind)
    for kind, names in FOREIGN.items():
        yield from ((name, _definition(name, kind)) for name in names.split())


def _prefixes() -> dict[str, str]:
    own = {name: PREFIXES[name] for name in USED}
    return own | {name: PREFIXES[former] for name, former in RENAMED.items()}


def _declared(root: Path) -> tuple[set[str], dict[str, str]]:
    """Return the names of our classes, and of our properties with the kind of their values."""
    store = Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=BASE)
    classes: set[str] = set()
    ranges: defaultdict[str, set[str]] = defaultdict(set)
    for name, kind, range_ in store.query(DECLARED):  # type: ignore[union-attr]
        local = name.value.removeprefix(TERMS)
        if kind.value.endswith("#Class") and local != name.value:
            classes.add(local)
        elif local != name.value:
            ranges[local] |= {_kind(range_)} if range_ else {ANYTHING}
    return classes, {name: _one(kinds) for name, kinds in ranges.items()}


def _kind(range_: NamedNode) -> str:
    """Return what values of a range are: references, texts in a language, or of a datatype."""
    if range_.value == f"{PREFIXES['rdf']}langString":
        return LANGUAGE
    if range_.value == f"{PREFIXES['xsd']}string":
        return ANYTHING
    local = range_.value.removeprefix(PREFIXES["xsd"])
    return IRI if local == range_.value else f"xsd:{local}"


def _one(kinds: set[str]) -> str:
    """Return the kind of the values where there is only one: a name takes all that may come."""
    return next(iter(kinds)) if len(kinds) == 1 else ANYTHING


def _definition(name: str, kind: str) -> dict[str, str]:
    if kind == LANGUAGE:
        return {"@id": name, "@container": LANGUAGE}
    return {"@id": name, **({"@type": kind} if kind else {}), "@container": SET}


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Return the local part of a name, with its prefix before it where another has it."""
    prefix, _, local = name.partition(":")
    free = local not in taken and local not in BACKWARDS and local not in _prefixes()
    return local if free else f"{prefix}{local[0].upper()}{local[1:]}"
