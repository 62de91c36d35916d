"""What other programs make of the same statements: pyld frames, and all read what we wrote."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from klimagraph.jsonld.context import Context
from klimagraph.namespaces import PREFIXES

TYPE, XSD = f"{PREFIXES['rdf']}type", PREFIXES["xsd"]
NATIVE = {
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]{0,15}"),
    f"{XSD}boolean": re.compile("true|false"),
}
EXACT = 2**53
"""Numbers of JSON below this are exact."""
CLIENTS = Path(__file__).parents[1] / "client_programs"
NODE = shutil.which("node") is not None and (CLIENTS / "node_modules" / "jsonld").is_dir()
"""Whether jsonld.js is there."""
MODES = ("json-ld-1.0", "json-ld-1.1")


def framed(context: Context, root: str, triples: Iterable[Triple]) -> Any:
    """Return what pyld makes of statements, the thing at the root.

    Parts that nothing refers to stand behind the properties by which they refer to the thing.
    """
    given = list(triples)
    forward = {triple.object for triple in given}
    backward = {
        triple.predicate.value
        for triple in given
        if triple.object == NamedNode(root) and triple.subject not in forward
    }
    frame: dict[str, Any] = {"@context": dict(context.definitions), "@id": root}
    if backward:
        frame["@reverse"] = {name: {} for name in sorted(backward)}
    found = jsonld.frame(expanded(context, given), frame, {"embed": "@always"})
    del found["@context"]
    return found


def expanded(context: Context, triples: Iterable[Triple]) -> list[dict[str, Any]]:
    """Return statements as an expanded document, in the order of their N-Triples."""
    nodes: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for triple in sorted(set(triples), key=str):
        node = nodes[_name(triple.subject)]
        name, value = triple.predicate.value, triple.object
        if name == TYPE and not isinstance(value, Literal):
            node.setdefault("@type", []).append(_name(value))
        else:
            node.setdefault(name, []).append(_value(context, name, value))
    return [{"@id": name} | node for name, node in nodes.items()]


def _value(context: Context, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Literal):
        return {"@id": _name(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    kind = value.datatype.value
    if kind == f"{XSD}string":
        return {"@value": value.value}
    native = NATIVE[kind].fullmatch(value.value) if kind in NATIVE else None
    if not native or abs(json.loads(value.value)) >= EXACT:
        return {"@value": value.value, "@type": kind}
    term = context.terms.get(name)
    typed = {"@type": kind} if term is not None and term.kind == kind else {}
    return {"@value": json.loads(value.value)} | typed


def _name(value: Any) -> str:
    return f"_:{value.value}" if isinstance(value, BlankNode) else str(value.value)


def read_by_pyld(text: bytes, mode: str = "json-ld-1.1") -> str:
    """Return what pyld reads in a document, as N-Quads."""
    options = {"format": "application/n-quads", "processingMode": mode}
    return str(jsonld.to_rdf(json.loads(text), options))


def statements(text: str | bytes, form: RdfFormat = RdfFormat.N_QUADS) -> set[str]:
    """Return the statements of a document without blank nodes, for comparing."""
    return {str(quad.triple) for quad in parse(text, format=form)}
