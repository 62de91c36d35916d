"""Updates that name their triples are read without the store, and mean what the engine means."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from klimagraph.canonical import canonical
from klimagraph.writing.data import named

BASE = "http://e/"
HELD = '<a:s> <a:p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .\n'
UPDATES = [
    "INSERT DATA { GRAPH <g> { <a:s> <a:p> 8 , 'x' } }",
    "PREFIX e: <http://e/> INSERT DATA { GRAPH e:g { e:s a e:C } GRAPH e:h { e:s e:p 1.50 } }",
    "DELETE DATA { GRAPH <g> { <a:s> <a:p> 007 } }",
    "INSERT DATA { GRAPH <g> { <a:s> <a:p> 9 } } ; DELETE DATA { GRAPH <g> { <a:s> <a:p> 9 } }",
    "DELETE DATA { GRAPH <g> { <a:s> <a:p> 9 } } ; INSERT DATA { GRAPH <g> { <a:s> <a:p> 9 } } ;",
    "INSERT DATA { GRAPH <g> { [ <a:p> [ <a:q> '}' ] ] } } # an end; INSERT DATA {",
    'insert data { graph <g> { <a:data> <a:where> """; DELETE DATA { """@de-DE } }',
    "BASE <http://e/f/> INSERT DATA { GRAPH <../g> { <x> <y> <z> } }",
]


@pytest.mark.parametrize("text", UPDATES)
def test_as_the_engine_does_it(text: str) -> None:
    """What is taken out and put in makes of a store what the update makes of it."""
    store = Store()
    store.load(HELD.encode(), format=RdfFormat.N_QUADS)
    changes = named(text, BASE)
    assert changes is not None
    found = {}
    for name, lines in changes.items():
        held = set(canonical(store, NamedNode(name)).splitlines())
        found[name] = sorted((held - lines.gone) | lines.new)
    store.update(text, base_iri=BASE)
    assert found == {name: canonical(store, NamedNode(name)).splitlines() for name in changes}


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { GRAPH <g> { ?s ?p ?o } }",
        "INSERT { GRAPH <g> { ?s ?p 1 } } WHERE { GRAPH <g> { ?s ?p ?o } }",
        "INSERT DATA { GRAPH <g> { <a:s> <a:p> 8 } } ; CLEAR ALL",
        "CREATE GRAPH <g>",
        "PREFIX e: <http://e/>",
        "INSERT DATA {",
        "INSERT DATA { GRAPH <g> { <a:s> <a:p> 'open } }",
        "DELETE DATA { GRAPH <g> { _:b <a:p> 8 } }",
        "",
    ],
)
def test_other_updates_are_left_to_the_engine(text: str) -> None:
    """Whatever names not all its triples, or cannot be read, is not answered here."""
    assert named(text, BASE) is None


def test_the_default_graph_has_no_name() -> None:
    """Whoever publishes sees that the update writes there."""
    assert {""} == set(named("INSERT DATA { <a:s> <a:p> 8 }", BASE) or {})
