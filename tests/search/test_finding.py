"""Real names find real things, the one that is meant first."""

from pathlib import Path

import pytest

from klimagraph.errors import InputRefused
from klimagraph.namespaces import TERMS, THINGS
from klimagraph.releases import current_name
from klimagraph.releases.manifests import folder_of
from klimagraph.search.finding import LONGEST, Question, find
from klimagraph.search.index import opened
from klimagraph.search.results import search
from search.questions import ask, found


@pytest.mark.parametrize(
    ("text", "how", "expected"),
    [
        ("Blankenburg", "exact", "15085055"),
        ("blankenburg (harz)", "exact", "15085055"),
        ("Blankenburg Harz", "exact", "15085055"),
        ("blankenb", "prefix", "15085055"),
        ("Harz Blankenburg", "words", "15085055"),
        ("Blankenburg am Harz", "words", "15085055"),
        ("Blankenbrug", "similar", "15085055"),
        ("Halle/Saale", "exact", "15002000"),
        ("Halle (Saale)", "exact", "15002000"),
        ("halle saale", "exact", "15002000"),
        ("Halle", "exact", "15002000"),
        ("Muenchen", "exact", "09162000"),
        ("Munchen", "exact", "09162000"),
        ("MÜNCHEN", "exact", "09162000"),
        ("Münchn", "similar", "09162000"),
        ("Frankfurt", "exact", "06412000"),
        ("Frankfurt Oder", "exact", "12053000"),
        ("Frankfurt/Oder", "exact", "12053000"),
        ("Frankfurt a.M.", "prefix", "06412000"),
        ("Frankfrut am Main", "similar", "06412000"),
        ("Neuenkirchen", "exact", "05566060"),
        ("Neunkirchen", "exact", "10043114"),
        ("Pfaffenhofen an der Ilm", "exact", "09186143"),
        ("Neustadt an der Aisch", "exact", "09575153"),
        ("Sankt Augustin", "exact", "05382056"),
        ("St. Augustin", "exact", "05382056"),
        ("Koeln", "exact", "05315000"),
        ("Wernigerrode", "similar", "15085370"),
        ("Hmaburg", "similar", "02"),
        ("Harz", "exact", "15085"),
        ("Landkreis Harz", "exact", "15085"),
        ("Tastrup", "former", "01059101"),
        ("Maasbüll", "former", "01059141"),
        ("Sachsen-Anhalt", "exact", "15"),
        ("sachsenanhalt", "exact", "15"),
        ("15085055", "key", "15085055"),
        ("1508 5055", "key", "15085055"),
        ("150850055055", "key", "15085055"),
        ("15085", "key", "15085"),
        ("1053", "key", "01053"),
        ("38889", "key", "15085055"),
        ("1059101", "former-key", "01059101"),
        ("16056000", "former-key", "16063105"),
        ("Klima-Bündnis", "exact", "klima-buendnis"),
        ("Klimabündnis", "exact", "klima-buendnis"),
        ("Klimabuendnis", "exact", "klima-buendnis"),
        ("Klimabünndis", "similar", "klima-buendnis"),
        ("Klimaschutzbündnis", "alternative", "klima-buendnis"),
        ("Klimabündnis Mittlere Geest", "exact", "klimabuendnis-mittlere-geest"),
        ("Mittlere Geest", "words", "klimabuendnis-mittlere-geest"),
        ("Mitlere Geest", "similar", "klimabuendnis-mittlere-geest"),
        ("plattform klima nrw", "exact", "plattformklima-nrw"),
        ("Mitgliedschaft", "exact", "ns#Membership"),
        ("Klimabündniss", "similar", "klima-buendnis"),
        ("Klimaschutzkonzept", "prefix", "010535323--klimaschutzkonzept"),
        ("Forderung", "exact", "demand"),
        ("Umweltministerium", "part", "bundesumweltministerium"),
        ("Umwelt-Ministerium", "part", "bundesumweltministerium"),
        ("Gemeinde Harsleben", "exact", "15085140"),
        ("Gemeinde Harslebn", "similar", "15085140"),
        ("Gemeinde Büchen", "exact", "01053020"),
        ("Amt Büchen", "exact", "010535318"),
        ("VG Flechtingen", "exact", "150835052"),
        ("Hansestadt Rostock", "exact", "13003000"),
        ("Rostock, Hansestadt", "exact", "13003000"),
        ("LK Rostock", "exact", "13072"),
        ("Universitätsstadt Greifswald", "exact", "13075039"),
        ("Universitäts- und Hansestadt Greifswald", "exact", "13075039"),
        ("Landeshauptstadt Düsseldorf", "exact", "05111000"),
        ("kreisfreie Stadt Halle", "exact", "15002000"),
        ("Freistaat Bayern", "exact", "09"),
        ("LK Harz", "exact", "15085"),
        ("Harzkreis", "exact", "15085"),
        ("Kr. Stormarn", "exact", "01062"),
        ("Markt Schwaben", "exact", "09175127"),
        ("Oldenburg (Oldb)", "exact", "03403000"),
        ("Weiden Oberpfalz", "words", "09363000"),
        ("Weiden in der Oberpfalz", "exact", "09363000"),
        ("Frankenberg Sachsen", "exact", "14522150"),
        ("Q7072", "key", "15085135"),
        ("wd:Q7072", "key", "15085135"),
        ("https://www.wikidata.org/wiki/Q7072", "key", "15085135"),
        ("id:municipality/15085135", "key", "15085135"),
        (f"{THINGS}municipality/15085135", "key", "15085135"),
        (f"<{THINGS}municipality/15085135>", "key", "15085135"),
        ("http://127.0.0.1:8000/doc/municipality/15085135", "key", "15085135"),
    ],
)
def test_first_hit(bundled_home: Path, text: str, how: str, expected: str) -> None:
    """The thing that people mean stands first, with the way in which it was found."""
    first = ask(bundled_home, text)[0]
    assert (expected, how) == (first.iri.rsplit("/", 1)[1], first.how)


