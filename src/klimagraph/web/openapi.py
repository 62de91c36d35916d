"""The description of the service for programs (https://spec.openapis.org/oas/v3.1.0)."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from klimagraph.formats import for_kind
from klimagraph.queries import NamedQuery, Parameter

KINDS = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "iri": {"type": "string", "format": "iri"},
}
Document = Callable[[], dict[str, Any]]
PAGING = (("page", "Number of a page, from 1."), ("size", "Rows of a page."))


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
            application.openapi_schema = schema
        return application.openapi_schema

    return document


def _path(query: NamedQuery) -> dict[str, Any]:
    media: dict[str, Any] = {form.media_types[0]: {} for form in for_kind("bindings")}
    parameters = [_parameter(item) for item in query.parameters]
    parameters += [
        {"name": name, "in": "query", "description": text, "schema": {"type": "integer"}}
        for name, text in PAGING
    ]
    return {
        "get": {
            "tags": ["queries"],
            "operationId": query.name,
            "summary": query.title["en"],
            "description": query.description["en"],
            "parameters": parameters,
            "responses": {"200": {"description": "Rows.", "content": media}},
        }
    }


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
