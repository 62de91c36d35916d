"""A submission is compared with what is published about the things that it names."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections import Counter
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, URIRef, Variable

from klimagraph.errors import InputTooLarge
from klimagraph.namespaces import DATASETS, SHAPES, THINGS
from klimagraph.shacl.shapes import Shape, Term
from klimagraph.validation.checking import check, shapes_of
from klimagraph.validation.findings import Finding
from klimagraph.validation.published import LINKS, READ, READ_ON, SHARED, bring
from klimagraph.validation.surroundings import Surroundings

ROOT = Path(__file__).parents[2]
SLUGS = sorted(path.parent.name for path in ROOT.glob("data/*/data.ttl"))
SHAPES_READ = shapes_of(ROOT)
PREFIXES = """
@prefix klima: <https://w3id.org/klimagraph/ns#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <https://w3id.org/klimagraph/id/tenure/> .
@prefix p: <https://w3id.org/klimagraph/id/post/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix c: <https://w3id.org/klimagraph/concept/> .
@prefix k: <https://w3id.org/klimagraph/id/known-gap/> .
@prefix s: <https://w3id.org/klimagraph/id/source/> .
@prefix e: <https://w3id.org/klimagraph/id/event/> .
@prefix j: <https://w3id.org/klimagraph/id/joining-step/> .
@prefix o: <https://w3id.org/klimagraph/id/organisation/> .
@prefix m: <https://w3id.org/klimagraph/id/membership/> .
@prefix g: <https://w3id.org/klimagraph/id/grant/> .
@prefix r: <https://w3id.org/klimagraph/id/reading/> .
@prefix v: <https://w3id.org/klimagraph/id/evidence/> .
@prefix pe: <https://w3id.org/klimagraph/id/person/> .
"""
OFFICE = 'p:mayor a org:Post ; skos:prefLabel "Bürgermeisteramt"@de .'
PUBLISHED = f't:old a klima:Tenure ; klima:post p:mayor ; klima:period "2010/2020" . {OFFICE}'
SUBMITTED = 't:new a klima:Tenure ; klima:post p:mayor ; klima:period "2015/2018" .'
EVERY = """
k:gap a klima:KnownGap ; klima:gapOf s:leaflet ; klima:missing dcterms:issued .
e:series a klima:EventSeries ; klima:period "2010/2012" .
j:signing a klima:JoiningStep ; klima:stepKind c:joining-step-kind\\/signing ; klima:date "2010" .
o:council org:unitOf o:town .
t:deputy a klima:Tenure ; klima:post p:deputy ; klima:period "2010/2012" .
t:mentor a klima:Tenure ; org:member pe:a1b2c3d4e5 ; klima:post p:mentor .
p:mentor klima:function c:function\\/climate-mentor .
v:doubt klima:certainty c:certainty\\/ambiguous .
r:one klima:preferred true . r:two klima:preferred true .
o:named skos:prefLabel "Verein"@de .
m:joined a klima:Membership ; klima:joiningStep j:mine .
"""
"""What others publish, a claim for each rule that looks beyond a submission."""
SEEN = {
    "TenuresOverlap": (SUBMITTED, True),
    "SourceDatedOrGap": ("s:leaflet a klima:Source .", False),
    "EventInSeriesPeriod": (
        'e:x a klima:Event ; klima:inSeries e:series ; klima:date "2015".',
        True,
    ),
    "MembershipStepsInOrder": (
        "m:x a klima:Membership ; klima:joiningStep j:signing , j:request . "
        'j:request klima:stepKind c:joining-step-kind\\/application ; klima:date "2015" .',
        True,
    ),
    "MembershipDecidedByOwnOrgan": (
        "m:x a klima:Membership ; org:member o:village ; klima:joiningStep j:vote . "
        "j:vote klima:decidedBy o:council .",
        True,
    ),
    "GrantCoversTenure": (
        'g:x a klima:Grant ; klima:funds p:deputy ; klima:period "2020/2022" .',
        True,
    ),
    "KnownGapHolderKnown": (
        "k:x a klima:KnownGap ; klima:gapOf p:deputy ; klima:missing klima:heldBy ; "
        'klima:period "2009/2015" .',
        True,
    ),
    "KnownGapStillMissing": (
        "k:x a klima:KnownGap ; klima:gapOf o:named ; klima:missing skos:prefLabel ; "
        "klima:gapReason c:gap-reason\\/not-stated .",
        True,
    ),
    "PersonNotOnlyVolunteer": ("pe:a1b2c3d4e5 a foaf:Person .", True),
    "Person-inverse-member": ("pe:a1b2c3d4e5 a foaf:Person .", False),
    "ClaimHasReadings": ("m:x klima:evidence v:doubt .", True),
    "ClaimOnePreferredReading": ("m:x klima:evidence v:y ; klima:reading r:one , r:two .", True),
    "JoiningStep-inverse-joiningStep": ("j:mine a klima:JoiningStep .", False),
}
"""By shape: what breaks it, or not, because of what others publish."""
CLASHES = 40
"""Clashes planted in each dataset."""


def quads_of(text: str, slug: str = "") -> list[Quad]:
    """Return the statements of Turtle, in the graph of a dataset."""
    graph = NamedNode(DATASETS + slug) if slug else DefaultGraph()
    found = parse(f"{PREFIXES}{text}".encode(), format=RdfFormat.TURTLE)
    return [in_graph(quad, graph) for quad in found]


def in_graph(quad: Quad, graph: NamedNode | DefaultGraph) -> Quad:
    """Return a statement in another graph."""
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def release_of(*quads: Quad) -> Store:
    """Return a store as that of a release: graphs, and their merge in the default graph."""
    store = Store()
    store.extend(quads)
    store.extend([Quad(*quad.triple) for quad in quads])
    return store


def found(submission: str, release: Store, dataset: str = "") -> list[Finding]:
    """Return what is found in a submission, given a release."""
    surroundings = Surroundings(ROOT, bring(release, dataset), "2026.1.0")
    return [each.finding for each in check(quads_of(submission), SHAPES_READ, surroundings).found]


def broken(submission: str, release: Store, dataset: str = "") -> list[tuple[str, str]]:
    """Return the shapes that a submission breaks, with their focus nodes."""
    return [
        (each.shape.removeprefix(SHAPES), each.focus.removeprefix(THINGS))
        for each in found(submission, release, dataset)
    ]


def test_a_clash_with_what_another_dataset_says() -> None:
    """Two people in one post at a time are found where one of them is published by others."""
    release = release_of(*quads_of(PUBLISHED, "others"))
    assert ("TenuresOverlap", "tenure/new") in broken(SUBMITTED, release, "mine")


def test_only_the_submission_is_told_of() -> None:
    """What is wrong with published things is not told to a submitter who names them."""
    release = release_of(*quads_of(PUBLISHED, "others"))
    assert {"tenure/new"} == {focus for _, focus in broken(SUBMITTED, release, "mine")}


def test_the_version_before_is_not_compared_with() -> None:
    """A dataset does not clash with its own version that is published."""
    release = release_of(*quads_of(PUBLISHED, "mine"))
    assert "TenuresOverlap" not in dict(broken(SUBMITTED + OFFICE, release, "mine"))


def test_no_clash_without_the_release() -> None:
    """Without anything published there is no clash."""
    assert "TenuresOverlap" not in dict(broken(SUBMITTED + OFFICE, Store(), "mine"))


def test_a_thing_that_does_not_exist() -> None:
    """A link to a thing that neither the submission nor the release describes is a violation."""
    (fault,) = [each for each in found(SUBMITTED, Store()) if each.component == "KnownThing"]
    assert ("violation", f"{THINGS}post/mayor") == (fault.severity, fault.value)
    assert fault.message_de.startswith("post/mayor gibt es nicht: weder in dieser Datei")


@pytest.mark.parametrize(
    "name", ["skos:prefLabel 'Amt'@de", "dcterms:title 'Amt'@de", "a org:Post"]
)
def test_a_thing_that_is_published(name: str) -> None:
    """A thing is there once anything is said about it, whether or not it has a name."""
    release = release_of(*quads_of(f"p:mayor {name} .", "others"))
    assert "KnownThing" not in dict(broken(SUBMITTED, release))


def test_a_thing_that_only_the_version_before_describes() -> None:
    """What the new version leaves out does not exist any more, unless others describe it."""
    alone = release_of(*quads_of(OFFICE, "mine"))
    both = release_of(*quads_of(OFFICE, "mine"), *quads_of(OFFICE, "others"))
    assert "KnownThing" in dict(broken(SUBMITTED, alone, "mine"))
    assert "KnownThing" not in dict(broken(SUBMITTED, both, "mine"))


def test_published_names_of_blank_nodes() -> None:
    """A blank node of a submission is none of the release, whatever both are called."""
    published = 'p:mayor klima:evidence _:b . _:b klima:sourceLocation "Seite 1"@de .'
    submitted = "p:mayor klima:evidence _:b . _:b a klima:Evidence ."
    store = _store(_kept(submitted, DefaultGraph()))
    bring(release_of(*_kept(published, NamedNode(f"{DATASETS}others"))))(store)
    assert 2 == len({quad.object for quad in store if quad.predicate.value.endswith("evidence")})


def test_too_much_is_refused() -> None:
    """Where more is published about the things named than can be brought, it says so."""
    with pytest.raises(InputTooLarge, match="more than 1 published"):
        bring(release_of(*quads_of(PUBLISHED, "others")), most=1)(_store(quads_of(SUBMITTED)))


@pytest.mark.parametrize("shape", SEEN)
def test_rules_that_look_beyond_a_submission(shape: str) -> None:
    """A rule judges by what others publish as if it stood in the submission."""
    submission, with_others = SEEN[shape]
    release = release_of(*quads_of(PUBLISHED + EVERY, "others"))
    assert with_others == (shape in dict(broken(submission, release)))
    assert with_others != (shape in dict(broken(submission, Store())))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_as_with_the_whole_release(slug: str) -> None:
    """What is brought suffices: with all that is published the same is found."""
    mine = [*_datasets()[slug], *quads_of("".join(text for text, _ in SEEN.values()), slug)]
    others = [quad for each in SLUGS if each != slug for quad in _datasets()[each]]
    others += quads_of(PUBLISHED + EVERY, "others")
    submission = [Quad(*quad.triple) for quad in (*mine, *_clashes(mine, others))]
    release = release_of(*mine, *others)
    some = check(submission, SHAPES_READ, Surroundings(ROOT, bring(release, slug)))
    whole = check(submission, SHAPES_READ, Surroundings(ROOT, lambda store: _all(store, others)))
    alone = check(submission, SHAPES_READ, Surroundings(ROOT))
    told = Counter(each.finding for each in whole.found)
    assert told == Counter(each.finding for each in some.found)
    assert told != Counter(each.finding for each in alone.found)


def test_every_rule_sees_what_it_looks_at() -> None:
    """Every thing that a rule looks into is among what is brought."""
    rules = [rule for shape in _all_shapes() for rule in _rules(shape)]
    assert len(rules) > len(SHAPES_READ) / 3
    for text in rules:
        assert set() == _unseen(text), text


def test_every_path_against_its_direction_is_followed() -> None:
    """What links to a focus node by a property that a path goes backwards is brought."""
    paths = [each.path.text for shape in _all_shapes() for each in shape.properties if each.path]
    backwards = {path.removeprefix("^") for path in paths if path.startswith("^")}
    assert backwards
    assert backwards <= {str(each) for each in LINKS}


def _kept(text: str, graph: NamedNode | DefaultGraph) -> list[Quad]:
    """Return the statements of Turtle in a graph, with blank nodes called as they are there."""
    text = f"{PREFIXES}{text}"
    quads = parse(text.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=False)
    return [in_graph(quad, graph) for quad in quads]


def _store(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


@cache
def _datasets() -> dict[str, list[Quad]]:
    """Return the statements of the smaller bundled datasets."""
    return {slug: quads_of((ROOT / "data" / slug / "data.ttl").read_text(), slug) for slug in SLUGS}


def _clashes(mine: list[Quad], others: list[Quad]) -> Iterator[Quad]:
    """Yield statements that touch what others say: their claims once more, links to them."""
    random = Random(1)  # noqa: S311  # the same each time
    every = {quad.subject for quad in others if isinstance(quad.subject, NamedNode)}
    claims = sorted((each for each in every if "/tenure/" in each.value), key=str)
    claims += random.sample(sorted(every, key=str), CLASHES)
    for claim in claims:
        copy = NamedNode(f"{claim.value}-copy")
        for quad in others:
            if quad.subject == claim:
                yield Quad(copy, quad.predicate, quad.object)
    own = sorted({quad.subject for quad in mine}, key=str)
    for predicate in (*READ, *LINKS):
        for _ in range(CLASHES // 10):
            yield Quad(random.choice(own), predicate, random.choice(claims))
    for thing in random.sample(claims, CLASHES // 4):
        yield Quad(thing, NamedNode("http://www.w3.org/2004/02/skos/core#note"), thing)


def _all(store: Store, others: list[Quad]) -> Set[Term]:
    """Add everything that others say, and return what only they speak about."""
    own = {quad.subject for quad in store}
    store.extend([Quad(*quad.triple) for quad in others])
    return {quad.subject for quad in others} - own


def _all_shapes() -> list[Shape]:
    return [*SHAPES_READ, *shapes_of(ROOT, "*/*.ttl")]


def _rules(shape: Shape) -> Iterator[str]:
    for constraint in shape.constraints:
        if rule := constraint.rule:
            names = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in rule.prefixes)
            yield names + rule.before + rule.after


def _unseen(text: str) -> set[Variable]:
    """Return the variables of a rule about which nothing would be brought."""
    triples = _triples(text)
    seen: set[Node] = {Variable("this")}
    before = set[Node]()
    while seen != before:
        before = set(seen)
        for triple in triples:
            seen |= _reached(triple, seen, triples)
    return {node for node, _, _ in triples if isinstance(node, Variable) and node not in seen}


def _reached(
    triple: tuple[Node, Node, Node], seen: set[Node], triples: list[tuple[Node, Node, Node]]
) -> set[Node]:
    """Return what is brought beside what a rule has come to by then."""
    this, (subject, predicate, value) = Variable("this"), triple
    from_this, from_seen = _words(READ), _words(READ_ON)
    links, shared = _words(LINKS), {name.value: _words(each) for name, each in SHARED.items()}
    reached = set[Node]()
    if str(predicate) in (from_this if subject == this else from_seen) and subject in seen:
        reached.add(value)
    if str(predicate) in links and value == this:
        reached.add(subject)
    named = {str(p) for s, p, o in triples if s == this and o == value and isinstance(p, URIRef)}
    if named & shared.get(str(predicate), set()):
        reached.add(subject)
    return reached


def _words(names: tuple[NamedNode, ...]) -> set[str]:
    return {name.value for name in names}


def _triples(text: str) -> list[tuple[Node, Node, Node]]:
    """Return the triple patterns of a query."""
    triples: list[tuple[Node, Node, Node]] = []

    def visit(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "BGP":
            triples.extend(node.triples)

    traverse(prepareQuery(text).algebra, visitPre=visit)
    return triples
