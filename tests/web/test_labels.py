"""Labels of many things at once, over HTTP."""

import json
from urllib.parse import urlencode

from clients import fetch

from conftest import Served
from klimagraph.namespaces import TERMS, THINGS

BLANKENBURG = f"{THINGS}municipality/15085055"
UNKNOWN = "https://example.org/unknown"


def labels(service: Served, *iris: str) -> dict[str, dict[str, str]]:
    """Return the labels of things."""
    answer = fetch(service, f"/labels.json?{urlencode([('iri', iri) for iri in iris])}")
    assert answer.status == 200, answer.text
    found: dict[str, dict[str, str]] = json.loads(answer.text)["labels"]
    return found


def test_both_languages(served: Served) -> None:
    """A thing has its label in German and in English."""
    found = labels(served, f"{TERMS}Municipality")
    assert found == {f"{TERMS}Municipality": {"de": "Gemeinde", "en": "Municipality"}}


def test_unknown_things_are_left_out(served: Served) -> None:
    """What has no label is not in the answer, and does not keep others from theirs."""
    assert list(labels(served, UNKNOWN, BLANKENBURG, BLANKENBURG)) == [BLANKENBURG]


def test_many(served: Served) -> None:
    """A hundred things are asked for at once, and not one more."""
    iris = [f"{UNKNOWN}/{number}" for number in range(99)]
    assert list(labels(served, *iris, BLANKENBURG)) == [BLANKENBURG]
    many = urlencode([("iri", iri) for iri in [*iris, BLANKENBURG, UNKNOWN]])
    assert fetch(served, f"/labels.json?{many}").status == 400


def test_no_iri(served: Served) -> None:
    """What is no IRI is refused before anything is asked."""
    answer = fetch(served, "/labels.json?iri=%3Ca%3E")
    assert answer.status == 400
    assert "absolute IRI" in answer.text


def test_a_claim_is_called_by_who_takes_part(served: Served) -> None:
    """A membership has no label of its own and is called by its member."""
    query = (
        "SELECT ?claim ?name { ?claim a <https://w3id.org/klimagraph/ns#Membership> ; "
        "<http://www.w3.org/ns/org#member>/<http://www.w3.org/2004/02/skos/core#prefLabel> ?name "
        "FILTER NOT EXISTS { ?claim <http://www.w3.org/2004/02/skos/core#prefLabel>|"
        "<http://www.w3.org/2000/01/rdf-schema#label> ?own } FILTER(LANG(?name) = 'de') } LIMIT 1"
    )
    answer = fetch(served, f"/sparql?{urlencode({'query': query, 'format': 'json'})}")
    row = json.loads(answer.text)["results"]["bindings"][0]
    claim, name = row["claim"]["value"], row["name"]["value"]
    assert labels(served, claim)[claim]["de"] == name


def test_known_already(served: Served) -> None:
    """Whoever has the labels gets 304."""
    path = f"/labels.json?{urlencode({'iri': BLANKENBURG})}"
    tag = fetch(served, path).headers["etag"]
    assert fetch(served, path, if_none_match=tag).status == 304
