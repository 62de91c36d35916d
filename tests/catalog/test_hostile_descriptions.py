"""What a dataset says of itself stops nobody else's page."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from catalogues import ADDRESS, LEAST, MOST, Made, made, objects, said, triples
from defusedxml.ElementTree import fromstring
from pyoxigraph import RdfFormat, parse

from klimagraph.catalog import values
from klimagraph.datasets import check_slug
from klimagraph.errors import InputRefused
from klimagraph.namespaces import BASE, DATASETS

PAGE = "catalog/dcat-ap-de/1.nt"
EU = "http://publications.europa.eu/resource/authority/"
FORBIDDEN = (
    *("urn:uuid:1", "callto:123", "ftp://example.org/x", "http:///nowhere", "data:text/plain,x"),
    *(f"{DATASETS}a", f"{DATASETS}klimagraph", f"{DATASETS}a#contact"),
    *(f"{BASE}catalog", f"{BASE}service/sparql", f"{BASE}series/releases", f"{EU}data-theme"),
)
LINKS = (
    *("dcterms:conformsTo", "foaf:page", "dcat:landingPage", "dcat:theme", "dcterms:language"),
    *("dcterms:type", "dcterms:spatial", "dcterms:temporal", "dcterms:provenance"),
    *("dcterms:accessRights", "dcterms:accrualPeriodicity", "dcatap:availability"),
    *("dcterms:creator", "dcterms:source", "dcterms:publisher", "dcterms:license"),
    *("dcat:contactPoint", "dcat:distribution", "dcat:keyword", "dcterms:title"),
)
REACHED = ("vcard:hasEmail", "vcard:hasURL", "vcard:hasTelephone")
TEXTS = ("dcterms:title", "dcterms:description", "dcat:keyword", "dcatde:licenseAttributionByText")


def beside(tmp_path: Path, text: str) -> Made:
    """Return the catalogue of three datasets, two of which say this."""
    return made(tmp_path / "home", {"a": said("a"), "b": said("b", text), "c": said("c", text)})


def saying(*statements: str) -> str:
    """Return what a dataset says with more statements before what it must say."""
    return LEAST.replace("a dcat:Dataset ;", "a dcat:Dataset ; " + " ; ".join(statements) + " ;")


def listed(*slugs: str) -> tuple[str, ...]:
    """Return the names of datasets, and of the one of everything."""
    return tuple(DATASETS + slug for slug in sorted((*slugs, "klimagraph")))


def test_links_that_lead_nowhere_or_to_others(tmp_path: Path) -> None:
    """They are left out, whatever property has them; all three datasets are listed."""
    found = beside(
        tmp_path, saying(*(f"{name} <{value}>" for name in LINKS for value in FORBIDDEN))
    )
    assert (listed("a", "b", "c"), {}) == (found.built.datasets, found.built.left_out)
    page = triples(found.parts[PAGE])
    for name in LINKS[:2]:
        assert [] == objects(page, f"{DATASETS}b", name)


@pytest.mark.parametrize("name", REACHED)
def test_how_a_contact_is_reached(tmp_path: Path, name: str) -> None:
    """Only by addresses that portals can show, never by a dataset."""
    values = ", ".join(f"<{value}>" for value in FORBIDDEN)
    found = beside(
        tmp_path, MOST.replace("vcard:hasEmail <", f"{name} {values} ; vcard:hasEmail <")
    )
    assert listed("a", "b", "c") == found.built.datasets
    page = triples(found.parts[PAGE])
    expected = ["mailto:amt@example.org"] if name == "vcard:hasEmail" else []
    assert expected == objects(page, f"{DATASETS}b#office", name)


@pytest.mark.parametrize(
    "publisher",
    [f"{DATASETS}a", f"{BASE}catalog", f"{EU}file-type/RDF_TURTLE", f"{BASE}service/sparql"],
)
def test_a_publisher_that_is_no_body(tmp_path: Path, publisher: str) -> None:
    """Such a dataset waits; the others are listed, and nobody's codes get another name."""
    text = LEAST.replace("id:organisation/klimagraph", f"<{publisher}>")
    found = beside(tmp_path, text)
    assert listed("a") == found.built.datasets
    assert {"b": ("publisher",), "c": ("publisher",)} == found.built.left_out


@pytest.mark.parametrize("name", TEXTS)
def test_characters_that_no_xml_can_hold(tmp_path: Path, name: str) -> None:
    """They are left out, or RDF/XML of the whole page could not be read any more."""
    found = beside(tmp_path, saying(f'{name} "x\\u0001y\\uFFFEz\\u0000"@fr'))
    root: Element = fromstring(found.parts["catalog/dcat-ap-de/1.rdf"])
    assert "xyz" in {one.text for one in root.iter()}


@pytest.mark.parametrize(
    "value", ['"{"^^rdf:JSON', '"<"^^rdf:XMLLiteral', '"x"^^xsd:integer', '""', '" "@de']
)
def test_values_of_other_kinds(tmp_path: Path, value: str) -> None:
    """Texts stay texts in every format, and dates dates; what is empty is left out."""
    names = (*TEXTS, "dcterms:issued", "dcterms:license")
    found = beside(tmp_path, saying(*(f"{name} {value}" for name in names)))
    assert listed("a", "b", "c") == found.built.datasets
    page = found.parts["catalog/dcat-ap/1.jsonld"]
    assert triples(found.parts["catalog/dcat-ap/1.nt"]) >= {
        quad.triple for quad in parse(page, format=RdfFormat.JSON_LD) if "hydra" not in str(quad)
    }
    (issued,) = objects(triples(found.parts[PAGE]), f"{DATASETS}b", "dcterms:issued")
    assert found.work.release.created == issued


def test_texts_without_end(tmp_path: Path) -> None:
    """They are cut, and there are only so many: every portal holds whole pages in memory."""
    words = ", ".join(f'"Wort {number}"' for number in range(2 * values.MOST))
    long = "x" * (values.LONGEST + 1)
    found = beside(tmp_path, saying(f"dcat:keyword {words}", f'dcterms:description "{long}"@fr'))
    page = triples(found.parts[PAGE])
    assert values.MOST == len(objects(page, f"{DATASETS}b", "dcat:keyword"))
    assert f"{long[:-1]} …" in objects(page, f"{DATASETS}b", "dcterms:description")


def test_the_name_of_everything(tmp_path: Path) -> None:
    """A dataset of this name is not listed beside the one of everything, and cannot come in."""
    found = made(tmp_path / "home", {"a": said("a"), "klimagraph": said("klimagraph")})
    assert (listed("a"), {"klimagraph": ("name",)}) == (found.built.datasets, found.built.left_out)
    with pytest.raises(InputRefused, match="all datasets together"):
        check_slug("klimagraph")


def test_an_address_of_ours_that_is_no_node(tmp_path: Path) -> None:
    """The ontology may be followed, a page of ours be named."""
    named = (f"{BASE}ontology", f"{ADDRESS}/queries")
    found = beside(tmp_path, saying(*(f"dcterms:conformsTo <{one}>" for one in named)))
    page = triples(found.parts[PAGE])
    assert sorted(named) == objects(page, f"{DATASETS}b", "dcterms:conformsTo")
