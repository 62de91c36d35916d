"""Pages of things: in the order of the shapes, with evidence, and with what points at them."""

import re
from html import unescape

import pytest
from clients import fetch, query

from conftest import Served

ALLIANCE = "/doc/alliance/klima-buendnis.html"
MEMBERSHIP = "/doc/membership/klima-buendnis--010535323.html"


def page(service: Served, path: str) -> str:
    """Return a page without its tags, blanks put together."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", fetch(service, path).text, flags=re.DOTALL)
    return " ".join(unescape(text).split())


@pytest.mark.parametrize(
    "text",
    [
        "Amt Hohe Elbgeest",  # a member
        "Mitglieder senken ihre CO2-Emissionen",  # an obligation
        "Stadtradeln",  # a campaign
        "Kindermeilenkampagne",
        "gesetzliche",  # a demand
        "mehr als 1.700 internationalen Mitgliedern",  # a count with its manner
        "Mehr als",
        "Zeile 14",  # evidence
        "Ausdrücklich",
        "Erschlossen",
    ],
)
def test_the_page_of_an_alliance_tells_it_all(served: Served, text: str) -> None:
    """Members, obligations, campaigns, demands, counts and evidence stand on one page."""
    assert text in page(served, ALLIANCE)


def test_properties_stand_in_the_order_of_the_shape(served: Served) -> None:
    """Group by group, and in each by order."""
    rows = query(
        served,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX klima: <https://w3id.org/klimagraph/ns#>
        PREFIX kshapes: <https://w3id.org/klimagraph/shapes#>
        SELECT ?path WHERE {
          klima:Membership ^sh:targetClass/sh:property ?shape .
          ?shape sh:path ?path ; sh:order ?order ; sh:group/sh:order ?group .
          FILTER EXISTS {
            <https://w3id.org/klimagraph/id/membership/klima-buendnis--010535323> ?path ?value }
          FILTER(?path != klima:evidence)
          FILTER NOT EXISTS { GRAPH <https://w3id.org/klimagraph/dataset/derived> {
            <https://w3id.org/klimagraph/id/membership/klima-buendnis--010535323> ?path ?made } }
          ?node sh:property ?shape .
          FILTER(?node IN (kshapes:Membership, kshapes:Claim, kshapes:Bounds))
        } ORDER BY ?group ?order ?path""",
        "application/sparql-results+json",
    ).json["results"]["bindings"]
    expected = list(dict.fromkeys(row["path"]["value"] for row in rows))
    shown = re.findall(r'<th scope="row"><a [^>]*title="([^"]+)"', fetch(served, MEMBERSHIP).text)
    assert len(expected) > 5
    assert expected == [iri for iri in shown if iri in expected]


def test_a_claim_without_name_is_called_by_its_parties(served: Served) -> None:
    """A membership is called by its member and its alliance."""
    title = re.search(r"<h1>(.*?)</h1>", fetch(served, MEMBERSHIP).text)
    assert title
    assert title[1] == "Amt Hohe Elbgeest · Klima-Bündnis"


def test_only_the_narrowest_class_is_shown(served: Served) -> None:
    """A municipality is called one; that it is an authority, too, is in the data."""
    text = fetch(served, "/doc/municipality/15085135.html").text
    first = text.split("</tr>", 1)[0]
    assert "Gemeinde" in first
    assert "Gebietseinheit" not in first


def test_what_rules_say_is_set_apart(served: Served) -> None:
    """Derived statements stand in a group of their own, after what somebody said."""
    text = fetch(served, MEMBERSHIP).text
    assert (
        0 < text.index("Zeitraum") < text.index("<caption>Abgeleitet") < text.index("Beginn früh")
    )


def test_what_is_not_known_stands_on_the_page(served: Served) -> None:
    """A known gap is told where a reader looks for the information."""
    text = page(served, "/doc/target/klima-buendnis--010535323.html")
    assert "Bekannte Lücke" in text
    assert "Ein Basisjahr nennt der Text nicht" in text


def test_conflicts_stand_on_the_page(served: Served) -> None:
    """Two figures that disagree lead to their conflict."""
    text = page(served, "/doc/count/klima-buendnis--municipal-members.html")
    assert "Widerspruch" in text


def test_an_inverse_shortcut_is_not_told_twice(served: Served) -> None:
    """`has member` shows the members; `member of` would show the same again."""
    text = page(served, ALLIANCE)
    assert "hat Mitglied" in text
    assert "· Mitglied von" not in text


def test_more_things_than_a_page_shows_are_counted(served: Served) -> None:
    """A state has more municipalities than a page lists."""
    assert re.search(r"\d+ verweisen so darauf", page(served, "/doc/state/15.html"))