@pytest.mark.parametrize("key", ["01055", "010555", "01055032"])
def test_missing_zero(bundled_home: Path, key: str) -> None:
    """The beginning of a key finds the same, in the same order, without its leading zero."""
    assert found(bundled_home, key) == found(bundled_home, key.removeprefix("0"))


@pytest.mark.parametrize("text", ["Förderung", "Foerderung"])
def test_umlaut_that_a_name_lacks(bundled_home: Path, text: str) -> None:
    """Who types an umlaut means one: `Forderung` comes after all that have it."""
    hits = ask(bundled_home, text)
    assert [(hit.matched, hit.how) for hit in hits[-1:]] == [("Forderung", "similar")]
    assert "rderung" in hits[0].matched


@pytest.mark.parametrize("text", ["Klimaschutzkonzept", "Klimaschutzk", "Plan"])
def test_what_is_left_open(bundled_home: Path, text: str) -> None:
    """Other names of a concept for what is not known do not bring it to the front."""
    assert "not-specified" not in found(bundled_home, text)[:1]


def test_beginning_of_an_identifier(bundled_home: Path) -> None:
    """Identifiers of Wikidata are found as a whole, since their beginnings mean nothing."""
    assert [hit for hit in ask(bundled_home, "Q707") if hit.how in ("key", "prefix")] == []


def test_kind_of_place_that_is_a_name(bundled_home: Path) -> None:
    """Where a whole name fits, the kind of place is not left out."""
    assert found(bundled_home, "Salzlandkreis") == ["15089"]


def test_same_name(bundled_home: Path) -> None:
    """All eleven municipalities of a name are found before anything else."""
    hits = ask(bundled_home, "Neuenkirchen")
    assert [hit.how for hit in hits[:11]] == ["exact"] * 11
    assert len({hit.iri for hit in hits[:11]}) == 11


