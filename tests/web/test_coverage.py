"""What is known per state: the numbers of the page are those of the named queries."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
import re
from urllib.parse import quote

import pytest
from clients import fetch

from conftest import Served


def rows(service: Served, path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    answer = fetch(service, path)
    assert answer.status == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def by_key(service: Served, path: str) -> dict[str, dict[str, str]]:
    """Return the areas of a file by their keys."""
    return {row["key"]: row for row in rows(service, path)}


def test_members_are_those_of_the_named_query(served: Served) -> None:
    """Municipalities and inhabitants of members agree, alliance by alliance."""
    known = rows(served, "/queries/share-of-inhabitants-per-state.csv")
    assert known
    for row in known:
        alliance = row["alliance"].rpartition("/")[2]
        area = by_key(served, f"/coverage.csv?alliance={alliance}")[row["state"].rpartition("/")[2]]
        assert row["municipalities"] == area["member"], row
        assert row["inhabitants"] == area["memberInhabitants"], row
        share = round(100 * int(area["memberInhabitants"]) / int(area["inhabitants"]), 1)
        assert float(row["percent"]) == pytest.approx(share, abs=0.11), row


def test_participation_is_that_of_the_named_query(served: Served) -> None:
    """Per state as many municipalities, and as many with something known."""
    sums: dict[str, list[int]] = {}
    for row in rows(served, "/queries/municipalities-without-known-participation.csv"):
        held = sums.setdefault(row["state"].rpartition("/")[2], [0, 0])
        held[0] += int(row["municipalities"])
        held[1] += int(row["withKnown"])
    areas = by_key(served, "/coverage.csv")
    for key, (municipalities, known) in sums.items():
        assert municipalities == int(areas[key]["municipalities"]), key
        assert known == int(areas[key]["participation"]), key


def test_districts_are_those_of_the_named_query(served: Served) -> None:
    """The same holds for the districts of a state."""
    areas = by_key(served, "/coverage/15.csv")
    found = rows(served, "/queries/municipalities-without-known-participation.csv")
    harz = [row for row in found if row["district"].rpartition("/")[2].startswith("15")]
    assert len(harz) == 14
    for row in harz:
        area = areas[row["district"].rpartition("/")[2]]
        assert row["municipalities"] == area["municipalities"], row
        assert row["withKnown"] == area["participation"], row


def test_a_state_is_the_sum_of_its_districts(served: Served) -> None:
    """No municipality is lost or counted twice."""
    state, *districts = rows(served, "/coverage/15.csv")
    for name in ("municipalities", "inhabitants", "participation", "manager", "plan"):
        assert int(state[name]) == sum(int(row[name]) for row in districts), name


def test_funding_is_that_of_the_named_query(served: Served) -> None:
    """The sum of Berlin stands on the page as the query says it."""
    known = rows(served, "/queries/funding-per-state.csv")
    page = fetch(served, "/coverage", accept="text/html").text
    for row in known:
        shown = f"{int(float(row['euros'])):,}".replace(",", ".") if row["euros"] else ""
        assert shown in page, row


def test_applications_are_counted_by_alliance(served: Served) -> None:
    """Who applied to an alliance is a number of its own."""
    known = rows(served, "/queries/known-participants-per-alliance.csv")
    applied = {row["alliance"].rpartition("/")[2]: row["participants"]
               for row in known if row["status"] == "Beantragt"}  # fmt: skip
    assert applied
    page = fetch(served, "/coverage", accept="text/html").text
    for alliance, count in applied.items():
        assert f'href="/explore?applied={alliance}">{count}</a>' in page


def test_a_state_shows_its_known_municipalities_and_leads_on(served: Served) -> None:
    """From the state into the facets, with the filter set."""
    page = fetch(served, "/coverage/15", accept="text/html").text
    assert 'href="/doc/municipality/15085135"' in page
    assert 'href="/explore?state=15"' in page
    assert "/explore?level=Municipality&amp;district=15085&amp;manager=known" in page


def test_gaps_are_shown(served: Served) -> None:
    """What the sources leave open is said, and where all of it stands."""
    page = fetch(served, "/coverage", accept="text/html").text
    assert "Nicht angegeben: Zeitraum" in page
    assert 'href="/queries/known-gaps"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/coverage/99", 404),
        ("/coverage/" + "9" * 5000, 404),
        ("/coverage/%3Cscript%3E", 404),
        ("/coverage/99.csv", 404),
        ("/coverage?sort=price", 400),
        ("/coverage?alliance=none", 400),
        ("/coverage?alliance=" + "x" * 10_000, 400),
        ("/coverage?sort=member&sort=plan", 400),
        ("/coverage?sort=member&sort=member", 200),
        ("/coverage.csv?alliance=none", 400),
    ],
)
def test_what_does_not_exist_is_said(served: Served, path: str, status: int) -> None:
    """Wrong addresses have their own status and never break."""
    assert status == fetch(served, path, accept="text/html").status


def test_what_is_missing_is_counted_to_the_end(served: Served) -> None:
    """Those of the reasons that are not listed are counted, too."""
    text = "PREFIX klima: <https://w3id.org/klimagraph/ns#>"
    text += "SELECT (COUNT(DISTINCT ?gap) AS ?count) { ?gap a klima:KnownGap }"
    (known,) = rows(served, f"/sparql?query={quote(text)}&format=csv")
    page = fetch(served, "/coverage", accept="text/html").text
    listed = page[page.index('id="gaps"') :].partition("</ul>")[0]
    counts = re.findall(r'<span class="soft">\(([0-9.]+)\)|und ([0-9.]+) weitere', listed)
    assert 13 == len(counts)
    assert int(known["count"]) == sum(int("".join(one).replace(".", "")) for one in counts)


@pytest.mark.parametrize("path", ["/coverage", "/coverage/15", "/explore?state=15", "/explore"])
def test_a_release_is_kept_by_every_link(served: Served, path: str) -> None:
    """Whoever looks at a release stays with it, until another one is chosen."""
    release = fetch(served, "/ready").json["release"]
    joint = "&" if "?" in path else "?"
    page = fetch(served, f"{path}{joint}release={release}", accept="text/html").text
    links = re.findall(r'href="(/[^"]*)"', page.partition("<main")[2].partition("</main>")[0])
    assert len(links) > 10
    assert [] == [link for link in links if f"release={release}" not in link]
