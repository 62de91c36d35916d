"""Each foreign term in use has a name in German and in English."""

import re
from collections.abc import Iterator
from functools import cache

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node
from vocabulary import KLIMA, ROOT, TURTLE, parsed, register, texts, vocabulary

from klimagraph.namespaces import BASE, PREFIXES
from klimagraph.register.boundaries import boundary_lines

POINTING = (
    SH.path, SH.inversePath, SH.targetClass, SH.targetSubjectsOf, SH["class"], SH.datatype,
    KLIMA.missing, KLIMA.supports, RDFS.subClassOf,
)  # fmt: skip
READING = (
    *("shacl", "search", "remote", "web", "workers", "choices.py", "tables", "validation"),
    "reports",
)
"""Rooms that look terms up and state nothing in the graph."""
WRITTEN = re.compile(r'"(\w+):([A-Za-z]\w*)"')


def test_terms_in_files_have_names() -> None:
    """What data, shapes and ontology use of other vocabularies is named in both languages."""
    used = {term for path in TURTLE for term in terms_in(parsed(path))}
    assert set() == unnamed(used)


def test_terms_of_mappings_have_names() -> None:
    """A mapping shows the name of its target, not only an IRI."""
    mapped = {
        target
        for path in TURTLE
        if path.parent.name == "alignments"
        for _, link, target in parsed(path)
        if str(link).endswith("Match")
    }
    assert set() == unnamed(mapped)


def test_terms_of_the_register_have_names() -> None:
    """What the importer of the register writes is named in both languages."""
    assert set() == unnamed(_register_terms())


def test_terms_that_the_program_writes_have_names() -> None:
    """What catalogue and rules say of datasets is named in both languages."""
    assert set() == unnamed(_program_terms())


def test_a_term_without_name_is_found() -> None:
    """The search is sharp: an unheard-of property of FOAF is reported."""
    graph = Graph().parse(data="<http://e/s> <http://xmlns.com/foaf/0.1/mood> 1 .")
    assert {f"{PREFIXES['foaf']}mood"} == unnamed(terms_in(graph))


def terms_in(graph: Graph) -> set[Node]:
    """Return the properties and classes that a graph uses or speaks of."""
    found = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    return found.union(*(graph.objects(None, link) for link in POINTING))


def unnamed(used: set[Node]) -> set[str]:
    """Return the foreign terms among those used that lack a name in one of the languages."""
    foreign = (it for it in used if isinstance(it, URIRef) and not it.startswith(BASE))
    return {str(term) for term in foreign if not _named(term)}


def _named(term: Node) -> bool:
    return all(texts(term, RDFS.label, language) for language in ("de", "en"))


@cache
def _register_terms() -> set[Node]:
    lines = [f"{s} {p} {o}" for s, p, o in register()]
    lines += boundary_lines(ROOT / "data" / "reference-boundaries")
    return {URIRef(name) for line in lines for name in _terms_of(line)}


def _terms_of(line: str) -> Iterator[str]:
    _, predicate, value = line.split(" ", 2)
    yield predicate.strip("<>")
    if predicate == f"<{RDF.type}>":
        yield value.removesuffix(" .").strip("<>")


def _program_terms() -> set[Node]:
    source = ROOT / "src" / "klimagraph"
    texts = [
        path.read_text(encoding="utf-8")
        for path in source.rglob("*.py")
        if path.relative_to(source).parts[0] not in READING
    ]
    names = {name for text in texts for name in WRITTEN.findall(text)}
    known = vocabulary().namespace_manager
    assert known is not None
    return {URIRef(PREFIXES[prefix] + local) for prefix, local in names if prefix in PREFIXES}
