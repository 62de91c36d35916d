"""What the hand-shaped datasets promise: complete, evidenced, and sparing with personal data."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from klimagraph.dates import bounds

from .graph import (
    BASE,
    FACTS,
    FILES,
    KLIMA,
    ORG,
    TYPE,
    dataset,
    load,
    of_class,
    text,
    thing,
    values,
)

PERSON = NamedNode("http://xmlns.com/foaf/0.1/Person")
NAME = NamedNode("http://xmlns.com/foaf/0.1/name")
MAILBOX = "klikks@klimaschutz-niedersachsen.de"
MAIL = re.compile(r"[\w.+-]+\s*(?:@|\[at\]|\(at\))\s*[\w-]+\.[a-z]{2,}", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<!\w)(?:\+49|0\d{2,5})[\s/()-]+\d{3,}|(?<!\w)0\d{2,4}\s?\d{6,8}(?!\w)")
GRANT_SUM = Decimal("65405997.00")
"""Sum of the first 27 rows of the table of grants, the entries read in the Förderkatalog."""


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_hold_no_blank_nodes(file: Path) -> None:
    """Each node has a name, so that it can be cited and compared."""
    terms = [term for quad in load(file) for term in (quad.subject, quad.object)]
    assert not [term for term in terms if isinstance(term, BlankNode)]


@pytest.mark.parametrize("file", FACTS, ids=lambda path: path.parent.name)
def test_facts_have_a_described_dataset(file: Path) -> None:
    """Each folder with facts describes itself under its own name."""
    described = load(file.with_name("dataset.ttl"))
    subjects = {str(quad.subject) for quad in described}
    assert str(thing(f"dataset/{file.parent.name}")) in subjects


def test_memberships_are_complete() -> None:
    """Each of the 148 sourced facts is a membership of its own."""
    assert len(of_class(dataset("memberships"), "Membership")) == 148


def test_memberships_have_one_value_each_in_all_datasets() -> None:
    """A membership stated in two datasets has the same status, kind and period in both."""
    store = load(*FACTS)
    names = ("membershipStatus", "participationKind", "period", ORG + "member")
    subjects = [iri[1:-1].removeprefix(BASE) for iri in of_class(store, "Membership")]
    double = [(s, n) for s in subjects for n in names if len(values(store, s, n)) > 1]
    assert double == []


def test_memberships_without_start_record_the_gap() -> None:
    """A membership of the table has a period or a known gap for it."""
    store = dataset("memberships")
    gaps = {str(q.object) for q in store.quads_for_pattern(None, NamedNode(KLIMA + "gapOf"), None)}
    dated = {
        str(q.subject) for q in store.quads_for_pattern(None, NamedNode(KLIMA + "period"), None)
    }
    assert of_class(store, "Membership") <= gaps | dated


def test_dates_can_be_read() -> None:
    """Each date is EDTF that the library understands; [2020..2026-11-21] would not be."""
    times = ("period", "date", "deadline", "asOf", "filled", "completed", "adopted", "attestedOn")
    names = [*(KLIMA + name for name in times), "http://purl.org/dc/terms/issued"]
    quads = [
        quad
        for name in names
        for quad in load(*FACTS).quads_for_pattern(None, NamedNode(name), None)
    ]
    assert len(quads) > 200
    for quad in quads:
        assert bounds(text(quad))


def test_grants_of_the_catalogue_are_complete() -> None:
    """The 27 entries of the catalogue have a funding code and sum up to the sum of the table."""
    store = dataset("nki-grants")
    funder = NamedNode(KLIMA + "funder")
    quads = store.quads_for_pattern(None, funder, thing("id/organisation/bmukn"))
    subjects = [str(quad.subject)[1:-1].removeprefix(BASE) for quad in quads]
    grants = [subject for subject in subjects if values(store, subject, "fundingCode")]
    assert len(grants) == 27
    assert sum(Decimal(values(store, grant, "amount")[0]) for grant in grants) == GRANT_SUM


def test_fragments_have_at_most_eight_words() -> None:
    """A fragment points to its place and does not copy the source."""
    quads = load(*FACTS).quads_for_pattern(None, NamedNode(KLIMA + "fragment"), None)
    fragments = [text(quad) for quad in quads]
    assert fragments
    assert [fragment for fragment in fragments if len(fragment.split()) > 8] == []


def test_persons_have_a_name_and_nothing_else() -> None:
    """The eleven holders of public functions are named, without any contact data."""
    store = load(*FACTS)
    persons = [quad.subject for quad in store.quads_for_pattern(None, TYPE, PERSON)]
    assert len(persons) == 11
    said = {
        quad.predicate for person in persons for quad in store.quads_for_pattern(person, None, None)
    }
    assert said == {TYPE, NAME}


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_hold_no_telephone_and_no_personal_mailbox(file: Path) -> None:
    """Only the mailbox of the project is kept."""
    turtle = re.sub(r"<(?!mailto:)[^>\s]*>", "", file.read_text(encoding="utf-8"))
    assert [mail for mail in MAIL.findall(turtle) if mail != MAILBOX] == []
    assert TELEPHONE.findall(turtle) == []


def test_evidence_is_described_and_used() -> None:
    """Each piece of evidence that is cited exists, and each that exists is cited."""
    store = load(*FACTS)
    quads = store.quads_for_pattern(None, NamedNode(KLIMA + "evidence"), None)
    assert {str(quad.object) for quad in quads} == of_class(store, "Evidence")


def test_evidence_has_a_described_source() -> None:
    """Each source to which evidence leads is described."""
    store = load(*FACTS)
    quads = store.quads_for_pattern(None, NamedNode(KLIMA + "source"), None)
    assert {str(quad.object) for quad in quads} <= of_class(store, "Source")


def test_the_amt_is_a_member_since_its_admission() -> None:
    """Amt Hohe Elbgeest belongs to Klima-Bündnis since 23 June 2017, with open end."""
    store = dataset("klima-buendnis")
    membership = "id/membership/klima-buendnis--010535323"
    assert values(store, membership, ORG + "member") == ["id/association/010535323"]
    assert values(store, membership, "period") == ["2017-06-23/.."]


def test_the_amtsausschuss_decided_in_march() -> None:
    """The Amtsausschuss decided to join in March 2017; the day is not stated."""
    store = dataset("klima-buendnis")
    decision = "id/joining-step/klima-buendnis--010535323--decision"
    assert values(store, decision, "date") == ["2017-03"]
    organ = "id/organisation/amtsausschuss-amt-hohe-elbgeest"
    assert values(store, decision, "decidedBy") == [organ]


def test_the_amt_reduces_ten_percent_every_five_years() -> None:
    """The target is ten percent every five years, without base year."""
    store = dataset("klima-buendnis")
    target = "id/target/klima-buendnis--010535323"
    assert [
        Decimal(v) for v in values(store, target, "http://qudt.org/schema/qudt/numericValue")
    ] == [10]
    assert values(store, target, "recurrence") == ["P5Y"]
    assert values(store, target, "baseYear") == []


def test_the_admission_rests_on_its_source() -> None:
    """The day of admission is read in line 16 of the report of the Amt."""
    store = dataset("klima-buendnis")
    assert values(store, "id/evidence/a012", "line") == ["16"]
    source = "id/source/amt-hohe-elbgeest-beitritt"
    assert values(store, "id/evidence/a012", "source") == [source]
    assert values(store, source, "sha256")[0].startswith("dd020344")
