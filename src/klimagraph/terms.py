"""Triples as the product shows them: read from N-Triples, written in every format."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from klimagraph.namespaces import PREFIXES, compact

RDF_TYPE = f"{PREFIXES['rdf']}type"
XSD = PREFIXES["xsd"]
LARGEST = 2**53
"""Numbers up to this are exact in every reader of JSON (RFC 8259, section 6)."""
WRITERS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Described:
    """A subject with its triples, grouped by property."""

    iri: str
    values: dict[str, tuple[Term, ...]]


def term(name: str) -> NamedNode:
    """Return the IRI of a name with its prefix, `rdf:type`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def say(subject: NamedNode, name: str, value: str | NamedNode | Literal) -> Triple:
    """Return a triple; a property, and a value that is a text, are names with their prefix."""
    return Triple(subject, term(name), term(value) if isinstance(value, str) else value)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def read_triples(text: bytes) -> list[Triple]:
    """Return the triples of a text in N-Triples that the product wrote itself."""
    return [quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)]


def write(triples: Iterable[Triple], form: str) -> bytes:
    """Return triples in one of the formats turtle, ntriples, rdfxml, jsonld; sorted, stable."""
    ordered = sorted(set(triples), key=str)
    if form == "jsonld":
        return to_jsonld(ordered)
    prefixes = None if form == "ntriples" else used_prefixes(ordered)
    return serialize(ordered, format=WRITERS[form], prefixes=prefixes) or b""


def group(triples: Iterable[Triple]) -> Iterator[Described]:
    """Yield each subject with its values, in the order in which subjects first appear."""
    subjects: dict[str, dict[str, list[Term]]] = {}
    for triple in triples:
        values = subjects.setdefault(_name(triple.subject), {})
        values.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]
    for iri, grouped in subjects.items():
        yield Described(iri, {name: tuple(items) for name, items in grouped.items()})


def to_jsonld(triples: Iterable[Triple]) -> bytes:
    """Return triples as JSON-LD that processors of 1.0 and 1.1 read alike.

    Names are compact IRIs over an inlined context of prefixes; every value is a list; the text
    depends on the triples only (https://www.w3.org/TR/json-ld11/#compact-iris).
    """
    ordered = list(triples)
    made = nodes(ordered)
    document: dict[str, Any] = {"@context": used_prefixes(ordered)}
    document |= made[0] if len(made) == 1 else {"@graph": made}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def nodes(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    """Return the subjects of triples as node objects over the context of `used_prefixes`."""
    return [_node(described) for described in group(triples)]


def _node(described: Described) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": described.iri}
    for name, values in described.values.items():
        if name == RDF_TYPE:
            node["@type"] = [compact(_name(value)) for value in values]
        else:
            node[compact(name)] = [_value(value) for value in values]
    return node


def _value(term: Term) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == f"{XSD}string":
        return term.value
    native = _native(kind, term.value)
    if native is not None:
        return native
    return {"@value": term.value, "@type": compact(kind)}


def _native(kind: str, text: str) -> int | bool | None:
    """Return the value of JSON that is read as exactly this literal, None where there is none."""
    if kind == f"{XSD}boolean":
        return {"true": True, "false": False}.get(text)
    if kind == f"{XSD}integer" and _INTEGER.fullmatch(text) and abs(int(text)) < LARGEST:
        return int(text)
    return None


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the prefixes that the names of properties, classes and datatypes need."""
    used: set[str] = set()
    for triple in triples:
        used |= {compact(name).split(":", 1)[0] for name in _names(triple)}
    return {prefix: iri for prefix, iri in PREFIXES.items() if prefix in used}


def _names(triple: Triple) -> list[str]:
    """Return the IRIs of a triple that are written compact."""
    target = triple.object
    if triple.predicate.value == RDF_TYPE:
        return [_name(target)]
    if isinstance(target, Literal) and not target.language:
        return [triple.predicate.value, target.datatype.value]
    return [triple.predicate.value]
