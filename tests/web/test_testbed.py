"""Calls in the manner of the EU Interoperability Test Bed."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import base64
import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any

import pytest

from conftest import Served

VALID = "<http://e/s> <http://e/p> <http://e/o> ."
INVALID = """@prefix klima: <https://w3id.org/klimagraph/ns#> .
<https://w3id.org/klimagraph/id/membership/x> a klima:Membership ."""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/S> a sh:NodeShape ; sh:targetSubjectsOf <http://e/p> ; sh:property [
  sh:path <http://e/p> ; sh:nodeKind sh:Literal ; sh:message "ein Text"@de , "a text"@en ] ."""


def asked(
    served: Served, given: object, accept: str = "*/*", media: str = "application/json"
) -> tuple[int, Message, bytes]:
    """Return status, headers and body of the answer to a request."""
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    request = urllib.request.Request(f"{served.address}/api/validate", body)
    request.add_header("Content-Type", media)
    request.add_header("Accept", accept)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def report(served: Served, **given: Any) -> dict[str, Any]:
    """Return the assertion report on what was given."""
    status, _, body = asked(served, given)
    assert 200 == status, body
    found: dict[str, Any] = json.loads(body)
    return found


def test_a_file_that_is_right(served: Served) -> None:
    """What conforms is a success without errors."""
    found = report(served, contentToValidate=VALID, contentSyntax="text/turtle")
    assert ("SUCCESS", 0) == (found["result"], found["counters"]["nrOfErrors"])


def test_a_file_that_is_wrong(served: Served) -> None:
    """What does not conform is a failure; each error says where and why, in German."""
    found = report(served, contentToValidate=INVALID, contentSyntax="text/turtle")
    errors = found["reports"]["error"]
    assert ("FAILURE", len(errors)) == (found["result"], found["counters"]["nrOfErrors"])
    assert any("Mitglied" in each["description"] for each in errors)
    assert all("[Focus node] - [https://w3id.org/klim" in each["location"] for each in errors)


def test_in_english(served: Served) -> None:
    """The locale chooses the language."""
    found = report(served, contentToValidate=INVALID, locale="en_GB")
    assert any("Member" in each["description"] for each in found["reports"]["error"])


@pytest.mark.parametrize("method", [{}, {"embeddingMethod": "BASE64"}])
def test_base64(served: Served, method: dict[str, str]) -> None:
    """Content may be in Base64, whether or not that is said."""
    text = base64.b64encode(INVALID.encode()).decode()
    assert "FAILURE" == report(served, contentToValidate=text, **method)["result"]


@pytest.mark.parametrize(
    "text",
    [
        '{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}',
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        VALID,
    ],
)
def test_a_syntax_that_is_not_said(served: Served, text: str) -> None:
    """Without contentSyntax the content tells what it is."""
    assert "SUCCESS" == report(served, contentToValidate=text)["result"]


@pytest.mark.parametrize(
    ("syntax", "start"),
    [
        ("text/turtle", b"@prefix"),
        ("application/rdf+xml", b"<?xml"),
        ("application/n-triples", b"_:"),
        ("application/ld+json", b"{"),
    ],
)
@pytest.mark.parametrize("by_header", [False, True])
def test_reports_as_rdf(served: Served, syntax: str, start: bytes, by_header: bool) -> None:
    """A report is the RDF that `reportSyntax` or else Accept asks for."""
    given = {"contentToValidate": INVALID} | ({} if by_header else {"reportSyntax": syntax})
    status, headers, body = asked(served, given, syntax if by_header else "application/json")
    assert (200, syntax) == (status, headers.get_content_type())
    assert body.startswith(start)
    assert b"ValidationReport" in body


def test_rules_that_come_along(served: Served) -> None:
    """Shapes may come with the content; they hold instead of those of a profile."""
    rules = [{"ruleSet": SHAPES, "ruleSyntax": "text/turtle"}]
    found = report(served, contentToValidate=VALID, externalRules=rules)
    assert ["ein Text"] == [each["description"] for each in found["reports"]["error"]]


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({}, 400, "contentToValidate is missing"),
        ({"contentToValidate": "http://e/data.ttl"}, 400, "by URL is not fetched"),
        ({"contentToValidate": "x", "embeddingMethod": "URL"}, 400, "by URL is not fetched"),
        ({"contentToValidate": "x", "embeddingMethod": "BASE64"}, 400, "not Base64"),
        ({"contentQuery": "ASK {}"}, 400, "no connection"),
        ({"contentToValidate": 5}, 400, "not a text"),
        ({"contentToValidate": VALID, "contentSyntax": "text/csv"}, 415, "text/csv"),
        ({"contentToValidate": VALID, "reportSyntax": "application/xml"}, 406, "not written"),
        ({"contentToValidate": "<http://e/s> .", "contentSyntax": "text/turtle"}, 400, ""),
        ({"contentToValidate": VALID, "externalRules": [{"ruleSet": VALID}]}, 400, "no shape"),
        ({"contentToValidate": VALID, "validationType": "nothing"}, 404, "no profile"),
        (b"[", 400, "not JSON"),
        (b"[]", 400, "JSON object"),
    ],
)
def test_what_is_refused(served: Served, given: object, status: int, told: str) -> None:
    """What cannot be read, and what would open a connection, is refused with the reason."""
    found, headers, body = asked(served, given)
    assert (status, "application/problem+json") == (found, headers.get_content_type())
    assert told in json.loads(body)["detail"]


def test_the_profiles(served: Served) -> None:
    """The types of validation are the profiles."""
    with urllib.request.urlopen(f"{served.address}/api/info") as answer:
        (found,) = json.loads(answer.read())
    types = {each["type"]: each["description"] for each in found["validationTypes"]}
    assert ("klimagraph", "Kern") == (found["domain"], types["core"])
