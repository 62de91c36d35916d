"""The SPARQL endpoint in OpenAPI (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from typing import Any

from klimagraph.formats import FORMATS
from klimagraph.web.openapi_parts import AT, RELEASE, contents, format_parameter, refused

PATH = "/sparql"
EXAMPLE = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
GRAPHS = {
    "default-graph-uri": "A graph of the default graph; several are merged.",
    "named-graph-uri": "A graph that GRAPH can name.",
}
IRIS = {"type": "array", "items": {"type": "string", "format": "iri"}}
ANSWERED = [form for form in FORMATS if form.kinds]
CHOICES: list[dict[str, Any]] = [
    *(
        {"name": name, "in": "query", "description": text, "schema": IRIS, "explode": True}
        for name, text in GRAPHS.items()
    ),
    format_parameter(ANSWERED),
    RELEASE,
    AT,
]
QUERY = {
    "name": "query",
    "in": "query",
    "description": "A query in SPARQL 1.1; without it the service describes itself.",
    "schema": {"type": "string"},
    "example": EXAMPLE,
}
ANSWER = "Rows, yes or no, or triples, by the form of the query."


def operations() -> dict[str, Any]:
    """Return the ways to ask: by the address, by a form, or by the query as the body."""
    answers = {"200": _answer(), **refused("400", "404", "406", "410", "413", "429", "503")}
    common = {"tags": ["sparql"], "summary": "Answer a query"}
    return {
        "get": common
        | {"operationId": "get_sparql", "parameters": [QUERY, *CHOICES], "responses": answers},
        "post": common
        | {
            "operationId": "post_sparql",
            "parameters": CHOICES,
            "requestBody": _body(),
            "responses": answers | refused("415"),
        },
    }


def _answer() -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    names = ("Klimagraph-Release", "Memento-Datetime", "Content-Location", "ETag")
    return contents(ANSWERED, ANSWER) | {"headers": dict.fromkeys(names, text)}


def _body() -> dict[str, Any]:
    """Return the form and the bare query (sections 2.1.2 and 2.1.3)."""
    fields: dict[str, Any] = {"query": {"type": "string"}, **dict.fromkeys(GRAPHS, IRIS)}
    fields |= {name: {"type": "string"} for name in ("format", "release")}
    form = {"type": "object", "required": ["query"], "properties": fields}
    content = {
        "application/x-www-form-urlencoded": {"schema": form, "example": {"query": EXAMPLE}},
        "application/sparql-query": {"schema": {"type": "string"}, "example": EXAMPLE},
    }
    return {"required": True, "content": content}
