"""Differences in words."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from klimagraph.canonical import canonical_text
from klimagraph.namespaces import DATASETS, PREFIXES, THINGS
from klimagraph.rdf import statements
from klimagraph.submissions.differences import Difference, compare
from klimagraph.submissions.telling import lines, summary
from klimagraph.submissions.wording import Words

GRAPH = NamedNode(f"{DATASETS}mine")
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
MEMBERSHIP = "<m/{0}> a klima:Membership .\n"
TARGET = '<t/{0}> a klima:Target ; klima:targetYear "{1}"^^xsd:gYear .\n'


def content(text: str) -> bytes:
    """Return Turtle as the content of a dataset."""
    turtle = f"@base <{THINGS}> .\n{HEADER}{text}"
    return canonical_text(statements(turtle.encode(), RdfFormat.TURTLE, GRAPH, "test"), GRAPH)


def compared(before: str, after: str) -> Difference:
    """Return the difference between two texts in Turtle."""
    store = Store()
    store.bulk_load(content(after), format=RdfFormat.N_QUADS)
    return compare(content(before), content(after), Words([store]))


def test_the_example_of_the_guide() -> None:
    """New things are counted by class, a change is told with both values."""
    memberships = "".join(MEMBERSHIP.format(number) for number in range(3))
    told = summary(compared(TARGET.format(1, 2045), memberships + TARGET.format(1, 2040)))
    assert "3 Mitgliedschaften neu, 1 Ziel geändert: Zieljahr 2045 → 2040" == told.de
    assert "3 memberships added, 1 target changed: target year 2045 → 2040" == told.en


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", MEMBERSHIP.format(1), "1 Mitgliedschaft neu"),
        (MEMBERSHIP.format(1), "", "1 Mitgliedschaft entfällt"),
        (MEMBERSHIP.format(1) + MEMBERSHIP.format(2), "", "2 Mitgliedschaften entfallen"),
        (MEMBERSHIP.format(1), MEMBERSHIP.format(1), "nichts anders als veröffentlicht"),
        ("<x> <http://e/p> 1 .", "", "1 Ding ohne Klasse entfällt"),
        (
            MEMBERSHIP.format(1),
            MEMBERSHIP.format(1) + '<m/1> skos:note "neu" .',
            "1 Mitgliedschaft geändert: Hinweis neu: neu",
        ),
        (
            TARGET.format(1, 2030) + TARGET.format(2, 2031),
            TARGET.format(1, 2040) + TARGET.format(2, 2041),
            "2 Ziele geändert: id:t/1: Zieljahr 2030 → 2040; id:t/2: Zieljahr 2031 → 2041",
        ),
    ],
)
def test_in_words(before: str, after: str, told: str) -> None:
    """One and many, new, gone and changed."""
    assert told == summary(compared(before, after)).de


def test_many_changes_are_counted() -> None:
    """The summary names few; each has a line of its own."""
    before, after = (
        "".join(TARGET.format(number, year) for number in range(4)) for year in (2030, 2040)
    )
    found = compared(before, after)
    assert "4 Ziele geändert" == summary(found).de
    assert "- Ziel id:t/3: Zieljahr 2030 → 2040" == list(lines(found, "de"))[-1]


def test_names_instead_of_iris() -> None:
    """Things are called by their names, in the language that is asked for."""
    text = '<a/k> a klima:Alliance ; skos:prefLabel "Bündnis"@de, "Alliance"@en ; klima:reach {} .'
    found = compared(
        text.format("<https://w3id.org/klimagraph/concept/reach/european>"),
        text.format("<https://w3id.org/klimagraph/concept/reach/worldwide>"),
    )
    (change,) = found.changes[0].changes
    assert ("Europäisch", "Weltweit") == (change.before[0].de, change.after[0].de)
    assert "Bündnis" == found.changes[0].thing.label.de


def test_what_has_no_name_belongs_to_what_it_hangs_on() -> None:
    """A changed blank node is a change of the thing, not one thing less and one more."""
    text = "<m/1> a klima:Membership ; klima:period [ klima:date {} ] ."
    found = compared(text.format('"2019"'), text.format('"2020"'))
    assert ((), ()) == (found.new, found.gone)
    (change,) = found.changes[0].changes
    assert ("2019", "2020") == (change.before[0].de, change.after[0].de)
    assert 2 == len(change.path)


@pytest.mark.parametrize("count", [1, 2])
def test_things_without_a_class(count: int) -> None:
    """One and several of them, in both languages."""
    told = summary(
        compared("", "".join(f"<x/{number}> <http://e/p> 1 ." for number in range(count)))
    )
    german = {1: "1 Ding ohne Klasse neu", 2: "2 Dinge ohne Klasse neu"}
    english = {1: "1 thing without a class added", 2: "2 things without a class added"}
    assert (german[count], english[count]) == (told.de, told.en)
