"""The table of formats is consistent, and negotiation follows RFC 9110, section 12.5.1."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest

from klimagraph.errors import NotAcceptable
from klimagraph.formats import ALIASES, BY_NAME, FORMATS, KINDS, for_kind, named, negotiate

OFFERS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "ntriples", "rdfxml", "html"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("name", "accept"),
    [
        ("jsonld", None),
        ("jsonld", ""),
        ("jsonld", "*/*"),
        ("turtle", "text/turtle"),
        ("turtle", "TEXT/Turtle"),
        ("turtle", "application/rdf+xml;q=0.5, text/turtle;q=0.7"),
        ("rdfxml", "text/turtle;q=0.3, application/rdf+xml"),
        ("html", BROWSER),
        ("turtle", "text/*"),
        ("html", "text/*, text/turtle;q=0.1"),
        ("jsonld", "application/json"),
        ("ntriples", "text/plain"),
        ("turtle", "text/turtle;q=nonsense"),
        ("turtle", "text/turtle;charset=utf-8;q=1"),
        ("turtle", " , text/turtle ,, "),
        ("turtle", "application/ld+json;q=0, */*"),
        ("turtle", "text/turtle;q=2, application/ld+json;q=0.9"),
    ],
)
def test_negotiation(name: str, accept: str | None) -> None:
    """The offer with the best quality wins, the first of equal ones."""
    assert name == negotiate(accept, OFFERS).name


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "text", ";"])
def test_nothing_acceptable(accept: str) -> None:
    """Where no offer is accepted the error names what there is."""
    with pytest.raises(NotAcceptable, match="text/turtle"):
        negotiate(accept, OFFERS)


def test_a_type_that_is_sent_is_a_type_that_was_accepted() -> None:
    """A wildcard means the type that will be sent, not another name for the same format."""
    assert "csv" == negotiate("text/*", for_kind("bindings")).name


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_is_found_by_all_its_names(form: object) -> None:
    """Name and first media type of each format lead to it."""
    assert form in FORMATS
    found = next(one for one in FORMATS if one is form)
    assert (found, found) == (named(found.name.upper()), named(found.media_types[0]))


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_aliases(alias: str, name: str) -> None:
    """An alias leads to its format."""
    assert name == named(alias).name


def test_an_unknown_format() -> None:
    """An unknown name is refused and the known ones are listed."""
    with pytest.raises(NotAcceptable, match="known are json, xml, csv"):
        named("nonsense")


def test_extensions_and_first_types_are_unique() -> None:
    """No two formats share an extension or a first media type."""
    assert len(FORMATS) == len({form.extension for form in FORMATS})
    assert len(FORMATS) == len({form.media_types[0] for form in FORMATS})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written(kind: str) -> None:
    """For each kind of result there is a format."""
    assert [form for form in FORMATS if kind in form.kinds]
