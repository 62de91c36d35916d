"""Looking at what changed finds what looking at everything finds."""

import random
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import CONCEPTS, DATASETS, PREFIXES, THINGS
from klimagraph.releases import current, graph_of, objects, stores
from klimagraph.shacl import Data, validate
from klimagraph.validation.checking import finding, of_files, shapes_of
from klimagraph.validation.references import unknown_things
from klimagraph.writing.accepting import findings

SEEDS = range(25)
CHANGES = 6
LARGE = 20_000
KLIMA = PREFIXES["klima"]

Fault = tuple[str, str, str, str]


def small_datasets(home: Path) -> dict[str, bytes]:
    """Return the contents of what is published but the large registers."""
    release = current(home)
    assert release
    return {
        item.slug: objects.get(home, item.content)
        for item in release.datasets
        if item.quads < LARGE
    }


def all_faults(store: Store) -> set[Fault]:
    """Return every violation in a store."""
    vocabulary = of_files(Store(), bundle_folder() / "ontology", "**/*.ttl")
    results = validate(Data(store, vocabulary=vocabulary), shapes_of(bundle_folder()))
    unknown = (each.finding for each in unknown_things(store, frozenset()))
    found = chain(map(finding, results), unknown)
    return {
        (each.focus, each.path, each.value, each.shape)
        for each in found
        if each.severity == "violation"
    }


def changes(store: Store, chance: random.Random, slug: str) -> tuple[list[bytes], list[bytes]]:
    """Return statements to take out of a dataset and others to put in, made of what it holds."""
    held = sorted(store.quads_for_pattern(None, None, None, graph_of(slug)), key=str)
    gone, new = [], []
    for _ in range(CHANGES):
        one = chance.choice(held)
        like = [quad for quad in held if quad.predicate == one.predicate]
        other = chance.choice(like if chance.random() < 0.7 else held)
        if chance.random() < 0.6:
            gone.append(one)
        if chance.random() < 0.8:
            new.append(Quad(one.subject, one.predicate, other.object, one.graph_name))
    return lines(gone), lines(new)


def lines(quads: Iterable[Quad]) -> list[bytes]:
    """Return statements as lines of N-Quads."""
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return sorted(set(text.splitlines()))


def in_dataset(store: Store, slug: str, faults: Iterable[Fault]) -> set[Fault]:
    """Return the faults of things that a dataset speaks of."""
    graph = graph_of(slug)
    return {
        fault
        for fault in faults
        if any(True for _ in store.quads_for_pattern(NamedNode(fault[0]), None, None, graph))
    }


@pytest.fixture(scope="module")
def contents(bundled_home: Path) -> dict[str, bytes]:
    """Return the datasets that are changed."""
    return small_datasets(bundled_home)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_as_looking_at_everything(contents: dict[str, bytes], seed: int) -> None:
    """What a random change of real data breaks is found, and nothing that is not broken."""
    chance, store = random.Random(seed), Store()  # noqa: S311  # no secret
    for content in contents.values():
        stores.add(store, content)
    slug = chance.choice(sorted(contents.keys() - {"vocabulary", "derived"}))
    before = all_faults(store)
    gone, new = changes(store, chance, slug)
    stores.change(store, gone, new)
    after = all_faults(store)
    found = {
        (each.focus, each.path, each.value, each.shape)
        for each in findings(store, [*gone, *new], slug)
    }
    assert in_dataset(store, slug, after - before) <= found
    assert found <= after


def test_what_a_fault_elsewhere_comes_from() -> None:
    """A statement about a step breaks the order of steps of a membership that it is a step of."""
    store, graph = Store(), graph_of("a")
    steps = [NamedNode(f"http://e/{name}") for name in ("admission", "decision")]
    member, kinds = NamedNode("http://e/m"), f"{CONCEPTS}joining-step-kind/"
    day = NamedNode(f"{PREFIXES['xsd']}date")
    said = [Quad(member, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{KLIMA}Membership"))]
    for step, name, date in zip(steps, ("admission", "decision"), ("2020", "2019"), strict=True):
        said += [
            Quad(member, NamedNode(f"{KLIMA}joiningStep"), step),
            Quad(step, NamedNode(f"{KLIMA}stepKind"), NamedNode(kinds + name)),
            Quad(step, NamedNode(f"{KLIMA}startLatest"), Literal(f"{date}-02-01", datatype=day)),
        ]
    stores.add(store, b"".join(line + b"\n" for line in lines(_in(said, graph))))
    late = Quad(steps[1], NamedNode(f"{KLIMA}startEarliest"), Literal("2021-01-01", datatype=day))
    changed = lines(_in([late], graph))
    stores.change(store, [], changed)
    shapes = {each.shape.rpartition("#")[2] for each in findings(store, changed, "a")}
    assert "MembershipStepsInOrder" in shapes


def test_words_that_do_not_exist() -> None:
    """A property of ours that is not declared is a violation here, too."""
    store = Store()
    line = f'<http://e/x> <{KLIMA}noSuchWord> "1" <{DATASETS}a> .'.encode()
    stores.change(store, [], [line])
    (fault,) = {(each.focus, each.value) for each in findings(store, [line], "a")}
    assert fault == ("http://e/x", f"{KLIMA}noSuchWord")


@pytest.mark.parametrize("gone", [False, True])
def test_things_that_do_not_exist(gone: bool) -> None:
    """A link to a thing that nobody describes is a violation, whichever of the two was changed."""
    store, graph = Store(), f"<{DATASETS}a>"
    link = f"<{THINGS}alliance/x> <{KLIMA}partOf> <{THINGS}alliance/y> {graph} .".encode()
    named = f'<{THINGS}alliance/y> <{PREFIXES["skos"]}prefLabel> "Y" {graph} .'.encode()
    stores.change(store, [], [link, named])
    stores.change(store, [named], [])
    faults = findings(store, [named] if gone else [link], "a")
    assert (f"{THINGS}alliance/x", f"{THINGS}alliance/y") in {(f.focus, f.value) for f in faults}


def _in(quads: Iterable[Quad], graph: NamedNode) -> list[Quad]:
    assert all(quad.graph_name == DefaultGraph() for quad in quads)
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
