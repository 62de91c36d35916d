"""The description of the service for programs (https://spec.openapis.org/oas/v3.1.0)."""

import csv
import io
import re
from collections.abc import Callable
from copy import copy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from klimagraph.formats import Format, for_kind
from klimagraph.queries import Column, NamedQuery, Parameter
from klimagraph.web import openapi_sparql
from klimagraph.web.openapi_parts import components, refused

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
NAMED = ("400", "404", "406", "410", "429", "503")
"""How a named query refuses."""
CHECKED = ("/update", "/graphs")
"""Paths that refuse data with 422; elsewhere a wrong parameter is 400."""


def describing(
    application: FastAPI, library: dict[str, NamedQuery]
) -> Callable[[], dict[str, Any]]:
    """Return what FastAPI calls for the document: its own, with one path per named query."""

    def document() -> dict[str, Any]:
        if application.openapi_schema is None:
            contexts = iter_route_contexts(application.routes)
            schema = get_openapi(
                title=application.title,
                version=application.version,
                routes=[_named(item.original_route) for item in contexts],
            )
            _mend(schema["paths"])
            schema["paths"][openapi_sparql.PATH] = openapi_sparql.operations()
            schema["paths"] |= {f"/queries/{name}": _path(item) for name, item in library.items()}
            schema["components"] = components()
            application.openapi_schema = schema
        return application.openapi_schema

    return document


def _named(route: BaseRoute) -> BaseRoute:
    """Return a route without HEAD, which is GET without a body, and with a name of its own."""
    if not isinstance(route, APIRoute):
        return route
    described = copy(route)
    described.methods = set(route.methods or ()) - {"HEAD"}
    words = re.findall(r"\w+", route.path_format)
    described.operation_id = "_".join([*map(str.lower, sorted(described.methods)), *words])
    return described


def _mend(paths: dict[str, Any]) -> None:
    """Say what is answered to wrong parameters, and that a search needs its text."""
    for path, operations in paths.items():
        for operation in operations.values():
            if operation["responses"].pop("422", None):
                operation["responses"] |= refused("400")
            if path.startswith(CHECKED):
                operation["responses"] |= refused("422")
    for parameter in paths["/search"]["get"]["parameters"]:
        if parameter["name"] == "q":
            parameter["required"] = True
            parameter["schema"].pop("default", None)


def _path(query: NamedQuery) -> dict[str, Any]:
    forms = [form for form in for_kind("bindings") if form.name != "geojson" or query.on_a_map]
    content = {form.media_types[0]: _media(query, form) for form in forms}
    errors = refused(*NAMED)
    return {
        "get": {
            "tags": ["queries"],
            "operationId": query.name.replace("-", "_"),
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
    names = [{"const": column.name} for column in query.columns]
    variables = {
        "type": "array",
        "description": "New columns may come last.",
        "items": {"type": "string"},
        "prefixItems": names,
        "minItems": len(names),
    }
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
