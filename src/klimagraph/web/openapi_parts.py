"""What many operations share in the OpenAPI document (https://spec.openapis.org/oas/v3.1.0)."""

from collections.abc import Iterable
from typing import Any

from klimagraph.formats import Format

ERRORS = {
    "400": "A parameter is unknown, missing or not of its type, or the query is refused.",
    "404": "There is no such thing, query or release.",
    "406": "The answer cannot be written in this format.",
    "410": "The release is not kept any more.",
    "413": "The text is longer than allowed.",
    "415": "The body is of a media type that is not read here.",
    "422": "The data breaks a shape; nothing was published.",
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
        "line": {"type": "integer", "description": "Where in the text, from 1."},
        "column": {"type": "integer", "description": "Where in the line, from 1."},
        "instance": {"type": "string", "format": "uri"},
    },
}
RELEASE: dict[str, Any] = {
    "name": "release",
    "in": "query",
    "description": "Name of the release that answers, such as 2026.1.0.",
    "schema": {"type": "string"},
}
AT: dict[str, Any] = {
    "name": "Accept-Datetime",
    "in": "header",
    "description": "A time (RFC 7089): the release of that time answers.",
    "schema": {"type": "string"},
    "example": "Sun, 22 Nov 2026 00:00:00 GMT",
}


def components() -> dict[str, Any]:
    """Return the problem document, and an answer with it for each status."""
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    errors = {name: {"description": text, "content": content} for name, text in ERRORS.items()}
    return {"schemas": {"Problem": PROBLEM}, "responses": errors}


def refused(*statuses: str) -> dict[str, Any]:
    """Return the answers by which an operation refuses."""
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}


def contents(forms: Iterable[Format], text: str) -> dict[str, Any]:
    """Return an answer that comes in several formats."""
    media: dict[str, Any] = {form.media_types[0]: {} for form in forms}
    return {"description": text, "content": media}


def format_parameter(forms: Iterable[Format]) -> dict[str, Any]:
    """Return the parameter that names one of several formats."""
    return {
        "name": "format",
        "in": "query",
        "description": "How the answer is written; goes before the Accept header.",
        "schema": {"type": "string", "enum": [form.name for form in forms]},
    }
