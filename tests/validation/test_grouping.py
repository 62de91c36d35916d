"""Findings are grouped by cause, folded with exact counts, and keep their identifiers."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Sequence
from dataclasses import replace

from faulty import ACTIVE, MEMBERSHIP, findings, groups
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from klimagraph.places import Place, Wanted
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import FOLDED, MOST_CAUSES, MOST_SHOWN, Traced, grouped

MANY = 257


def traced(number: int, severity: str = "violation") -> Traced:
    """Return a finding without anything behind it."""
    focus = f"https://example.org/{number:06d}"
    return Traced(Finding(severity, focus, "p", "", "Das fehlt.", "It is missing.", "s", "c"))


def nowhere(wanted: Sequence[Wanted]) -> list[Place | None]:
    """Return no place for anything."""
    return [None for _ in wanted]


def test_thousands_are_folded() -> None:
    """The first of a cause are shown, all are counted."""
    (group,) = grouped((traced(number) for number in range(MANY)), nowhere)
    assert (MANY, FOLDED) == (group.count, len(group.findings))


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(MANY)))
def test_the_order_does_not_matter(numbers: list[int]) -> None:
    """The same findings in another order give the same groups."""
    expected = grouped((traced(number) for number in range(MANY)), nowhere)
    assert expected == grouped((traced(number) for number in numbers), nowhere)


def test_the_worst_come_first() -> None:
    """Violations come before warnings, however many these are."""
    found = [traced(1, "warning"), traced(2, "warning"), traced(3)]
    assert ["violation", "warning"] == [group.severity for group in grouped(found, nowhere)]


def test_findings_that_nothing_tells_apart_are_numbered() -> None:
    """Two findings of one run never share an identifier."""
    (group,) = grouped([traced(1), traced(1), traced(1)], nowhere)
    names = [finding.identifier for finding in group.findings]
    assert [names[0], f"{names[0]}-2", f"{names[0]}-3"] == names


def test_findings_stand_in_the_order_of_their_places() -> None:
    """Whatever the things are called, people go through a file from above; no place is last."""
    rows = {"https://example.org/000001": 9, "https://example.org/000002": 2}

    def located(wanted: Sequence[Wanted]) -> list[Place | None]:
        names = [getattr(one.subject, "value", "") for one in wanted]
        return [Place(row=rows[name]) if name in rows else None for name in names]

    found = [
        replace(one, wanted=Wanted(NamedNode(one.finding.focus))) for one in map(traced, range(3))
    ]
    (group,) = grouped(found, located)
    places = [finding.place for finding in group.findings]
    assert [2, 9, None] == [place.row if place else None for place in places]


def test_only_what_is_shown_is_located() -> None:
    """Places are looked up for the findings that are listed, together."""
    asked: list[int] = []

    def locate(wanted: Sequence[Wanted]) -> list[Place | None]:
        asked.append(len(wanted))
        return [Place(line=7) for _ in wanted]

    data = "".join(
        f"e:m{number} a klima:Membership ; klima:evidence e:b ." for number in range(150)
    )
    found = groups(data, locate=locate)
    assert [FOLDED * len(found)] == asked
    assert {7} == {each.place.line for group in found for each in group.findings if each.place}


def identifiers(data: str) -> set[str]:
    """Return the identifiers of what is found in Turtle."""
    return {each.identifier for each in findings(data)}


TWO = (
    f"{MEMBERSHIP} ; {ACTIVE} ; klima:period 'seit 2017' .",
    "e:n a klima:Membership ; klima:evidence e:b .",
)


def test_identifiers_stay_when_lines_move() -> None:
    """Order and lines do not matter, nor do blank lines."""
    assert identifiers("\n".join(TWO)) == identifiers("\n\n".join(reversed(TWO)))


def test_identifiers_stay_when_something_else_is_mended() -> None:
    """What is wrong with one thing is called the same whatever is wrong with others."""
    assert identifiers(TWO[1]) < identifiers(" ".join(TWO))


BLANK = """
e:m a klima:Membership ; klima:evidence %s [ a klima:Membership ; klima:period 'x' ],
  [ a klima:Membership ; klima:period 'y' ] .
"""


def test_identifiers_stay_whatever_blank_nodes_are_called() -> None:
    """A blank node is known by what it belongs to and what it says."""
    named = """
    e:m a klima:Membership ; klima:evidence _:b, _:a .
    _:a a klima:Membership ; klima:period 'x' .
    _:b a klima:Membership ; klima:period 'y' .
    """
    assert identifiers(BLANK % "") == identifiers(named) == identifiers(named.replace("_:a", "_:z"))


def test_two_blank_nodes_that_are_alike_are_two() -> None:
    """What is equal in all that it says is numbered."""
    alike = "[] a klima:Membership ; klima:period 'x' . [] a klima:Membership ; klima:period 'x' ."
    found = findings(alike)
    assert len(found) == len({each.identifier for each in found})


def test_blank_nodes_in_circles() -> None:
    """Blank nodes that lead to each other have names that stay, too."""
    ring = "_:{0} a klima:Membership ; klima:evidence _:{1} . _:{1} klima:source _:{0} ."
    assert identifiers(ring.format("a", "b")) == identifiers(ring.format("y", "x"))


def by_path(number: int) -> Traced:
    """Return a finding whose path no other has."""
    finding = replace(traced(number).finding, path=f"p{number}")
    return Traced(finding, Wanted(NamedNode("urn:x:s")))


def test_places_of_all_causes_are_asked_for_at_once() -> None:
    """A source of text reads its whole file for an answer, however many causes there are."""
    asked: list[int] = []

    def locate(wanted: Sequence[Wanted]) -> list[Place | None]:
        asked.append(len(wanted))
        return nowhere(wanted)

    grouped([by_path(number) for number in range(5)], locate)
    assert [5] == asked


def test_a_report_does_not_grow_without_end() -> None:
    """Who breaks one rule at a thousand paths gets one cause for what comes after hundreds."""
    number = 3 * MOST_CAUSES
    found = grouped([by_path(one) for one in range(number)], nowhere)
    assert (MOST_CAUSES + 1, number) == (len(found), sum(group.count for group in found))
    assert FOLDED >= max(len(group.findings) for group in found)


def test_many_causes_show_fewer_findings_each() -> None:
    """All findings that are shown together have a limit."""
    found = [
        Traced(replace(traced(one).finding, path=f"p{one % MOST_CAUSES}"))
        for one in range(MOST_CAUSES * FOLDED)
    ]
    assert MOST_SHOWN >= sum(len(group.findings) for group in grouped(found, nowhere))