@pytest.mark.parametrize("text", ["Blankenburg", "Harz", "Köln", "Tastrup", "Langelsheim"])
def test_order_of_ways(bundled_home: Path, text: str) -> None:
    """Exact comes before former, former before prefix, prefix before words, words before typos."""
    order = ["exact", "former", "prefix", "words", "similar"]
    ways = [hit.how for hit in ask(bundled_home, text)]
    assert sorted(ways, key=order.index) == ways


def test_scores(bundled_home: Path) -> None:
    """Scores lie above 0 and at most at 1, and fall from hit to hit."""
    scores = [hit.score for hit in ask(bundled_home, "Neustadt")]
    assert sorted(scores, reverse=True) == scores
    assert 0 < scores[-1] < scores[0] <= 1


def test_large_city_first(bundled_home: Path) -> None:
    """Of things of one name and kind the one with more people comes first."""
    assert found(bundled_home, "Halle")[:4] == ["15002000", "05754012", "03255016", "03456008"]


def test_successor(bundled_home: Path) -> None:
    """What took the place of an authority is found by the former name, too."""
    assert {"03153007", "03153019"} <= set(found(bundled_home, "Langelsheim"))


@pytest.mark.parametrize("text", ["Zeile", "B017", "daran arbeiten alle"])
def test_evidence(bundled_home: Path, text: str) -> None:
    """Evidence and quotations are not what the search is for."""
    assert [hit for hit in ask(bundled_home, text) if "/evidence/" in hit.iri] == []


def test_label_in_another_language(bundled_home: Path) -> None:
    """English names find the same things."""
    assert "ns#Municipality" in found(bundled_home, "municipality")


def question(bundled_home: Path, asked: Question) -> list[str]:
    """Return the ends of the IRIs that a question finds."""
    with opened(folder_of(bundled_home, current_name(bundled_home) or "")) as connection:
        return [hit.iri.rsplit("/", 1)[1] for hit in find(connection, asked).hits]


def test_class(bundled_home: Path) -> None:
    """A class leaves out everything else; a city that is its own district is both."""
    assert question(bundled_home, Question("Langelsheim", f"{TERMS}Municipality")) == ["03153019"]
    assert question(bundled_home, Question("Halle", f"{TERMS}District"))[0] == "15002000"


def test_state(bundled_home: Path) -> None:
    """A state leaves out what lies elsewhere."""
    hits = question(bundled_home, Question("Neuenkirchen", None, f"{THINGS}state/01"))
    assert hits
    assert {"01"} == {hit[:2] for hit in hits}


def test_unknown_class(bundled_home: Path) -> None:
    """A class of which nothing is indexed is refused instead of finding nothing."""
    with pytest.raises(InputRefused, match="Evidence can be searched"):
        question(bundled_home, Question("Halle", f"{TERMS}Evidence"))


def test_too_long() -> None:
    """A question that is too long is refused with the limit."""
    with pytest.raises(InputRefused, match="has 10,000 characters; allowed are at most 200"):
        Question("x" * 10_000)


@pytest.mark.parametrize(
    "text",
    [
        *('"', "*", "NEAR(", "folded: x", "col:x", "\0", "a\0b", "AND OR NOT", "^a", "-a", "{a}:b"),
        *("' OR 1=1 --", "%", "_", "🙂", "((((", '" OR "', "a" * LONGEST, "é" * LONGEST),
        " ".join("abcdefghijklmnopqrstuvwxyz0123456789"),
        "ab " * 66,
    ],
)
def test_hostile_text(bundled_home: Path, text: str) -> None:
    """Operators of the index and odd characters are text like any other."""
    assert isinstance(ask(bundled_home, text), list)


def test_many_hits(bundled_home: Path) -> None:
    """Where more is found than is counted, the page says so and holds the best."""
    folder = folder_of(bundled_home, current_name(bundled_home) or "")
    results = search(folder, Question("s"), 0, 5)
    assert (results.more, len(results.results)) == (True, 5)
    assert (
        search(folder, Question("s"), 0, 10).results[5:]
        == search(folder, Question("s"), 5, 5).results
    )
