"""The page of facets: its list is what its own SPARQL gives, its counts are those of the list."""

import csv
import io
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from clients import Got, fetch

from conftest import Served, serving
from exploring.places import COUNT, known_places
from klimagraph.releases import publish

FACET = re.compile(
    r'name="([a-z-]+)" value="([^"]+)" id="[^"]+"( checked)?>.*?<span class="count">([^<]+)', re.S
)
TOTAL = re.compile(r'<h2 id="results-title">([^<]+)<')
ROW = re.compile(r'<th scope="row"><a href="/doc/([^"?]+)')
QUESTION = re.compile(r"<code>(.*?)</code></pre>", re.S)
ONE_CHOICE = (
    "state", "level", "size", "participation", "member", "involved", "applied", "former",
    "commitment", "manager", "plan", "grants", "sum", "programme",
)  # fmt: skip

Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with eighty places of which much is known."""
    home: Path = tmp_path_factory.mktemp("places")
    publish(home, {"places": known_places()}, "first")
    with serving(home) as running:
        yield running


def explored(service: Served, pairs: Pairs) -> Got:
    """Return the page of a selection."""
    return fetch(service, f"/explore?{urlencode(pairs)}", accept="text/html")


def listed(service: Served, pairs: Pairs) -> list[str]:
    """Return the whole list of a selection, over all its pages."""
    found: list[str] = []
    for page in range(1, COUNT):
        rows = ROW.findall(explored(service, [*pairs, ("page", str(page))]).text)
        if not rows:
            return found
        found += rows
    raise AssertionError("there is no last page")


def total(page: Got) -> int:
    """Return how many a page says there are."""
    found = TOTAL.search(page.text)
    assert found
    digits = re.sub(r"\D", "", found[1])
    return int(digits) if digits else 1


def answered(service: Served, page: Got) -> list[str]:
    """Return what the SPARQL of a page answers, as paths."""
    found = QUESTION.search(page.text)
    assert found
    path = f"/sparql?query={quote(unescape(found[1]))}&format=csv"
    answer = fetch(service, path)
    assert answer.status == 200, answer.text
    rows = csv.DictReader(io.StringIO(answer.text))
    return [row["authority"].partition("/id/")[2] for row in rows]


def offers(page: Got) -> dict[str, dict[str, int]]:
    """Return the counts of a page by facet and value."""
    found: dict[str, dict[str, int]] = {}
    for facet, value, _, count in FACET.findall(page.text):
        found.setdefault(facet, {})[unescape(value)] = int(re.sub(r"\D", "", count))
    return found


def selections(service: Served, seed: int, count: int) -> Iterator[Pairs]:
    """Yield selections that mostly find something, each step chosen from what is offered."""
    chance = random.Random(seed)  # noqa: S311  # the same every time
    for _ in range(count):
        pairs: Pairs = []
        for _ in range(chance.randint(1, 3)):
            offered = offers(explored(service, pairs))
            facet = chance.choice([name for name in ONE_CHOICE if name in offered])
            values = sorted(offered[facet])
            pairs += [(facet, one) for one in chance.sample(values, min(len(values), 2))]
        if chance.random() < 0.4:
            pairs.append(("year-from", str(chance.randint(2028, 2044))))
        if chance.random() < 0.4:
            pairs.append(("year-to", str(chance.randint(2044, 2050))))
        yield [
            *dict.fromkeys(pairs),
            ("sort", chance.choice(("name", "inhabitants", "year", "sum"))),
        ]


def test_the_list_is_what_its_sparql_gives(places: Served) -> None:
    """Whatever is chosen, the query on the page finds the same places in the same order."""
    lengths = set()
    for pairs in selections(places, 7, 60):
        rows = listed(places, pairs)
        page = explored(places, pairs)
        assert rows == answered(places, page), pairs
        assert len(rows) == total(page), pairs
        lengths.add(len(rows))
    assert len(lengths) > 10, "the selections are too alike to show anything"


def test_a_count_is_what_choosing_it_gives(places: Served) -> None:
    """The number at a value is the length of the list with that value alone in its facet."""
    chance = random.Random(3)  # noqa: S311  # the same every time
    for pairs in selections(places, 11, 12):
        offered = offers(explored(places, pairs))
        facet = chance.choice(sorted(offered))
        value, count = chance.choice(sorted(offered[facet].items()))
        others = [pair for pair in pairs if pair[0] != facet]
        assert count == total(explored(places, [*others, (facet, value)])), (pairs, facet, value)


def test_the_bundled_list_is_what_its_sparql_gives(served: Served) -> None:
    """With all authorities of the country, too."""
    for pairs in (
        [("state", "15"), ("size", "5000-20000")],
        [("participation", "known"), ("sort", "inhabitants")],
        [("applied", "eu-mission-cities"), ("level", "District")],
        [("state", "15"), ("district", "15085"), ("manager", "known")],
    ):
        page = explored(served, pairs)
        found = answered(served, page)
        assert found[:25] == ROW.findall(page.text), pairs
        assert len(found) == total(page), pairs


def test_counts_are_those_of_the_named_queries(served: Served) -> None:
    """Who applied, and who manages, is counted as the library counts it."""
    rows = fetch(served, "/queries/known-participants-per-alliance.json").json
    assert rows
    text = fetch(served, "/queries/known-participants-per-alliance.csv").text
    applied = [row for row in csv.DictReader(io.StringIO(text)) if row["status"] == "Beantragt"]
    offered = offers(explored(served, []))
    assert sum(int(row["participants"]) for row in applied) == sum(offered["applied"].values())
    text = fetch(served, "/queries/climate-managers-per-authority.csv").text
    assert len(list(csv.DictReader(io.StringIO(text)))) == offered["manager"]["known"]


def test_districts_come_with_their_state(served: Served) -> None:
    """Four hundred districts are not offered at once."""
    assert "district" not in offers(explored(served, []))
    assert len(offers(explored(served, [("state", "15")]))["district"]) == 14


def test_a_chosen_value_is_checked_and_can_be_removed(served: Served) -> None:
    """The selection stands above the list, each part with a link that removes it."""
    page = explored(served, [("state", "15"), ("size", "below-5000")])
    checked = {(facet, value) for facet, value, on, _ in FACET.findall(page.text) if on}
    assert {("state", "15"), ("size", "below-5000")} == checked
    assert 'class="chip" href="/explore?size=below-5000"' in page.text


def test_nothing_known_says_that_it_is_not_no(places: Served) -> None:
    """An empty list explains itself."""
    page = explored(places, [("plan", "known"), ("year-from", "2049")])
    assert "Das heißt nicht, dass es keine gibt" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "state=99",
        "year-from=-1",
        "state=" + "x" * 10_000,
        "page=0",
        "sort=%00",
        "plan=%27%22%3E%3Cb",
    ],
)
def test_a_wrong_selection_says_so(places: Served, query: str) -> None:
    """What does not exist is a 400 with the reason on the page."""
    page = fetch(places, f"/explore?{query}", accept="text/html")
    assert page.status == 400
    assert "Diese Auswahl gibt es nicht" in page.text
    assert "'\"><b" not in page.text


def test_a_hostile_name_stays_text(places: Served) -> None:
    """Markup in a name is shown, cut, and does nothing."""
    page = explored(places, [("plan", "known"), ("sort", "name")]).text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "x" * 200 not in page


def test_a_page_behind_the_last_says_so(places: Served) -> None:
    """It is no fault to ask for it."""
    page = explored(places, [("page", "99")])
    assert page.status == 200
    assert "So viele Seiten hat diese Auswahl nicht" in page.text


def test_the_page_is_english_where_asked(places: Served) -> None:
    """Facets have their English names."""
    page = explored(places, [("lang", "en")]).text
    assert "Takes or took part in an alliance" in page
    assert "Show selection" in page


def test_whoever_has_the_page_is_told_so(places: Served) -> None:
    """An unchanged selection is not sent again."""
    page = explored(places, [("state", "01")])
    again = fetch(
        places, "/explore?state=01", accept="text/html", if_none_match=page.headers["etag"]
    )
    assert again.status == 304
