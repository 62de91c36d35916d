"""Data and pictures of maps, and the page that shows them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import gzip
from io import BytesIO
from typing import Any

import pytest
from clients import Got, fetch
from PIL import Image, ImageFont

from conftest import Served
from klimagraph.namespaces import THINGS
from klimagraph.web.map_letters import font, legible, wrapped

SMALL = 150_000
"""Bytes, compressed, that states and districts may have together."""


def geometries(got: Got) -> list[dict[str, Any]]:
    """Return the areas of a level."""
    (object_,) = got.json["objects"].values()
    found: list[dict[str, Any]] = object_["geometries"]
    return found


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("states", 16),
        ("districts", 400),
        ("municipalities", 10_975),
        ("municipalities.json?state=15", 218),
        ("associations.json?state=01", 82),
    ],
)
def test_areas(served: Served, path: str, count: int) -> None:
    """Each level has all its areas, or those of a state, by the paths of their pages."""
    got = fetch(served, f"/map/areas/{path}" + ("" if "?" in path else ".json"))
    found = geometries(got)
    assert count == len(found)
    assert fetch(served, f"/doc/{found[0]['id']}").status == 200


def test_areas_are_small(served: Served) -> None:
    """What the first look at a map needs is loaded quickly."""
    bodies = [fetch(served, f"/map/areas/{level}.json").body for level in ("states", "districts")]
    assert SMALL > sum(len(gzip.compress(body, 4)) for body in bodies)


def test_members(served: Served) -> None:
    """A member has a place, and what it belongs to since when."""
    found = fetch(served, "/map/members.json").json
    (one,) = (row for row in found["members"] if row["path"] == "association/010535323")
    assert "Klima-Bündnis" == found["alliances"]["alliance/klima-buendnis"]
    assert {
        "alliance": "alliance/klima-buendnis",
        "kind": "participation-kind/member",
        "status": "membership-status/active",
        "period": "2017-06-23/..",
    } in one["in"]
    longitude, latitude = one["point"]
    assert 10 < longitude < 11 and 53 < latitude < 54
    assert {"de": "Mitglied", "en": "Member"} == found["kinds"]["participation-kind/member"]


def test_target_year_of_an_alliance(served: Served) -> None:
    """A target of an alliance is told of its members, as that of the alliance."""
    found = fetch(served, "/map/members.json?alliance=regional-klimaschutz-machen").json
    years = [row["years"] for row in found["members"] if row["path"] == "district/08336"]
    assert [[{"year": 2040, "of": "alliance/regional-klimaschutz-machen"}]] == years


def test_applications_do_not_count(served: Served) -> None:
    """Who has only applied takes no part."""
    statuses = fetch(served, "/map/members.json").json["statuses"]
    assert not {f"membership-status/{name}" for name in ("applied", "intended")} & set(statuses)


@pytest.mark.parametrize("alliance", ["klima-buendnis", f"{THINGS}alliance/klima-buendnis"])
def test_members_of_one_alliance(served: Served, alliance: str) -> None:
    """An alliance is named by its key or its IRI."""
    found = fetch(served, f"/map/members.json?alliance={alliance}").json["members"]
    assert 7 == len(found)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/map/areas/planets.json", 404),
        ("/map/areas/" + "x" * 4000 + ".json", 404),
        ("/map/areas/states.json?state=1", 400),
        ("/map/areas/states.json?state=%D9%A0%D9%A1", 400),
        ("/map/areas/districts.json?state=99", 404),
        ("/map/areas/states.json?state=%3E%20%7B", 400),
        ("/map/areas/states.json?release=1999.1.0", 404),
        ("/map/members.json?alliance=none", 404),
        ("/map/members.json?alliance=%3Cscript%3E", 400),
        ("/map/picture/alliance/none.png", 404),
        ("/map/picture/planet/earth.png", 404),
        ("/map/picture/municipality/99999999.png", 404),
        ("/map/picture/municipality/%3E%7D.png", 404),
        ("/map/picture/person/x.png", 404),
        ("/search?q=" + "x" * 201, 400),
    ],
)
def test_what_is_refused(served: Served, path: str, status: int) -> None:
    """What is unknown or wrong gets a clear answer, and a long text is not repeated."""
    got = fetch(served, path, accept="application/json")
    assert status == got.status
    assert 600 > len(got.json["detail"])


def test_a_state_without_a_level(served: Served) -> None:
    """That Berlin has no associations is an answer; the map asks for them."""
    assert [] == geometries(fetch(served, "/map/areas/associations.json?state=11"))


@pytest.mark.parametrize(
    "path", ["/map/areas/states.json", "/map/members.json", "/map/picture.png"]
)
def test_kept_by_browsers(served: Served, path: str) -> None:
    """Who has the map of a release does not get it again."""
    tag = fetch(served, path).headers["etag"]
    again = fetch(served, path, If_None_Match=tag)
    assert (304, b"") == (again.status, again.body)


@pytest.mark.parametrize(
    "path",
    [
        "picture.png",
        "picture.png?lang=en",
        "picture/alliance/klimabuendnis-mittlere-geest.png",
        "picture/alliance/plattformklima-nrw-arbeitsgruppe.png",
        "picture/municipality/15085055.png",
        "picture/district/15085.png",
        "picture/association/010535323.png",
        "picture/state/15.png",
    ],
)
def test_picture(served: Served, path: str) -> None:
    """A picture has the size that shared links want, more than one colour, and is small."""
    got = fetch(served, f"/map/{path}")
    picture = Image.open(BytesIO(got.body))
    assert ("image/png", (1200, 630)) == (got.headers["content-type"], picture.size)
    assert 200_000 > len(got.body)
    assert 8 < len(picture.convert("RGB").getcolors(1 << 20) or [])


def test_pictures_differ(served: Served) -> None:
    """Name and key stand on the picture: that of a neighbour is another."""
    keys = ("15085055", "15085110")
    assert 2 == len({fetch(served, f"/map/picture/municipality/{key}.png").body for key in keys})


def test_letters() -> None:
    """Signs that turn others round are left out; a font without umlauts spells them."""
    small = ImageFont.load_default(20)
    assert isinstance(small, ImageFont.FreeTypeFont)
    assert "Buendnis Giessen Bautzen/Budysin" == legible("Bündnis Gießen Bautzen/Budyšin", small)
    assert "a b" == " ".join(legible("a\u202e\x00b", font(20)).split())


def test_long_names_are_cut() -> None:
    """A name of 10,000 letters leaves the picture as it is."""
    used = font(20)
    lines = wrapped("W" * 100 + " xxx" * 2_500, used, 300, 3)
    assert 3 == len(lines)
    assert all(used.getlength(line) <= 300 for line in lines)


def test_first_page_is_shared_with_a_picture(served: Served) -> None:
    """Whoever passes the address on shows what it leads to."""
    text = fetch(served, "/", accept="text/html").text
    image = f'<meta property="og:image" content="{served.address}/map/picture.png?lang=de">'
    assert image in text


def test_stated_numbers_keep_their_manner(served: Served) -> None:
    """“More than 1,700” is not 1,700; the source stands beside it."""
    text = " ".join(fetch(served, "/", accept="text/html").text.split())
    assert "mehr als <b>1.700</b> Internationale Mitglieder" in text
    assert "ungefähr <b>30</b> Kommunen" in text
    english = " ".join(fetch(served, "/?lang=en", accept="text/html").text.split())
    assert "more than <b>1,700</b> International members" in english
