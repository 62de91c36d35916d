"""Reconciliation over HTTP, as OpenRefine asks for it.

The shapes checked here are those of the JSON schemas of the Reconciliation Service API 0.2.
"""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from clients import Got, fetch

from conftest import Served, serving

PATH = "/reconcile"
FORM = "application/x-www-form-urlencoded"
VALUES: tuple[set[str], ...] = ({"id", "name"}, {"str"}, {"int"}, {"float"}, set())
"""The fields of a value in a data extension response, one of these."""


def posted(service: Served, **fields: object) -> Got:
    """Return the answer to a form."""
    body = urlencode({name: json.dumps(value) for name, value in fields.items()}).encode()
    return fetch(service, PATH, "POST", body, Content_Type=FORM)


def candidates(service: Served, query: str, **more: object) -> list[dict[str, Any]]:
    """Return the candidates of one query."""
    answer = posted(service, queries={"q0": {"query": query, **more}})
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["q0"]["result"]
    return found


def limited(**values: object) -> list[dict[str, object]]:
    """Return properties of a query."""
    return [{"pid": name, "v": value} for name, value in values.items()]


def test_openrefine(served: Served) -> None:
    """A column is reconciled and extended by the requests that OpenRefine sends, in its order."""
    manifest = fetch(served, PATH).json
    names = ["Landkreis Harz", "Halberstadt", "Blankenburg", "Thale", "Quedlinburg"] * 2
    guessed = posted(
        served, queries={f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(names)}
    ).json
    types = {kind["id"] for one in guessed.values() for kind in one["result"][0]["type"]}
    assert types == {"Municipality", "District"}
    queries = {
        f"q{n}": {
            "query": name,
            "type": "Municipality",
            "type_strict": "should",
            "limit": 5,
            "properties": limited(state="Sachsen-Anhalt"),
        }
        for n, name in enumerate(names[1:5])
    }
    answer = posted(served, queries=queries)
    matched = [one["result"][0] for one in answer.json.values() if one["result"][0]["match"]]
    assert [one["id"] for one in matched] == [
        "municipality/15085135",
        "municipality/15085055",
        "municipality/15085330",
        "municipality/15085235",
    ]
    proposing = manifest["extend"]["propose_properties"]["service_path"]
    proposed = fetch(served, f"{proposing}?type=Municipality").json["properties"]
    assert {"key", "state", "district", "population", "label"} <= {one["id"] for one in proposed}
    wanted = [{"id": "key"}, {"id": "district"}, {"id": "population"}]
    ids = [one["id"] for one in matched]
    extended = posted(served, extend={"ids": ids, "properties": wanted}).json
    assert [one["id"] for one in extended["meta"]] == ["key", "district", "population"]
    assert extended["rows"]["municipality/15085055"]["key"] == [{"str": "15085055"}]
    assert extended["rows"]["municipality/15085055"]["district"] == [
        {"id": "district/15085", "name": "Landkreis Harz"}
    ]
    assert extended["rows"]["municipality/15085055"]["population"] == [{"int": 19161}]


def test_manifest(served: Served) -> None:
    """The manifest has what its schema demands, with templates and addresses that work."""
    answer = fetch(served, PATH)
    manifest = answer.json
    assert answer.headers["access-control-allow-origin"] == "*"
    assert manifest["versions"] == ["0.2"]
    for name in ("name", "identifierSpace", "schemaSpace", "documentation"):
        assert isinstance(manifest[name], str)
    assert all({"id", "name"} <= set(kind) for kind in manifest["defaultTypes"])
    assert all("{{id}}" in manifest[name]["url"] for name in ("view", "preview"))
    assert all(isinstance(manifest["preview"][name], int) for name in ("width", "height"))
    for one in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert set(one) == {"service_url", "service_path"}
        assert fetch(served, one["service_path"]).status == 200
    path = manifest["view"]["url"].replace("{{id}}", quote("municipality/15085055", safe=""))
    assert fetch(served, "/" + path.split("/", 3)[3]).status == 200


def test_candidate(served: Served) -> None:
    """A candidate has identifier, name, score, match, types and says why."""
    first = candidates(served, "Gemeinde Neuenkirchen, Kr. Steinfurt")[0]
    assert (first["id"], first["name"], first["score"], first["match"]) == (
        "municipality/05566060",
        "Neuenkirchen",
        100,
        True,
    )
    assert first["type"] == [{"id": "Municipality", "name": "Gemeinde"}]
    assert "Kreis Steinfurt" in first["description"]
    assert first["features"] == [{"id": "exact", "value": True}]


def test_doubt_matches_nothing(served: Served) -> None:
    """Where several fit none is a match, and the better come first."""
    found = candidates(served, "Blankenburg")
    assert {"municipality/15085055", "municipality/16064007"} <= {one["id"] for one in found}
    assert not any(one["match"] for one in found)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_properties_decide(served: Served) -> None:
    """State, district, key, kind and day narrow what is meant."""
    for values in (
        {"state": "Sachsen-Anhalt"},
        {"district": "Landkreis Harz"},
        {"state": {"id": "state/15", "name": "Sachsen-Anhalt"}},
        {"key": "15085055"},
    ):
        first = candidates(served, "Blankenburg", properties=limited(**values))[0]
        assert (first["id"], first["match"]) == ("municipality/15085055", True), values
    first = candidates(served, "Langelsheim", properties=limited(day="2020-01-01"))[0]
    assert (first["id"], first["match"]) == ("municipality/03153007", True)
    first = candidates(served, "Rosenheim", properties=limited(kind="Landkreis"))[0]
    assert (first["id"], first["match"]) == ("district/09187", True)


