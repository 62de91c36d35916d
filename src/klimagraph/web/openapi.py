"""The description of the service for programs (https://spec.openapis.org/oas/v3.1.0)."""

import csv
import io
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from klimagraph.formats import Format, for_kind
from klimagraph.queries import Column, NamedQuery, Parameter

KINDS: dict[str, dict[str, object]] = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "iri": {"type": "string", "format": "iri"},
}
EXAMPLES = {
    "iri": "https://w3id.org/klimagraph/id/alliance/klima-buendnis",
    "text": "Klima-Bündnis",
    "xsd:date": "2024-06-01",
    "xsd:gYear": "2030",
    "xsd:integer": "12",
    "xsd:decimal": "8.4",
    "xsd:boolean": "true",
    "xsd:duration": "P5Y",
    "geo:wktLiteral": "POINT(10.45 53.53)",
}
"""What a value of a type looks like, where nobody gives a better example."""
GENERAL: tuple[tuple[str, dict[str, object], str], ...] = (
    ("format", {"type": "string"}, "How the answer is written; goes before the Accept header."),
    ("release", {"type": "string"}, "Name of the release that answers, such as 2026.1.0."),
    ("page", {"type": "integer", "minimum": 1}, "Number of a page; pages do not overlap."),
    ("size", {"type": "integer", "minimum": 1, "maximum": 100_000}, "Rows of a page, 100 if none."),
)
ERRORS = {
    "400": "A parameter is unknown, missing or not of its type.",
    "404": "There is no such query or release.",
    "406": "The answer cannot be written in this format.",
    "410": "The release is not kept any more.",
    "429": "Too many queries are running.",
    "503": "A limit of time or memory was reached.",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Problem Details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def describing(
    application: FastAPI, library: dict[str, NamedQuery]
) -> Callable[[], dict[str, Any]]:
    """Return what FastAPI calls for the document: its own, with one path per named query."""

    def document() -> dict[str, Any]:
        if application.openapi_schema is None:
            schema = get_openapi(
                title=application.title, version=application.version, routes=application.routes
            )
            schema["paths"] |= {f"/queries/{name}": _path(item) for name, item in library.items()}
            parts = schema.setdefault("components", {})
            parts.setdefault("schemas", {})["Problem"] = PROBLEM
            parts["responses"] = {status: _error(text) for status, text in ERRORS.items()}
            application.openapi_schema = schema
        return application.openapi_schema

    return document


def _error(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def _path(query: NamedQuery) -> dict[str, Any]:
    forms = [form for form in for_kind("bindings") if form.name != "geojson" or query.on_a_map]
    content = {form.media_types[0]: _media(query, form) for form in forms}
    errors = {status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS}
    return {
        "get": {
            "tags": ["queries"],
            "operationId": query.name,
            "summary": query.title["en"],
            "description": query.description["en"],
            "parameters": [*map(_parameter, query.parameters), *_general(forms)],
            "responses": {"200": {"description": "Rows.", "content": content}, **errors},
        }
    }


def _general(forms: list[Format]) -> list[dict[str, Any]]:
    names = {"enum": [form.name for form in forms]}
    return [
        {
            "name": name,
            "in": "query",
            "description": text,
            "schema": schema | (names if name == "format" else {}),
        }
        for name, schema, text in GENERAL
    ]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(KINDS.get(parameter.type, {"type": "string"}))
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.default is None and not parameter.optional,
        "description": parameter.label["en"],
        "schema": schema,
        "example": parameter.example,
    }


def _media(query: NamedQuery, form: Format) -> dict[str, Any]:
    """Return schema and example of an answer; only those of JSON can be said in full."""
    row = {column.name: _term(query, column) for column in query.columns}
    names = [column.name for column in query.columns]
    if form.name == "json":
        return {
            "schema": _results(query),
            "example": {"head": {"vars": names}, "results": {"bindings": [row]}},
        }
    if form.name == "csv":
        return {"schema": {"type": "string"}, "example": _csv(names, row)}
    if form.name == "geojson":
        return {"schema": {"type": "object", "description": "FeatureCollection (RFC 7946)."}}
    return {"schema": {"type": "string", "contentMediaType": form.media_types[0]}}


def _csv(names: list[str], row: dict[str, dict[str, str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([names, [term["value"] for term in row.values()]])
    return text.getvalue()


def _results(query: NamedQuery) -> dict[str, Any]:
    """Return the schema of the SPARQL 1.1 Query Results JSON Format with these columns."""
    rows = {
        "type": "object",
        "description": "One row; an unbound column is absent.",
        "properties": {column.name: _cell(column) for column in query.columns},
    }
    variables = {"type": "array", "const": [column.name for column in query.columns]}
    bindings = {"type": "array", "items": rows}
    return {
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": variables}},
            "results": {"type": "object", "properties": {"bindings": bindings}},
        },
    }


def _cell(column: Column) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "type": {"const": "uri" if column.type == "iri" else "literal"},
        "value": {"type": "string"},
    }
    if column.type not in ("iri", "text"):
        properties["datatype"] = {"type": "string", "format": "iri"}
    return {
        "type": "object",
        "title": column.label["en"],
        "description": column.type,
        "required": ["type", "value"],
        "properties": properties,
    }


def _term(query: NamedQuery, column: Column) -> dict[str, str]:
    """Return an example of a cell; where the column is a parameter, the example of that."""
    given = {item.name: item.example for item in query.parameters}
    value = given.get(column.name) or column.example or EXAMPLES[column.type]
    return {"type": "uri" if column.type == "iri" else "literal", "value": value}
