"""What the editor begins with and proposes: vocabulary of the release, questions written out."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import html
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from clients import fetch

from conftest import Served
from klimagraph.errors import InputRefused, QueryRefused
from klimagraph.library.topics import read_topics
from klimagraph.library.written import written_out
from klimagraph.queries import NamedQuery, read_queries
from klimagraph.web.editor_words import EXAMPLE

FOLDER = Path(__file__).parents[2] / "queries"
QUERIES = list(read_queries(FOLDER))
PATH = "/query/completion.json"
FORM = "application/x-www-form-urlencoded"
Terms = dict[str, dict[str, Any]]


def terms(served: Served, language: str = "de") -> Terms:
    """Return what is proposed, by name."""
    got = fetch(served, PATH, Accept_Language=language)
    return {term["name"]: term for term in got.json["terms"]}


def rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV in an order that depends on nothing but them."""
    return sorted(csv.reader(io.StringIO(text)))


def filled(served: Served, path: str) -> str:
    """Return the query that the editor begins with."""
    page = fetch(served, path, Accept="text/html").text
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_names_have_labels_counts_and_definitions(served: Served) -> None:
    """In the language of the reader; a class is counted by its things."""
    assert {
        "kind": "class",
        "label": "Gemeinde",
        "count": 10_981,
    }.items() <= terms(served)["klima:Municipality"].items()
    assert "Municipality" == terms(served, "en")["klima:Municipality"]["label"]
    assert terms(served)["klima:Alliance"]["definition"]


def test_a_property_knows_its_classes_and_lists(served: Served) -> None:
    """So that an editor proposes what can stand there."""
    status = terms(served)["klima:membershipStatus"]
    assert status["count"] == status["subjects"]["klima:Membership"]
    assert ["concept:membership-status"] == status["schemes"]
    assert "xsd:string" in terms(served)["klima:ags"]["objects"]


def test_a_concept_names_its_list(served: Served) -> None:
    """And how often statements speak of it."""
    active = terms(served)["concept:membership-status/active"]
    assert ["concept:membership-status"] == active["schemes"]
    assert 0 < active["count"]


def test_nothing_without_a_name_of_its_own_is_proposed(served: Served) -> None:
    """Names that stand for blank nodes are of no use in a query."""
    assert [] == [name for name in terms(served) if "genid" in name]


def test_proposals_are_kept_by_browsers(served: Served) -> None:
    """One document per release and language."""
    german, english = (fetch(served, PATH, Accept_Language=one) for one in ("de", "en"))
    assert german.headers["etag"] != english.headers["etag"]
    tag = german.headers["etag"]
    assert 304 == fetch(served, PATH, Accept_Language="de", If_None_Match=tag).status
    assert "Accept-Language" in german.headers["vary"]
    assert 404 == fetch(served, f"{PATH}?release=none").status


def test_each_question_has_one_topic() -> None:
    """None is missing in the list, none stands there twice, none is invented."""
    listed = Counter(name for topic in read_topics(FOLDER) for name in topic.queries)
    assert Counter(query.name for query in QUERIES) == listed


def test_a_wrong_file_of_topics_is_named(tmp_path: Path) -> None:
    """Without a file there are no topics; with a wrong one, the file is said."""
    assert () == read_topics(tmp_path)
    (tmp_path / "topics.toml").write_text("[one]\ntitle = { de = 'Eins' }\n")
    with pytest.raises(InputRefused, match=r"topics\.toml"):
        read_topics(tmp_path)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_written_out_a_question_has_the_same_answer(served: Served, query: NamedQuery) -> None:
    """With the defaults and with the examples; asked by substitution and as the text says."""
    for given in ({}, {item.name: item.example for item in query.parameters}):
        bound = fetch(served, f"/queries/{query.name}.csv?{urlencode(given)}")
        body = urlencode({"query": written_out(query, given), "format": "csv"}).encode()
        spelled = fetch(served, "/sparql", "POST", body, Content_Type=FORM)
        assert (bound.status, rows(bound.text)) == (spelled.status, rows(spelled.text))


def test_a_wrong_value_is_not_written_out() -> None:
    """A text that is no date never gets into a query."""
    query = next(one for one in QUERIES if one.name == "posts-held-on-a-day")
    with pytest.raises(QueryRefused):
        written_out(query, {"day": '2024-01-01" } #'})


@pytest.mark.parametrize("path", ["/query", "/sparql"])
def test_the_editor_begins_with_an_example(served: Served, path: str) -> None:
    """For browsers; both addresses are the same page, and the example has an answer."""
    assert EXAMPLE == filled(served, path)
    answer = fetch(served, f"/sparql?{urlencode({'query': EXAMPLE, 'format': 'csv'})}")
    assert 1 < len(rows(answer.text))


def test_the_address_fills_the_editor(served: Served) -> None:
    """With a query of one's own, markup and all, and with a question and its values."""
    query = 'SELECT * { ?s ?p "</textarea><script>alert(1)</script>" }'
    assert query == filled(served, f"/query?{urlencode({'query': query})}")
    named = filled(served, "/query?named=members-of-an-alliance&alliance=id:alliance/klikks")
    assert "org:organization <https://w3id.org/klimagraph/id/alliance/klikks>" in named
    assert (
        named
        == fetch(
            served, "/query/text?named=members-of-an-alliance&alliance=id:alliance/klikks"
        ).text
    )
    assert 404 == fetch(served, "/query?named=none").status


def test_a_saved_query_opens_in_the_editor(served: Served) -> None:
    """By its identifier, with its release."""
    query = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/klimagraph/ns#State> }"
    body = urlencode({"query": query}).encode()
    saved = fetch(served, "/queries/saved", "POST", body, Content_Type=FORM)
    assert query == filled(served, f"/query?saved={json.loads(saved.body)['identifier']}")


def test_a_release_that_there_is_not_stays_chosen(served: Served) -> None:
    """No other stands in for it: the endpoint is asked for it, and says that there is none."""
    path = f"/query?{urlencode({'query': EXAMPLE, 'release': '1999.1.0'})}"
    assert '<option value="1999.1.0" selected>1999.1.0 (gibt es nicht)</option>' in (
        fetch(served, path, Accept="text/html").text
    )
    hostile = f"/query?{urlencode({'release': '<script>' + 'x' * 200})}"
    page = fetch(served, hostile, Accept="text/html").text
    assert f'<option value="&lt;script&gt;{"x" * 200}" selected>' in page


def test_a_field_shows_what_its_value_is_called(served: Served) -> None:
    """Things of which there are many are searched; the page says which one is asked for."""
    path = "/queries/neighbours-of-a-municipality?municipality=id:municipality/15085235"
    page = fetch(served, path, Accept="text/html").text
    assert 'data-things="klima:Municipality" data-label="Quedlinburg' in page
    assert "named=neighbours-of-a-municipality&amp;municipality=id" in page