def test_types_decide(served: Served) -> None:
    """A type tells a district from a town, and finds what is no authority."""
    found = candidates(served, "Steinfurt", type=["Municipality"])[0]
    assert (found["id"], found["match"]) == ("municipality/05566084", True)
    found = candidates(served, "Steinfurt", type="District")[0]
    assert (found["id"], found["match"]) == ("district/05566", True)
    for more in ({}, {"type": "Alliance"}):
        found = candidates(served, "Klima-Bündnis", **more)[0]
        assert (found["id"], found["match"]) == ("alliance/klima-buendnis", True)


def test_identifier_as_query(served: Served) -> None:
    """The identifier of a thing finds it."""
    first = candidates(served, "municipality/15085055")[0]
    assert (first["id"], first["match"]) == ("municipality/15085055", True)


def test_limit(served: Served) -> None:
    """No more candidates come than were asked for."""
    assert len(candidates(served, "Neuenkirchen", limit=2)) == 2


def test_get(served: Served) -> None:
    """Queries and extensions may stand in the address too."""
    queries = quote(json.dumps({"a b": {"query": "Halberstadt"}}))
    found = fetch(served, f"{PATH}?queries={queries}").json["a b"]["result"]
    assert found[0]["id"] == "municipality/15085135"
    extend = quote(json.dumps({"ids": ["district/15085"], "properties": [{"id": "label"}]}))
    rows = fetch(served, f"{PATH}?extend={extend}").json["rows"]
    assert rows == {"district/15085": {"label": [{"str": "Landkreis Harz"}]}}


def test_extension_of_everything(served: Served) -> None:
    """Each property has a list of values for each thing, none for what is not known."""
    known = fetch(served, f"{PATH}/suggest/property").json["result"]
    ids = ["municipality/15085055", "association/010535323", "state/15", "nothing", "x y", ""]
    wanted = [{"id": one["id"], "settings": {}} for one in known]
    rows = posted(served, extend={"ids": ids, "properties": wanted}).json["rows"]
    assert set(rows) == set(ids)
    for row in rows.values():
        assert set(row) == {one["id"] for one in known}
        assert all(set(value) in VALUES for values in row.values() for value in values)
    assert rows["association/010535323"]["key"] == [{"str": "010535323"}]


def test_suggestions(served: Served) -> None:
    """Things, types and properties are suggested by how they begin."""
    first = fetch(served, f"{PATH}/suggest/entity?prefix=Blankenb").json["result"][0]
    assert (first["id"], first["notable"]) == (
        "municipality/15085055",
        [{"id": "Municipality", "name": "Gemeinde"}],
    )
    found = fetch(served, f"{PATH}/suggest/entity?prefix=municipality/15085055").json["result"]
    assert [one["id"] for one in found] == ["municipality/15085055"]
    found = fetch(served, f"{PATH}/suggest/type?prefix=gem").json["result"]
    assert "Municipality" in {one["id"] for one in found}
    found = fetch(served, f"{PATH}/suggest/property?prefix=einw").json["result"]
    assert [one["id"] for one in found] == ["population"]


def test_cursor(served: Served) -> None:
    """A cursor skips suggestions."""
    path = f"{PATH}/suggest/property?prefix="
    first, second = fetch(served, path), fetch(served, f"{path}&cursor=1")
    assert first.json["result"][1:] == second.json["result"][: len(first.json["result"]) - 1]


def test_preview(served: Served) -> None:
    """A preview is a page about a thing; of what is not there it is 404."""
    page = fetch(served, f"{PATH}/preview?id={quote('municipality/15085055', safe='')}")
    assert page.headers["content-type"].startswith("text/html")
    assert "Blankenburg (Harz)" in page.text
    assert "Landkreis Harz" in page.text
    assert fetch(served, f"{PATH}/preview?id=nothing").status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"queries=", 400),
        (b"queries={", 400),
        (b"queries=%5B%5D", 400),
        (b"queries=%ff", 400),
        (b"\xff", 400),
        (b'queries={"q": {"query": "%5Cud800"}}', 400),
        (b'extend={"ids": ["x"], "properties": [{"id": "colour"}]}', 400),
        (b"a=b&" * 1000, 400),
        (b"queries=" + b"x" * (2 << 20), 413),
        (b"queries=" + json.dumps({f"q{n}": {"query": "x"} for n in range(101)}).encode(), 413),
    ],
    ids=lambda value: str(value)[:30],
)
def test_refused(served: Served, body: bytes, status: int) -> None:
    """What cannot be read is refused with a problem document."""
    answer = fetch(served, PATH, "POST", body, Content_Type=FORM)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_other_bodies(served: Served) -> None:
    """A body that is no form is of the wrong media type."""
    answer = fetch(served, PATH, "POST", b"{}", Content_Type="application/json")
    assert answer.status == 415


def test_asking_from_another_site(served: Served) -> None:
    """A browser may ask from any site (CORS)."""
    answer = fetch(served, PATH, "OPTIONS", Origin="http://e")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_described(served: Served) -> None:
    """The OpenAPI document has the service, with examples that work."""
    operation = fetch(served, "/openapi.json").json["paths"][PATH]["post"]
    examples = operation["requestBody"]["content"][FORM]["examples"]
    for example in examples.values():
        body = urlencode(example["value"]).encode()
        assert fetch(served, PATH, "POST", body, Content_Type=FORM).status == 200


def test_scratch_instance(tmp_path: Any) -> None:
    """A scratch instance has no names to look for."""
    with serving(tmp_path / "home", gate="off") as service:
        assert fetch(service, PATH).status == 404
