"""One shape for every error: RFC 9457 problem+json, or a page for browsers."""

import json
import re
from collections.abc import Mapping
from typing import Any

from klimagraph import errors
from klimagraph.errors import KlimagraphError
from klimagraph.formats import BY_NAME, Format, negotiate
from klimagraph.namespaces import BASE
from klimagraph.web.exchange import current
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render

STATUS: dict[type[KlimagraphError], int] = {
    errors.InputTooLarge: 413,
    errors.InputRefused: 400,
    errors.DataInvalid: 422,
    errors.QueryTooLong: 413,
    errors.QueryRefused: 400,
    errors.QueryFailed: 400,
    errors.QueryStopped: 503,
    errors.Overloaded: 429,
    errors.Stopping: 503,
    errors.TokenMissing: 401,
    errors.Forbidden: 403,
    errors.NotAcceptable: 406,
    errors.NotFound: 404,
    errors.Withdrawn: 410,
    errors.Conflict: 409,
    errors.ReleaseUnknown: 404,
    errors.ReleaseGone: 410,
    errors.StoreBusy: 503,
    errors.StoreDamaged: 503,
    errors.StoreUnavailable: 503,
    errors.StoreChanging: 503,
    errors.ReleaseNotQueryable: 501,
    errors.SnapshotMissing: 503,
    errors.CatalogShrunk: 409,
    errors.StorageFailed: 507,
    errors.ValidationFailed: 500,
    errors.InternalError: 500,
    errors.MethodNotAllowed: 405,
    errors.MediaTypeUnsupported: 415,
}
PUBLIC: dict[type[KlimagraphError], str] = {
    errors.StoreBusy: "somebody else is writing; try again in a moment",
    errors.StorageFailed: "it could not be stored, perhaps the disk is full; nothing was changed",
    errors.StoreDamaged: "the store of this release cannot be read",
    errors.StoreUnavailable: "the store does not answer; try again in a minute",
}
"""What strangers are told instead of a message that names folders and processes."""
RETRY = {429: "5", 503: "30"}
PROBLEM = Format("problem", "json", ("application/problem+json", "application/json"), ())


def status_of(error: KlimagraphError) -> int:
    """Return the HTTP status of an error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def problem(error: KlimagraphError) -> dict[str, Any]:
    """Return the members of the problem document (RFC 9457, section 3.1)."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    detail = PUBLIC.get(type(error)) or getattr(error, "message", None) or str(error)
    members = {
        "type": f"{BASE}problem/{kind}",
        "title": error.title,
        "status": status_of(error),
        "detail": detail,
    }
    place = {name: getattr(error, name, None) for name in ("source", "line", "column")}
    place["instance"] = current().instance
    return members | {name: value for name, value in place.items() if value}


def _page(members: Mapping[str, Any]) -> bytes:
    """Return what people are told: what happened, what they can do, and the details."""
    return render(
        "error.html",
        problem=members,
        kind=members["type"].rpartition("/")[2],
        retry=RETRY.get(members["status"], ""),
        request=current().identifier,
    )


def reply_to(error: KlimagraphError, accept: str | None) -> Reply:
    """Return the answer for an error in the form that the client prefers."""
    current().error = error
    members = problem(error)
    status = members["status"]
    headers = {"Retry-After": RETRY[status]} if status in RETRY else {}
    if isinstance(error, errors.TokenMissing):
        headers["WWW-Authenticate"] = 'Bearer realm="Klimagraph"'
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    try:
        form = negotiate(accept, (PROBLEM, BY_NAME["html"]))
    except errors.NotAcceptable:
        form = PROBLEM
    plain = form is PROBLEM
    body = json.dumps(members, ensure_ascii=False).encode() if plain else _page(members)
    return Reply(status, body, form.content_type, headers)
