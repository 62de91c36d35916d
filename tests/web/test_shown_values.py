"""Values as pages show them: dates and numbers in words, questions in which nothing breaks out."""

# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from klimagraph.things import alliance, authority, person, questions, source
from klimagraph.things.claims import Claim
from klimagraph.things.rows import Term, about
from klimagraph.things.values import Value
from klimagraph.web import growth_chart, language
from klimagraph.web.literals import address, literal
from klimagraph.web.periods import duration, period

XSD = "http://www.w3.org/2001/XMLSchema#"
HERE = "https://w3id.org/klimagraph/id/alliance/a"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017-06-23/..", "seit 23. Juni 2017"),
        ("2016/", "ab 2016, Ende nicht bekannt"),
        ("2012-08-01/2016-08-31", "1. August 2012 bis 31. August 2016"),
        ("../2020", "bis 2020"),
        ("2019-05", "Mai 2019"),
        ("2013", "2013"),
        ("2024-01~", "ungefähr Januar 2024"),
        ("2016?", "vermutlich 2016"),
        ("201X", "in den 2010er-Jahren"),
        ("XXXX-03-31", "31. März, Jahr nicht bekannt"),
        ("XXXX-03", "März, Jahr nicht bekannt"),
        ("[2017-06-23..2017-12-31]", "an einem Tag von 23. Juni 2017 bis 31. Dezember 2017"),
        ("[..2020]", "spätestens 2020"),
        ("XXXX-13", "XXXX-13"),
        ("<script>", "<script>"),
    ],
)
def test_dates_in_words(text: str, words: str) -> None:
    """What people write as EDTF is read as a sentence; what is no date stays as it is."""
    assert words == period(text)


def test_dates_in_english() -> None:
    """The same in the other language."""
    token = language._asking.set(language._Asking(header=b"en"))
    try:
        assert "since 23 June 2017" == period("2017-06-23/..")
        assert "5 years" == duration("P5Y")
    finally:
        language._asking.reset(token)


@pytest.mark.parametrize(
    ("text", "words"), [("P5Y", "5 Jahre"), ("P1Y6M", "ein Jahr, 6 Monate"), ("P", "P")]
)
def test_durations_in_words(text: str, words: str) -> None:
    """Durations of ISO 8601 in words."""
    assert words == duration(text)


@pytest.mark.parametrize(
    ("value", "of", "unit", "words"),
    [
        (Value("40457", datatype=f"{XSD}integer"), "", "", "40.457"),
        (Value("10", datatype=f"{XSD}decimal"), "numericValue", "PERCENT", "10\xa0%"),
        (Value("true", datatype=f"{XSD}boolean"), "", "", "ja"),
        (Value("2021-01-01", datatype=f"{XSD}date"), "", "", "1. Januar 2021"),
        (Value("01053003", datatype=f"{XSD}string"), "", "", "01053003"),
    ],
)
def test_literals(value: Value, of: str, unit: str, words: str) -> None:
    """Numbers have their unit, keys keep their zeros."""
    named = f"http://qudt.org/schema/qudt/{of}" if of else ""
    assert words == literal(value, named, f"http://qudt.org/vocab/unit/{unit}" if unit else "")


@pytest.mark.parametrize("iri", ["http://[", "javascript:alert(1)", "urn:x", "http://e/"])
def test_any_iri_has_a_text(iri: str) -> None:
    """What has no name is called by its address, however odd that is."""
    assert address(iri)


@pytest.mark.parametrize("language_of", ["de", "en"])
def test_every_question_about_a_thing_can_be_asked(language_of: str) -> None:
    """Each is SPARQL with the name of the thing written out."""
    asked = [
        *(
            text(language_of)
            for text in (questions.statements, questions.passages, questions.doubts)
        ),
        *(text(language_of) for text in (authority.around, authority.neighbours)),
        *(text(language_of) for text in (alliance.around, alliance.members)),
        *(text(language_of) for text in (person.tenures, source.supports)),
        questions.DIRECTIONS,
        about(questions.connected(language_of), {"via": HERE}),
    ]
    for text in asked:
        found = Store().query(about(text, {"this": HERE}))
        assert isinstance(found, QuerySolutions)
        assert [] == list(found)


@pytest.mark.parametrize(
    "iri",
    ["http://e/> } DELETE {", 'http://e/"', "http://e/ x", "http://e/\n", "x", "http://e/\\u003e"],
)
def test_no_iri_breaks_out_of_a_question(iri: str) -> None:
    """What the library does not take as an IRI never gets into a question."""
    with pytest.raises(ValueError, match="IRI"):
        about("SELECT * { ?this ?p ?o }", {"this": iri})


def test_only_the_variable_is_written_out() -> None:
    """Variables whose names begin alike stay variables."""
    store = Store()
    store.add(Quad(NamedNode(HERE), NamedNode("http://p"), Literal("x")))
    text = about("SELECT ?thisOne { ?this ?p ?thisOne }", {"this": HERE})
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    assert ["x"] == [row["thisOne"].value for row in found]


def joined(member: str, began: str, status: str = "active") -> Claim:
    """Return a membership."""
    empty, other = Value(""), Value(f"http://e/{member}", member, link=True)
    state = Value(f"{alliance.STATUSES}{status}", link=True)
    item = Value(f"http://e/{member}-membership", link=True)
    return Claim(
        "member", item, other, empty, state, began, began, "", "", "", "", "", "", Term(""), empty
    )


def test_growth_counts_who_was_there() -> None:
    """Who left is not counted any more, and who applied was never there."""
    members = [
        joined("a", "2000-01-01"),
        joined("b", "2005-01-01"),
        joined("c", "2010-01-01"),
        joined("d", "2010-01-01", "applied"),
    ]
    ends = {one.item.value: "" for one in members} | {"http://e/a-membership": "2006-12-31"}
    found = [(one.year, one.joined, one.participants) for one in alliance.growth(members, ends)]
    assert [(2000, 1, 1), (2005, 1, 2), (2010, 1, 2)] == found


def test_a_chart_needs_two_years() -> None:
    """One year is no line; with two, the line ends where the last count is."""
    years = [alliance.Year(2000, 1, 1), alliance.Year(2010, 9, 10)]
    assert growth_chart.chart(years[:1]) is None
    drawn = growth_chart.chart(years)
    assert drawn
    assert (2000, 2010) == (drawn.points[0][2].year, drawn.points[-1][2].year)
    assert drawn.points[0][1] > drawn.points[-1][1] >= growth_chart.TOP
