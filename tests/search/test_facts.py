"""What an index is made from is the same, however many things have a name."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from klimagraph.search.facts import LOOKUP, TYPE, all_facts, facts_about
from klimagraph.terms import term

KIND = NamedNode(TYPE)
CLASSES = [NamedNode(f"http://e/class/{n}") for n in range(3)]
LABEL = term("skos:prefLabel")


def _store(named: int, nameless: int) -> Store:
    """Return a store of things of which some have a name, all with three classes."""
    things = [NamedNode(f"http://e/{n}") for n in range(named + nameless)]
    store = Store()
    store.extend(Quad(thing, KIND, kind) for thing in things for kind in CLASSES)
    store.extend(Quad(thing, LABEL, Literal("x", language="de")) for thing in things[:named])
    store.add(Quad(BlankNode(), LABEL, Literal("nobody")))
    return store


@pytest.mark.parametrize("nameless", [0, 1, LOOKUP, LOOKUP + 1, 1000])
def test_types_of_few_and_of_many(nameless: int) -> None:
    """What has a name has all its types, and what has none is left out."""
    facts = all_facts(_store(5, nameless))
    types = {iri: {text for text, _ in values[TYPE]} for iri, values in facts.values.items()}
    assert types == {f"http://e/{n}": {kind.value for kind in CLASSES} for n in range(5)}


@pytest.mark.parametrize("nameless", [0, 1000])
def test_all_and_each(nameless: int) -> None:
    """Looking at the whole store says of a thing what looking at the thing says."""
    store = _store(5, nameless)
    everything, each = all_facts(store), facts_about(store, [f"http://e/{n}" for n in range(5)])
    assert _sorted(everything.values) == _sorted(each.values)


def _sorted(values: dict[str, dict[str, list[tuple[str, str]]]]) -> object:
    return {
        iri: {name: sorted(texts) for name, texts in said.items()} for iri, said in values.items()
    }


def test_nothing_has_a_name() -> None:
    """Where nothing has a name nothing is to be indexed."""
    store = Store()
    store.add(Quad(CLASSES[0], KIND, CLASSES[1]))
    assert all_facts(store).values == {}
