"""Each rule of pages finds what it is there for, and nothing on a good page."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest
from catalogues import PROLOGUE
from pyoxigraph import RdfFormat, Triple, parse

from klimagraph.catalog.rules import RULES, breaches

GOOD = """<http://e/catalog> dcat:dataset <http://e/a> , <http://e/b> .
<http://e/a> a dcat:Dataset ; dcterms:title "A" ; dcterms:identifier "a" ;
  dcterms:publisher <http://e/us> ; dcat:distribution <http://e/a#file> .
<http://e/a#file> dcat:mediaType <http://iana/csv> ; dcat:accessURL <http://e/a.csv> .
<http://e/b> a dcat:Dataset ; dcterms:title "B" ; dcterms:identifier "b" ;
  dcterms:publisher <http://e/us> ; dcat:distribution <http://e/b#file> ;
  dcat:contactPoint <http://e/b#contact> .
<http://e/b#file> dcat:mediaType <http://iana/csv> .
<http://e/b#contact> vcard:hasEmail <mailto:b@example.org> .
<http://e/us> a foaf:Agent ; foaf:name "Wir" .
<http://iana/csv> a dcterms:MediaType ; rdfs:label "csv" ."""


def page(text: str) -> list[Triple]:
    """Return the statements of a page."""
    return [quad.triple for quad in parse((PROLOGUE + text).encode(), format=RdfFormat.TURTLE)]


def test_a_good_page() -> None:
    """A publisher may be shared, and so may what a code is called."""
    assert [] == breaches(page(GOOD))


@pytest.mark.parametrize(
    ("change", "rule", "node"),
    [
        (("<http://e/a> a dcat:Dataset", "<http://e/a> a dcat:Data"), "not-in-catalogue", "/a"),
        (("dcat:dataset <http://e/a> , ", "dcat:dataset "), "not-in-catalogue", "/a"),
        (('dcterms:title "A" ;', ""), "title", "/a"),
        (('dcterms:title "A" ;', 'dcterms:title " " ;'), "title", "/a"),
        (('dcterms:identifier "a" ;', ""), "identifier", "/a"),
        (('dcterms:identifier "a" ;', 'dcterms:identifier "a" , "c" ;'), "identifier", "/a"),
        (('identifier "b"', 'identifier "a"'), "identifier-shared", "a"),
        (("dcat:distribution <http://e/b#file>", "dcat:x 5"), "distribution", "/b"),
        (("<http://e/a.csv>", "[]"), "blank-node", "1"),
        (("<http://e/a.csv>", "<file:///a.csv>"), "address", "file:///a.csv"),
        (("<http://e/a.csv>", "<http://e/a.csv> ; dcat:x <http://e/b>"), "other-dataset", "/b"),
        (("<http://e/a.csv>", "<http://e/a.csv> ; dcat:x <http://e/b#contact>"), "shared", "#c"),
        (('foaf:name "Wir" .', 'foaf:name "Wir" ; dcat:x <http://e/c> . <http://e/c> dcat:x 1 .'),
         "shared", "/c"),
        (('rdfs:label "csv"', 'rdfs:label "csv" ; dcat:x 1'), "shared", "csv"),
    ],
)  # fmt: skip
def test_a_page_that_breaks_a_rule(change: tuple[str, str], rule: str, node: str) -> None:
    """One wrong statement is found, by its rule and at its place."""
    assert change[0] in GOOD
    found = breaches(page(GOOD.replace(*change)))
    assert rule in {breach.rule for breach in found}
    assert [breach for breach in found if breach.rule == rule and node in breach.node]


def test_a_stub_is_a_breach() -> None:
    """A dataset of which only the type is known stops the whole harvest of CKAN."""
    found = breaches(page(f"{GOOD} <http://e/stub> a dcat:Dataset ."))
    assert {"title", "identifier", "distribution", "not-in-catalogue"} == {
        breach.rule for breach in found
    }


def test_a_dataset_of_another_page() -> None:
    """What leads to a dataset of another page is found where that is known."""
    text = GOOD.replace("<http://e/a.csv>", "<http://e/a.csv> ; dcat:x <http://e/other>")
    assert [] == breaches(page(text))
    assert ["other-dataset"] == [one.rule for one in breaches(page(text), {"http://e/other"})]


def test_an_empty_page() -> None:
    """A page without a dataset would delete all of them."""
    assert ["no-dataset"] == [breach.rule for breach in breaches([])]


def test_rules_are_told_in_both_languages() -> None:
    """A breach says in plain words what it does."""
    assert all(german and english for german, english in RULES.values())
    (found,) = breaches([])
    assert "The page has no dataset." == str(found)
