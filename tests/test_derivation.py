"""What is derived at publication: which conclusions are drawn, and which never are."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import check_slug
from klimagraph.derivation import DATASET, construct, derivation, derived, rules_of
from klimagraph.errors import InputRefused
from klimagraph.namespaces import PREFIXES
from klimagraph.releases import Content, graph_of, publish
from klimagraph.terms import term

ROOT = bundle_folder()
RULES = {rule.name: rule for rule in rules_of(ROOT)}
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
HEADER += "@base <https://w3id.org/klimagraph/> .\n"
DEFAULT = DefaultGraph()
EVIDENCE = "<id/evidence/x> klima:certainty <concept/certainty/explicit> .\n"
TENURE = "<id/tenure/t> a klima:Tenure ; org:member <id/person/p> ; klima:post <id/post/q> ; "
TENURE += "klima:evidence <id/evidence/x> ; klima:period"


def stored(turtle: str) -> Store:
    """Return a store with the statements of a text in its default graph."""
    store = Store()
    store.load((HEADER + turtle).encode(), format=RdfFormat.TURTLE)
    return store


def made(rule: str, turtle: str) -> set[str]:
    """Return what a rule makes of a text, the base left out."""
    triples = construct(stored(turtle), RULES[rule])
    return {str(triple).replace("https://w3id.org/klimagraph/", "") for triple in triples}


def membership(status: str = "active", kind: str = "member", more: str = "") -> str:
    """Return a membership with its evidence."""
    return EVIDENCE + (
        "<id/membership/m> a klima:Membership ; org:member <id/municipality/01001000> ; "
        "org:organization <id/alliance/a> ; klima:evidence <id/evidence/x> ; "
        f"klima:membershipStatus <concept/membership-status/{status}> ; "
        f"klima:participationKind <concept/participation-kind/{kind}> {more} .\n"
    )


@pytest.mark.parametrize("period", ["", '; klima:period "2017/.."', '; klima:period "2017/"'])
def test_an_active_member_is_a_member(period: str) -> None:
    """Both directions follow from an active membership that has no known end."""
    expected = {
        "<id/municipality/01001000> <ns#memberOf> <id/alliance/a>",
        "<id/alliance/a> <ns#hasMember> <id/municipality/01001000>",
    }
    assert expected == made("member-of", membership(more=period))


@pytest.mark.parametrize("kind", ["applicant", "awarded", "declared", "funded", "host", "named"])
def test_not_everybody_named_is_a_member(kind: str) -> None:
    """An applicant, a host, an awarded city are no members."""
    assert set() == made("member-of", membership(kind=kind))


@pytest.mark.parametrize("status", ["applied", "decided", "admitted", "ended", "unknown"])
def test_only_an_active_membership_is_current(status: str) -> None:
    """What was applied for, decided or ended is no current membership."""
    assert set() == made("member-of", membership(status=status))


def test_an_ended_membership_is_not_current() -> None:
    """A period that is over makes nobody a member."""
    assert set() == made("member-of", membership(more='; klima:period "2012/2016"'))


def test_an_ambiguous_claim_makes_no_shortcut() -> None:
    """A membership that only an ambiguous passage speaks of is not certain."""
    ambiguous = membership().replace("certainty/explicit", "certainty/ambiguous")
    assert set() == made("member-of", ambiguous)


@pytest.mark.parametrize(
    ("period", "holds"), [("2024-01-01/", True), ("2200/..", False), ("2012/2016", False)]
)
def test_a_post_is_held_between_its_bounds(period: str, holds: bool) -> None:
    """Who begins later, or has left, does not hold the post."""
    found = made("holds-role", f'{EVIDENCE} {TENURE} "{period}" .')
    assert holds == ("<id/post/q> <ns#heldBy> <id/person/p>" in found)


def test_a_month_has_bounds() -> None:
    """First and last day of the month, and an end that is stated."""
    day = "^^<http://www.w3.org/2001/XMLSchema#date>"
    step = "<id/joining-step/s> <ns#"
    expected = {
        f'{step}startEarliest> "2017-03-01"{day}',
        f'{step}startLatest> "2017-03-31"{day}',
        f'{step}endEarliest> "2017-03-01"{day}',
        f'{step}endLatest> "2017-03-31"{day}',
        f"{step}endKind> <concept/end-kind/stated>",
    }
    assert expected == made("bounds", '<id/joining-step/s> klima:date "2017-03" .')


@pytest.mark.parametrize("written", ["XXXX-03-31", "gestern", "2017-02-30", "2016~"])
def test_what_bounds_nothing_gets_no_bounds(written: str) -> None:
    """Without a year, or without sense, there is no day to compare."""
    found = made("bounds", f'<id/call/c> klima:deadline "{written}" .')
    assert not any("Earliest" in line or "Latest" in line for line in found)


def test_the_day_of_a_list_is_no_beginning() -> None:
    """What is attested has days of its own and no bounds, whatever EDTF can say."""
    day = "^^<http://www.w3.org/2001/XMLSchema#date>"
    attested = '<id/membership/m> klima:attestedOn "[2017-06-23..2017-12-31]" .'
    expected = {
        f'<id/membership/m> <ns#attestedEarliest> "2017-06-23"{day}',
        f'<id/membership/m> <ns#attestedLatest> "2017-12-31"{day}',
    }
    assert expected == made("attested", attested)
    assert set() == made("bounds", attested)
    assert set() == made("attested", '<id/membership/m> klima:attestedOn "2024-01~" .')


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ('dcterms:issued "2019-12"', "2019-12-01"),
        ('dcterms:issued "2019-12" ; klima:date "2018"', "2019-12-01"),
        ('klima:date "2018" ; klima:asOf "2017"', "2018-01-01"),
        ('klima:asOf "2017"', None),
    ],
)
def test_a_source_has_the_bounds_of_its_appearance(said: str, start: str | None) -> None:
    """Sources count from publication, stated or inferred, never from the state of a list."""
    found = made("bounds", f"<id/source/s> a klima:Source ; {said} .")
    earliest = {line for line in found if "startEarliest" in line}
    assert (start is None) == (found == set())
    assert start is None or any(f'"{start}"' in line for line in earliest)


def test_classes_above_follow() -> None:
    """An Amt is an authority, and whatever an authority is."""
    above = "klima:AssociationOfMunicipalities rdfs:subClassOf klima:Authority ."
    above += "klima:Authority rdfs:subClassOf geo:Feature . klima:Authority a owl:Class ."
    found = made("types", f"{above} <id/association/1> a klima:AssociationOfMunicipalities .")
    assert any(line.endswith("#Feature>") for line in found)
    assert any(line.endswith("<ns#Authority>") for line in found)


def test_inverse_properties_follow() -> None:
    """A declared inverse holds in the other direction."""
    pair = "org:postIn owl:inverseOf org:hasPost ."
    expected = {"<id/b> <http://www.w3.org/ns/org#hasPost> <id/a>"}
    assert expected == made("inverse", f"{pair} <id/a> org:postIn <id/b> .")


def test_what_a_dataset_says_is_not_derived() -> None:
    """Derived is only what nobody has said."""
    said = "klima:State rdfs:subClassOf klima:Authority . <id/s> a klima:State, klima:Authority ."
    assert b"id/s>" not in derived(stored(said), RULES.values())


def test_no_two_rules_make_the_same_property(bundled_home: Path) -> None:
    """Each derived statement leads to the rule that made it."""
    store = current_store(bundled_home)
    query = """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?property (COUNT(?rule) AS ?rules) ?said WHERE {
          { SELECT ?property (COUNT(*) AS ?said) WHERE {
              GRAPH <https://w3id.org/klimagraph/dataset/derived> { ?s ?property ?o
                FILTER(!STRSTARTS(STR(?s), "https://w3id.org/klimagraph/dataset/derived")) }
          } GROUP BY ?property }
          OPTIONAL { ?rule void:property ?property ; void:triples ?triples }
        } GROUP BY ?property ?said"""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    rules = {row["property"].value: row["rules"].value for row in found}
    assert set(rules.values()) == {"1"}
    assert "https://w3id.org/klimagraph/ns#memberOf" in rules


def test_a_conclusion_ends_with_its_premise(tmp_path: Path) -> None:
    """What no longer follows is no longer published; the rest stays."""
    home, rules = tmp_path / "home", derivation(ROOT)
    publish(home, {"a": quads(membership())}, "first", derivation=rules)
    assert count_members(home) == 1
    publish(home, {"a": quads(membership(status="ended"))}, "second", derivation=rules)
    assert count_members(home) == 0


def test_nothing_changes_where_nothing_differs(tmp_path: Path) -> None:
    """Equal datasets and equal rules are the same release."""
    home, rules = tmp_path / "home", derivation(ROOT)
    first = publish(home, {"a": quads(membership())}, "first", derivation=rules)
    assert first == publish(home, {"a": quads(membership())}, "again", derivation=rules)


def test_changed_rules_make_a_release(tmp_path: Path) -> None:
    """New rules are applied to what is there."""
    home, rules = tmp_path / "home", derivation(ROOT)
    publish(home, {"a": quads(membership())}, "first", derivation=rules)
    none = replace(rules, source="0" * 64, make=lambda store: derived(store, ()))
    publish(home, {}, "without rules", derivation=none)
    assert count_members(home) == 0


def test_derived_statements_survive_a_rebuild(tmp_path: Path) -> None:
    """They are content like any other, verified bit for bit."""
    home = tmp_path / "home"
    release = publish(home, {"a": quads(membership())}, "first", derivation=derivation(ROOT))
    releases.rebuild(home, release.name)
    assert count_members(home) == 1


def test_nobody_loads_what_is_derived() -> None:
    """The name of the dataset is taken."""
    with pytest.raises(InputRefused, match="derived"):
        check_slug("derived")


def quads(turtle: str) -> Content:
    """Return a text as the content of the dataset `a`."""
    triples = stored(turtle).dump(format=RdfFormat.N_TRIPLES, from_graph=DEFAULT) or b""
    graph = b" <https://w3id.org/klimagraph/dataset/a> .\n"
    lines = triples.replace(b" .\n", graph).splitlines(keepends=True)
    return Content(b"".join(sorted(lines)), "test")


def current_store(home: Path) -> Store:
    """Return the store of the release that is served."""
    name = releases.current_name(home)
    assert name
    return releases.open_read_only(releases.store_of(home, name))


def count_members(home: Path) -> int:
    """Return how many shortcuts to members the default graph and the derived graph hold."""
    property_ = NamedNode(PREFIXES["klima"] + "memberOf")
    graphs = {
        quad.graph_name for quad in current_store(home).quads_for_pattern(None, property_, None)
    }
    assert graphs in (set(), {DEFAULT, DATASET})
    return len(graphs) // 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("skos:prefLabel", False),
        ("dcterms:title", False),
        ("rdf:type", True),
        ("rdfs:subClassOf", True),
        ("owl:inverseOf", True),
        ("org:member", True),
        ("klima:memberOf", True),
        ("klima:certainty", True),
        ("klima:filled", True),
        ("klima:attestedOn", True),
        ("org:hasUnit", True),
    ],
)
def test_what_rules_depend_on(name: str, expected: bool) -> None:
    """A statement matters whose property a rule names or makes, or that has an inverse."""
    store = stored("org:unitOf owl:inverseOf org:hasUnit .")
    line = f"<http://e/s> {term(name)} <http://e/o> <http://e/g> .".encode()
    assert expected == derivation(ROOT).depends(store, [line])


def test_derived_statements_are_kept_where_nothing_depends(tmp_path: Path) -> None:
    """A label makes no difference to them, the end of a membership does."""
    rules = derivation(ROOT)
    made = 0

    def counted(store: Store) -> bytes:
        nonlocal made
        made += 1
        return rules.make(store)

    def published(turtle: str) -> str:
        text = stored(turtle).dump(format=RdfFormat.N_TRIPLES, from_graph=DEFAULT) or b""
        graph = f" {graph_of('a')} .\n".encode()
        lines = sorted(text.replace(b" .\n", graph).splitlines(keepends=True))
        content = Content(b"".join(lines), "test")
        release = publish(tmp_path, {"a": content}, "x", derivation=replace(rules, make=counted))
        version = release.dataset("derived")
        assert version
        return version.content

    label = '<id/alliance/a> skos:prefLabel "A" .'
    first = published(membership())
    assert (first, 1) == (published(membership() + label), made)
    assert first != published(membership(more='; klima:period "2017/2018"') + label)
    assert made == 2
