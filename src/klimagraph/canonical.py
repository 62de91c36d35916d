"""Canonical N-Quads of a graph (https://www.w3.org/TR/rdf-canon/), blank nodes given names."""

import hashlib
import io
import re
from itertools import groupby

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from klimagraph.errors import InputRefused
from klimagraph.namespaces import DATASETS, GENERATED

LARGEST = 20_000
"""Blank nodes that may hang together: the engine runs out of stack at about five times that."""
LONGEST = 120
"""Characters of a statement that a message shows."""
_TYPED = b'"^^<'
_DIRECTED = re.compile(rb'"@[A-Za-z0-9-]+--(?:ltr|rtl) \.$')
_TRIPLE_TERM = re.compile(rb'^(?:[^"]|"(?:[^"\\]|\\.)*")*<<\(')


def canonical(store: Store, graph: NamedNode) -> bytes:
    """Return a graph of a store as canonical N-Quads: no blank nodes, sorted lines, each once.

    Literals are in the form in which the engine keeps them, so that a store loaded from the
    text gives the same text again. Blank nodes become names made from their surroundings
    (RDFC-1.0 per connected component), the same at every load.
    Raises InputRefused where a statement is not RDF 1.1.
    """
    return _content(store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b"", graph)


def canonical_text(text: bytes, graph: NamedNode) -> bytes:
    """Return N-Triples, as the engine writes them, in the form that `canonical` gives.

    This is what a store would give that was loaded from the text, made without one.
    """
    return _content(_as_kept(text), graph)


def _as_kept(text: bytes) -> bytes:
    """Return the text with its literals in the form in which the engine keeps them.

    Only values with a datatype have another form, and the same value always has the same.
    """
    values = {_object(line) for line in io.BytesIO(text) if _TYPED in line}
    forms = _forms(list(values))
    if not forms:
        return text
    lines = io.BytesIO(text)
    return b"".join(_in_form(line, forms) if _TYPED in line else line for line in lines)


def _forms(values: list[bytes]) -> dict[bytes, bytes]:
    """Return the form in which a store keeps values, for those that have another one."""
    store = Store()
    lines = (b"<x:%d> <x:> %b" % (number, value) for number, value in enumerate(values))
    store.bulk_load(b"".join(lines), format=RdfFormat.N_TRIPLES)
    kept = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    pairs = ((values[int(line[3 : line.index(b">")])], _object(line)) for line in io.BytesIO(kept))
    return {value: form for value, form in pairs if value != form}


def _object(line: bytes) -> bytes:
    """Return the end of a line: names before it hold no blanks."""
    return line.split(b" ", 2)[2]


def _in_form(line: bytes, forms: dict[bytes, bytes]) -> bytes:
    value = _object(line)
    return line.removesuffix(value) + forms.get(value, value)


def _content(text: bytes, graph: NamedNode) -> bytes:
    _refuse_newer_terms(text, graph)
    if b"_:" in text:
        text = _without_blank_nodes(text, graph)
    # Line ends inside literals are escaped: this is the end of each line and nothing else.
    text = text.replace(b" .\n", f" {graph} .\n".encode())
    return b"".join(line for line, _ in groupby(sorted(text.splitlines(keepends=True))))


def _refuse_newer_terms(text: bytes, graph: NamedNode) -> None:
    """Look at single lines only where the text as a whole gives reason to."""
    if not (b"<<(" in text or b"--ltr .\n" in text or b"--rtl .\n" in text):
        return
    for line in text.splitlines():
        if b"<<(" in line and _TRIPLE_TERM.match(line):
            raise _newer("triple terms", line, graph)
        if line.endswith((b"--ltr .", b"--rtl .")) and _DIRECTED.search(line):
            raise _newer("base directions", line, graph)


def _newer(what: str, line: bytes, graph: NamedNode) -> InputRefused:
    text = line.decode()
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return InputRefused(f"RDF 1.2 {what} cannot be published: {shown}", source=graph.value)


def _without_blank_nodes(text: bytes, graph: NamedNode) -> bytes:
    lines = set(text.splitlines())
    blank = {line for line in lines if line.startswith(b"_:") or b" _:" in line}
    named = (lines - blank) | _skolemised(b"\n".join(blank), graph)
    return b"".join(line + b"\n" for line in named)


def _skolemised(text: bytes, graph: NamedNode) -> set[bytes]:
    """Return the lines with names instead of blank nodes (RDF 1.1 Concepts, section 3.5)."""
    prefix = GENERATED + graph.value.removeprefix(DATASETS)
    lines: set[bytes] = set()
    for component in _components(list(parse(text, format=RdfFormat.N_TRIPLES))):
        lines |= _named_component(component, prefix)
    return lines


def _components(quads: list[Quad]) -> list[list[Quad]]:
    """Group statements that share blank nodes, directly or through others.

    A statement without any (its text only looked so) is a group of its own.
    """
    parent: dict[str, str] = {}

    def root(label: str) -> str:
        while parent.setdefault(label, label) != label:
            parent[label] = parent[parent[label]]
            label = parent[label]
        return label

    for quad in quads:
        for label in _labels(quad):
            parent[root(label)] = root(_labels(quad)[0])
    groups: dict[str, list[Quad]] = {}
    for quad in quads:
        labels = _labels(quad)
        groups.setdefault(root(labels[0]) if labels else str(quad), []).append(quad)
    return list(groups.values())


def _labels(quad: Quad) -> list[str]:
    return [term.value for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]


def _named_component(quads: list[Quad], prefix: str) -> set[bytes]:
    labels = {label for quad in quads for label in _labels(quad)}
    if len(labels) > LARGEST:
        raise InputRefused(
            f"{len(labels):,} blank nodes hang together; at most {LARGEST:,} can be told apart. "
            "Give them names"
        )
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = "\n".join(sorted(str(quad) for quad in dataset))
    name = f"{prefix}/{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return {f"{_named(quad, name)} .".encode() for quad in dataset}


def _named(quad: Quad, name: str) -> Quad:
    """Return the statement with `{name}-{number}` for the canonical label `c14n{number}`."""
    subject, target = (
        NamedNode(f"{name}-{term.value.removeprefix('c14n')}")
        if isinstance(term, BlankNode)
        else term
        for term in (quad.subject, quad.object)
    )
    return Quad(subject, quad.predicate, target)  # type: ignore[arg-type]  # kept from a quad
