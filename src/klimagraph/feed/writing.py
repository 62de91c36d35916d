"""A node of the change feed with its members as TriG, N-Quads or JSON-LD.

The states of things are kept as N-Triples, which TriG and N-Quads take as they are.
"""

import json
from collections.abc import Callable, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from klimagraph.changes import Activity
from klimagraph.feed.nodes import Node
from klimagraph.namespaces import PREFIXES
from klimagraph.terms import nodes, read_triples, say, term, used_prefixes

HEAD = ("rdf", "xsd", "sh", "dcterms", "as", "tree", "ldes")


def write(node: Node, members: Sequence[Activity], form: str, address: str) -> bytes:
    """Return a node in one of the formats trig, nquads, jsonld."""
    return WRITERS[form](node, members, address)


def _trig(node: Node, members: Sequence[Activity], address: str) -> bytes:
    parts = [_turtle(node.triples)]
    for member in members:
        parts.append(b"\n" + _lines([_membership(node, member), *_about(member, address)]))
        if member.state is not None:
            parts += [b"<%b> {\n" % member.iri.encode(), member.state, b"}\n"]
    return b"".join(parts)


def _turtle(triples: Sequence[Triple]) -> bytes:
    prefixes = {name: PREFIXES[name] for name in HEAD}
    places = {triple.subject: place for place, triple in reversed([*enumerate(triples)])}
    ordered = sorted(triples, key=lambda triple: places[triple.subject])
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _nquads(node: Node, members: Sequence[Activity], address: str) -> bytes:
    parts = [_lines(node.triples)]
    for member in members:
        parts.append(_lines([_membership(node, member), *_about(member, address)]))
        end = b" <%b> .\n" % member.iri.encode()
        parts += [line[:-2] + end for line in (member.state or b"").splitlines()]
    return b"".join(parts)


def _jsonld(node: Node, members: Sequence[Activity], address: str) -> bytes:
    said = [*node.triples, *(_membership(node, member) for member in members)]
    written = nodes(said)
    for member in members:
        about, state = _about(member, address), read_triples(member.state or b"")
        inside = {"@graph": nodes(state)} if state else {}
        written.append(nodes(about)[0] | inside)
        said += [*about, *state]
    document = {"@context": used_prefixes(said), "@graph": written}
    return (json.dumps(document, ensure_ascii=False, sort_keys=True) + "\n").encode()


WRITERS: dict[str, Callable[[Node, Sequence[Activity], str], bytes]] = {
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
}


def _membership(node: Node, member: Activity) -> Triple:
    return say(node.stream, "tree:member", NamedNode(member.iri))


def _about(member: Activity, address: str) -> list[Triple]:
    """Say what happened to which thing when, and in which release."""
    activity = NamedNode(member.iri)
    return [
        say(activity, "rdf:type", f"as:{member.kind}"),
        say(activity, "as:object", NamedNode(member.thing)),
        say(activity, "as:published", Literal(member.at, datatype=term("xsd:dateTime"))),
        say(activity, "as:context", NamedNode(f"{address}/releases/{member.release}")),
    ]


def _lines(triples: Sequence[Triple]) -> bytes:
    return "".join(f"{triple} .\n" for triple in triples).encode()
