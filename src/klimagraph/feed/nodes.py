"""The nodes of the change feed: the root, one for each month, its pages.

https://w3id.org/tree/specification
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyoxigraph import Literal, NamedNode, Triple

from klimagraph.changes import History, Month, Page
from klimagraph.terms import say, term

PATH = "/feed"
POLLING = 3600
"""Seconds after which it is worth to look again."""
TITLE = {
    "de": "Änderungen an den Daten von Klimagraph",
    "en": "Changes of the data of Klimagraph",
}
DESCRIPTION = {
    "de": "Was von Veröffentlichung zu Veröffentlichung neu, anders oder nicht mehr da ist, jedes "
    "Mal mit allen Aussagen über die Sache und ihre Teile; ohne Personen.",
    "en": "What is new, different or gone from release to release, each time with all statements "
    "about the thing and its parts; without persons.",
}


@dataclass(frozen=True)
class Node:
    """A part of the feed: what it says besides its members."""

    iri: str
    stream: NamedNode
    triples: tuple[Triple, ...]
    changed: str
    """When its newest member, or that of what it leads to, was recorded."""
    edition: str
    """What else its content depends on."""
    immutable: bool = False
    month: Month | None = None
    page: int = 0
    """The page of the month whose activities are its members; none without."""

    @property
    def identity(self) -> str:
        """Return a text that is another one as soon as the node is."""
        said = "\n".join(map(str, self.triples))
        return f"{hashlib.sha256(said.encode()).hexdigest()} {self.edition}"


def root(log: History, address: str) -> Node:
    """Return the node where a client begins: what the stream is, and its months."""
    iri, months = address + PATH, log.months()
    stream, node = stream_of(address), NamedNode(iri)
    triples = [*_described(stream, address), say(stream, "tree:view", node), *_node(node)]
    if months:
        policy = NamedNode(f"{iri}#retention")
        triples.append(say(node, "ldes:retentionPolicy", policy))
        triples.append(say(policy, "rdf:type", "ldes:RetentionPolicy"))
        triples.append(say(policy, "ldes:startingFrom", _time(months[0].first)))
    for month in months:
        triples += _relations(node, f"{iri}/{month.name}", month.since, month.until)
    return Node(iri, stream, tuple(triples), log.recorded.at, "")


def month(log: History, address: str, name: str) -> Node:
    """Return the node of a month, which leads to its pages; raises NotFound."""
    found = log.month(name)
    iri = f"{address}{PATH}/{name}"
    stream, node = stream_of(address), NamedNode(iri)
    triples = [*_node(node, immutable=found.closed)]
    for page in log.pages(found):
        target = f"{iri}?page={page.number}"
        triples += _relations(node, target, page.first, _until(found, page))
    return Node(iri, stream, tuple(triples), found.last, "", found.closed)


def page(log: History, address: str, name: str, number: int) -> Node:
    """Return a page of a month; raises NotFound."""
    found = log.month(name)
    here = log.page(found, number)
    iri, full = f"{address}{PATH}/{name}?page={number}", found.full(number)
    stream, node = stream_of(address), NamedNode(iri)
    triples = (say(stream, "rdf:type", "ldes:EventStream"), *_node(node, immutable=full))
    edition = log.digest(found, number)
    return Node(iri, stream, triples, here.last, edition, full, found, number)


def stream_of(address: str) -> NamedNode:
    """Return the name of the stream."""
    return NamedNode(f"{address}{PATH}#stream")


def _node(node: NamedNode, *, immutable: bool = False) -> Iterator[Triple]:
    yield say(node, "rdf:type", "tree:Node")
    if immutable:
        yield say(node, "ldes:immutable", Literal(True))


def _relations(node: NamedNode, target: str, since: str, until: str) -> Iterator[Triple]:
    """Lead to a node whose members were recorded from one time on and before another."""
    bounds = (("from", "GreaterThanOrEqualTo", since), ("until", "LessThan", until))
    for name, kind, value in bounds:
        last = target.rsplit("/", 1)[1].replace("?page=", "-")
        relation = NamedNode(f"{node.value}#{last}-{name}")
        yield say(node, "tree:relation", relation)
        yield say(relation, "rdf:type", f"tree:{kind}Relation")
        yield say(relation, "tree:node", NamedNode(target))
        yield say(relation, "tree:path", "as:published")
        yield say(relation, "tree:value", _time(value))


def _until(month: Month, page: Page) -> str:
    """Return the time before which the activities of a page were recorded, now and later."""
    if not month.full(page.number):
        return month.until
    after = datetime.fromisoformat(page.last).astimezone(UTC) + timedelta(seconds=1)
    return after.isoformat(timespec="seconds").replace("+00:00", "Z")


def _described(stream: NamedNode, address: str) -> Iterator[Triple]:
    """Tell a client how to read the members."""
    yield say(stream, "rdf:type", "ldes:EventStream")
    for language in TITLE:
        yield say(stream, "dcterms:title", Literal(TITLE[language], language=language))
        text = Literal(DESCRIPTION[language], language=language)
        yield say(stream, "dcterms:description", text)
    yield say(stream, "ldes:timestampPath", "as:published")
    yield say(stream, "ldes:versionOfPath", "as:object")
    for kind in ("Create", "Update", "Delete"):
        yield say(stream, f"ldes:version{kind}Path", "rdf:type")
        yield say(stream, f"ldes:version{kind}Object", f"as:{kind}")
    yield say(stream, "ldes:pollingInterval", Literal(POLLING))
    shape = NamedNode(f"{address}{PATH}#shape")
    yield say(stream, "tree:shape", shape)
    yield from _shape(shape)


def _shape(shape: NamedNode) -> Iterator[Triple]:
    """Describe a member: one kind, one thing, one time."""
    parts = {
        "kind": ("rdf:type", "sh:nodeKind", "sh:IRI"),
        "object": ("as:object", "sh:nodeKind", "sh:IRI"),
        "published": ("as:published", "sh:datatype", "xsd:dateTime"),
    }
    yield say(shape, "rdf:type", "sh:NodeShape")
    for name, (path, constraint, value) in parts.items():
        part = NamedNode(f"{shape.value}-{name}")
        yield say(shape, "sh:property", part)
        yield say(part, "rdf:type", "sh:PropertyShape")
        yield say(part, "sh:path", path)
        yield say(part, constraint, value)
        yield say(part, "sh:minCount", Literal(1))
        yield say(part, "sh:maxCount", Literal(1))


def _time(value: str) -> Literal:
    return Literal(value, datatype=term("xsd:dateTime"))
