"""Pages of things: in the order of the shapes, with evidence, and with what points at them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from html import unescape

import pytest
from clients import fetch, query

from conftest import Served
from klimagraph.web.templating import local

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
    links = [local(iri) for iri in expected]
    shown = re.findall(r'<th scope="row"><a href="([^"]+)"', fetch(served, MEMBERSHIP).text)
    assert len(expected) > 5
    assert links == [link for link in shown if link in links]


def test_a_claim_without_name_is_called_by_its_parties(served: Served) -> None:
    """A membership is called by its member and its alliance."""
    title = re.search(r"<h1>(.*?)</h1>", fetch(served, MEMBERSHIP).text)
    assert title
    assert title[1] == "<bdi>Amt Hohe Elbgeest · Klima-Bündnis</bdi>"


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


@pytest.mark.parametrize(
    "text",
    [
        "Ziele und Selbstverpflichtungen",
        "Menschen im Amt",
        "Zeitleiste",
        "seit 23. Juni 2017",  # a period in words
        "Nachbarn im Kreis",
        "67,9 km²",
        "Nicht bekannt: in der Region",  # what a shape would allow and nobody says
    ],
)
def test_the_page_of_an_authority_tells_what_is_claimed(served: Served, text: str) -> None:
    """Promises, people, dates and neighbours stand there, dates and numbers in words."""
    assert text in page(served, "/doc/association/010535323.html").replace("\xa0", " ")


def test_the_page_speaks_english_where_it_can(served: Served) -> None:
    """Labels come in the language of the page; a German name says that it is one."""
    text = fetch(served, "/doc/association/010535323.html?lang=en").text
    assert '<bdi lang="de">Amt Hohe Elbgeest</bdi>' in text
    assert "Climate protection concept of Amt Hohe Elbgeest" in text
    assert "since 23 June 2017" in text


def test_no_date_is_shown_as_machines_write_it(served: Served) -> None:
    """Neither open ends nor sets of EDTF stand on a page."""
    for path in (MEMBERSHIP, ALLIANCE, "/doc/association/010535323.html"):
        assert not re.search(r"/[.][.]|\[\d{4}", page(served, path))


def test_evidence_leads_to_its_place_in_the_source(served: Served) -> None:
    """Each passage links to the source at the very place, and the place is there."""
    text = fetch(served, MEMBERSHIP).text
    found = re.search(r'href="(/doc/source/[^"#]+)#([^"]+)">Zeile', text)
    assert found
    assert f'<li id="{found[2]}">' in fetch(served, f"{found[1]}.html").text


def test_members_come_in_the_order_that_is_asked_for(served: Served) -> None:
    """The order is in the address; an order that there is not is that by name."""
    path = "/doc/alliance/eu-mission-cities.html"
    names = {
        sort: re.findall(
            r'<th scope="row"><a href="(/doc/[md][^"]+)', fetch(served, f"{path}?sort={sort}").text
        )
        for sort in ("name", "state", "unknown")
    }
    assert names["unknown"] == names["name"]
    assert names["name"] != names["state"]
    assert sorted(names["name"]) == sorted(names["state"])


def test_what_is_not_known_is_searched_for(served: Served) -> None:
    """A page that does not exist says so, and names what may have been meant."""
    answer = fetch(served, "/doc/municipality/Halberstadt", Accept="text/html")
    assert 404 == answer.status
    assert "/doc/municipality/15085135" in answer.text
