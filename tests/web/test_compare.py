"""Places side by side: keys, names, doubts and limits."""

import csv
import io
from urllib.parse import urlencode

import pytest
from clients import Got, fetch

from conftest import Served

THREE = ("15085135", "15085235", "15085055")


def compared(service: Served, *places: str, form: str = "") -> Got:
    """Return a comparison."""
    query = urlencode([("place", place) for place in places])
    return fetch(service, f"/compare{form}?{query}", accept="text/html")


def test_three_towns_stand_side_by_side(served: Served) -> None:
    """Each has its column, with what is known and what is not."""
    page = compared(served, *THREE).text
    for key in THREE:
        assert f'<th scope="col"><a href="/doc/municipality/{key}">' in page
    assert "erschlossen" in page
    assert "nicht bekannt" in page
    assert "40.457" in page


def test_a_clear_name_becomes_its_key(served: Served) -> None:
    """The address says afterwards who is meant."""
    answer = compared(served, "15085235", "Halberstadt")
    assert answer.status == 303
    assert answer.headers["location"] == "/compare?place=15085235&place=15085135"


def test_an_unclear_name_gives_candidates(served: Served) -> None:
    """Nobody is chosen silently; each candidate is a link that keeps the others."""
    page = compared(served, "15085135", "Blankenburg").text
    assert "Welcher Ort ist mit „Blankenburg“ gemeint?" in page
    assert "/compare?place=15085135&amp;place=15085055" in page


def test_an_unknown_name_is_said(served: Served) -> None:
    """What is unknown is shown as it was written, as text."""
    page = compared(served, "<script>x</script>qqqqq")
    assert page.status == 200
    assert "<script>x" not in page.text
    assert "ist nicht bekannt" in page.text


def test_a_place_named_twice_stands_once(served: Served) -> None:
    """Doubles are taken out and said."""
    page = compared(served, "15085135", "15085135").text
    assert "doppelt genannt" in page
    assert page.count('<th scope="col">') == 1


def test_a_sixth_place_is_left_out_and_said(served: Served) -> None:
    """Five fit; there is no field for more."""
    page = compared(served, *THREE, "15085", "01002000", "010535323").text
    assert "höchstens fünf" in page
    assert page.count('<th scope="col">') == 5
    assert 'id="place"' not in page


@pytest.mark.parametrize("place", ["x" * 10_000, "-1", "999999999", "\u202e", "%00", "'; DROP"])
def test_hostile_places_are_only_unknown(served: Served, place: str) -> None:
    """Nothing that is asked for breaks the page."""
    assert compared(served, place).status == 200


def test_a_hundred_places_are_cut(served: Served) -> None:
    """Nobody resolves names without end."""
    page = compared(served, *(f"Ort {number}" for number in range(100)))
    assert page.status == 200
    assert page.text.count("ist nicht bekannt") <= 20


def test_the_same_as_data(served: Served) -> None:
    """The claims are a table and a document, too."""
    text = compared(served, *THREE, form=".csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert set(THREE) == {row["place"] for row in rows}
    assert {"inferred"} == {row["certainty"] for row in rows if row["what"] == "manager"}
    document = compared(served, *THREE, form=".json").json
    assert [place["key"] for place in document["places"]] == list(THREE)
    assert document["places"][0]["authority"]["inhabitants"] == 40457


@pytest.mark.parametrize("places", [(), ("Halberstadt",), ("1",), (*THREE, "15085", "01", "02")])
def test_files_take_keys_only(served: Served, places: tuple[str, ...]) -> None:
    """A program is told what it did wrong."""
    assert compared(served, *places, form=".csv").status == 400


def test_a_target_of_an_association_is_shown_without_a_year(served: Served) -> None:
    """A year that nobody stated is not guessed."""
    page = compared(served, "010535323").text
    assert "CO2-Emissionen" in page
    assert "Zieljahr nicht bekannt" in page


def test_a_year_is_not_made_a_day(served: Served) -> None:
    """Who joined in 2004 did not join on the first of January."""
    page = compared(served, "01002000").text
    assert "seit 2004" in page
    assert "1. Januar 2004" not in page
