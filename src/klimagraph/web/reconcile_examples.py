"""Examples of the reconciliation service for the OpenAPI document."""

from typing import Any

from klimagraph.web.openapi_parts import refused

QUERIES = (
    '{"q0": {"query": "Gemeinde Neuenkirchen, Kr. Steinfurt", "type": "Municipality", "limit": 5},'
    ' "q1": {"query": "Blankenburg", "properties": [{"pid": "state", "v": "Sachsen-Anhalt"}]}}'
)
EXTEND = (
    '{"ids": ["municipality/15085055"],'
    ' "properties": [{"id": "key"}, {"id": "state"}, {"id": "population"}]}'
)
CANDIDATE = {
    "id": "municipality/05566060",
    "name": "Neuenkirchen",
    "description": "Gemeinde, 05566060 · Kreis Steinfurt, Nordrhein-Westfalen",
    "score": 100.0,
    "match": True,
    "type": [{"id": "Municipality", "name": "Gemeinde"}],
}
_OBJECT = {"type": "object"}


def _json(text: str, example: object) -> dict[str, Any]:
    return {
        "description": text,
        "content": {"application/json": {"schema": _OBJECT, "example": example}},
    }


def _in_address(name: str, text: str, example: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "query", "description": text, "schema": schema, "example": example}


MANIFEST: dict[str, Any] = {
    "parameters": [
        _in_address("queries", "A batch of reconciliation queries, as JSON.", QUERIES),
    ],
    "responses": {
        "200": _json("The manifest, or the answer to `queries`.", {"q0": {"result": [CANDIDATE]}}),
        **refused("400", "413", "429", "503"),
    },
}
ASKING: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "description": "A batch of queries, JSON."},
                        "extend": {"type": "string", "description": "A data extension query."},
                    },
                },
                "examples": {
                    "queries": {"value": {"queries": QUERIES}},
                    "extend": {"value": {"extend": EXTEND}},
                },
            }
        },
    },
    "responses": {
        "200": _json("Candidates by query, best first.", {"q0": {"result": [CANDIDATE]}}),
        **refused("400", "413", "415", "429", "503"),
    },
}
SUGGESTIONS: dict[str, Any] = {
    "responses": {
        "200": _json("Suggestions.", {"result": [{"id": "state", "name": "Land"}]}),
        **refused("400", "429", "503"),
    }
}
EXTENSION: dict[str, Any] = {
    "responses": {
        "200": _json(
            "Properties.",
            {"type": "Municipality", "properties": [{"id": "population", "name": "Einwohner"}]},
        ),
        **refused("400", "503"),
    }
}
