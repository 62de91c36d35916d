"""A report as RDF (https://www.w3.org/TR/shacl/#validation-report).

Places are pointers (https://www.w3.org/TR/Pointers-in-RDF10/), repairs are suggestions
(https://datashapes.org/suggestions.html).
"""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from klimagraph.namespaces import PREFIXES, SHAPES
from klimagraph.places import Place
from klimagraph.reports.wording import place_text
from klimagraph.terms import is_iri, term, to_jsonld
from klimagraph.validation.findings import Finding, Group, Report

SH = PREFIXES["sh"]
POINTERS = "http://www.w3.org/2009/pointers#"
EVALUATION = "http://www.w3.org/ns/earl#"
TYPE, IDENTIFIER = term("rdf:type"), term("dcterms:identifier")
DASH = "http://datashapes.org/dash#"
LABEL, VALUE = term("rdfs:label"), term("rdf:value")
COMMENT, EXAMPLE = term("rdfs:comment"), term("skos:example")
SHOWN = {
    name: PREFIXES[name] for name in ("sh", "kshapes", "klima", "rdf", "rdfs", "skos", "dcterms")
} | {"ptr": POINTERS, "earl": EVALUATION, "dash": DASH}
INTEGER, BOOLEAN = term("xsd:integer"), term("xsd:boolean")
Subject = NamedNode | BlankNode


def write_turtle(report: Report) -> bytes:
    """Return a report as Turtle."""
    return serialize(triples(report), format=RdfFormat.TURTLE, prefixes=SHOWN) or b""


def write_ntriples(report: Report) -> bytes:
    """Return a report as N-Triples."""
    return serialize(triples(report), format=RdfFormat.N_TRIPLES) or b""


def write_jsonld(report: Report) -> bytes:
    """Return a report as JSON-LD."""
    return to_jsonld(triples(report))


def triples(report: Report) -> Iterator[Triple]:
    """Yield the statements of a report.

    As SHACL wants it, `sh:conforms` is true only where nothing at all was found.
    """
    node = BlankNode("report")
    yield Triple(node, TYPE, sh("ValidationReport"))
    yield Triple(node, sh("conforms"), _boolean(not report.groups))
    for group in report.groups:
        for finding in group.findings:
            result = BlankNode(f"r{_digest(finding.identifier)}{_digest(finding.shape)}")
            yield Triple(node, sh("result"), result)
            yield from _result(result, finding)
        if more := group.count - len(group.findings):
            yield from _folded(node, group, more)


def sh(name: str) -> NamedNode:
    """Return the IRI of a word of SHACL."""
    return NamedNode(SH + name)


def _result(node: BlankNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, TYPE, sh("ValidationResult"))
    yield Triple(node, sh("resultSeverity"), sh(finding.severity.capitalize()))
    yield Triple(node, sh("focusNode"), _node(finding.focus))
    yield Triple(node, sh("sourceConstraintComponent"), _component(finding.component))
    if finding.shape:
        yield Triple(node, sh("sourceShape"), _node(finding.shape))
    yield from _path(node, finding.path)
    if finding.value_term or finding.value:
        yield Triple(node, sh("value"), _value(finding))
    yield from _said(node, finding)
    if finding.place:
        yield from _pointer(node, finding.place)


def _said(node: BlankNode, finding: Finding) -> Iterator[Triple]:
    """Yield what a result says to people."""
    texts = (
        (sh("resultMessage"), finding.message_de, "de"),
        (sh("resultMessage"), finding.message_en, "en"),
        (COMMENT, finding.expected_de, "de"),
        (COMMENT, finding.expected_en, "en"),
    )
    for predicate, text, language in texts:
        if text:
            yield Triple(node, predicate, Literal(text, language=language))
    if finding.example:
        yield Triple(node, EXAMPLE, Literal(finding.example))
    if finding.identifier:
        yield Triple(node, IDENTIFIER, Literal(finding.identifier))
    for number, repair in enumerate(finding.repairs):
        proposal = BlankNode(f"{node.value}p{number}")
        yield Triple(node, NamedNode(f"{DASH}suggestion"), proposal)
        yield Triple(proposal, sh("message"), Literal(repair.text_de, language="de"))
        yield Triple(proposal, sh("message"), Literal(repair.text_en, language="en"))
        if repair.value:
            yield Triple(proposal, VALUE, Literal(repair.value))


def _path(node: BlankNode, path: str) -> Iterator[Triple]:
    """Yield the path of a result where it is a property, or one looked at backwards."""
    if is_iri(path) and "://" in path:
        yield Triple(node, sh("resultPath"), NamedNode(path))
    elif path.startswith("^"):
        prefix, _, name = path.strip("^()").partition(":")
        inverse = PREFIXES.get(prefix, "") + name
        if prefix in PREFIXES and is_iri(inverse):
            way = BlankNode(f"{node.value}w")
            yield Triple(node, sh("resultPath"), way)
            yield Triple(way, sh("inversePath"), NamedNode(inverse))


def _pointer(node: BlankNode, place: Place) -> Iterator[Triple]:
    pointer = BlankNode(f"{node.value}t")
    yield Triple(node, NamedNode(f"{EVALUATION}pointer"), pointer)
    if place.line is not None:
        yield Triple(pointer, TYPE, NamedNode(f"{POINTERS}LineCharPointer"))
        yield Triple(pointer, NamedNode(f"{POINTERS}lineNumber"), _integer(place.line))
        if place.column is not None:
            yield Triple(pointer, NamedNode(f"{POINTERS}charNumber"), _integer(place.column))
    else:
        yield Triple(pointer, TYPE, NamedNode(f"{POINTERS}ExpressionPointer"))
        where = f"{place.sheet}!{place.cell}" if place.sheet else place.cell or str(place.row or "")
        yield Triple(pointer, NamedNode(f"{POINTERS}expression"), Literal(where))
    for language in ("de", "en"):
        text = place_text(place, language)
        yield Triple(pointer, LABEL, Literal(text, language=language))


def _folded(report: BlankNode, group: Group, more: int) -> Iterator[Triple]:
    """Yield how many findings of a cause are counted only."""
    german = f"{group.title_de}: und {more} weitere gleicher Art"
    english = f"{group.title_en}: and {more} more of the same kind"
    yield Triple(report, COMMENT, Literal(german, language="de"))
    yield Triple(report, COMMENT, Literal(english, language="en"))


def _value(finding: Finding) -> NamedNode | BlankNode | Literal | Triple:
    """Return the value of a finding as it was, or as its text says."""
    if finding.value_term:
        return _parsed(finding.value_term) or Literal(finding.value)
    named = "://" in finding.value and is_iri(finding.value)
    return NamedNode(finding.value) if named else Literal(finding.value)


def _parsed(written: str) -> NamedNode | BlankNode | Literal | Triple | None:
    """Return a term that N-Triples writes; None for what is no term."""
    if "\n" in written or "\r" in written:
        return None
    try:
        found = list(parse(f"<{SH}> <{SH}> {written} .\n", format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return None
    return found[0].object if len(found) == 1 else None


def _node(text: str) -> Subject:
    return NamedNode(text) if is_iri(text) else BlankNode(f"n{_digest(text)}")


def _component(name: str) -> NamedNode:
    ours = not name.endswith("ConstraintComponent")
    local = "".join(letter for letter in name if letter.isalnum())
    return NamedNode(f"{SHAPES if ours else SH}{local}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=INTEGER)


def _boolean(value: bool) -> Literal:
    return Literal(str(value).lower(), datatype=BOOLEAN)
