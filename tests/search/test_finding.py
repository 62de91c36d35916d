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
    ],
)
def test_first_hit(bundled_home: Path, text: str, how: str, expected: str) -> None:
    """The thing that people mean stands first, with the way in which it was found."""
    first = ask(bundled_home, text)[0]
    assert (expected, how) == (first.iri.rsplit("/", 1)[1], first.how)


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
