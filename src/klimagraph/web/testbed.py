"""Validation in the manner of the EU Interoperability Test Bed (https://www.itb.ec.europa.eu/).

What would open a connection is refused: content by URL, queries to endpoints, imports.
"""

import base64
import binascii
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.bundle import bundle_folder
from klimagraph.errors import InputRefused, MediaTypeUnsupported, NotAcceptable
from klimagraph.formats import JSON, Format, negotiate
from klimagraph.reports.as_rdf import write_jsonld, write_ntriples, write_turtle
from klimagraph.reports.as_testbed import write_assertions, write_rdfxml
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.validation import Report, Task
from klimagraph.validation.profiles import profiles
from klimagraph.validation.task import CORE
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.uploads import counted, extension_of, media_of
from klimagraph.web.watching import UnlessGone

router = APIRouter(tags=["validation"])

PATH, INFO = "/api/validate", "/api/info"
DOMAIN = "klimagraph"
REPORTS: dict[str, tuple[Format, Callable[[Report], bytes]]] = {
    form.media_types[0]: (form, write)
    for form, write in (
        (Format("rdfxml", "rdf", ("application/rdf+xml",), ()), write_rdfxml),
        (Format("turtle", "ttl", ("text/turtle",), ()), write_turtle),
        (Format("jsonld", "jsonld", ("application/ld+json",), ()), write_jsonld),
        (Format("ntriples", "nt", ("application/n-triples",), ()), write_ntriples),
    )
}
"""By media type: what a report is written as, besides the JSON of the test bed."""
CONNECTING = ("contentQuery", "contentQueryEndpoint", "loadImports", "reportQuery")
"""Members of a request that would open a connection, or change the report."""
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


@router.post(PATH)
async def validate(request: Request) -> Response:
    """Check RDF in `contentToValidate` against the profile `validationType`.

    The report is RDF or the JSON of the test bed, as `reportSyntax` or Accept says.
    """
    settings: Settings = request.app.state.settings
    given = await _given(request, settings.upload_size * MEBIBYTE)
    form, write = _report_format(given, request.headers.get("accept"))
    with tempfile.TemporaryDirectory(prefix="klimagraph-") as folder:
        task = _task(given, Path(folder), settings.upload_size * MEBIBYTE)
        with UnlessGone(request.receive):
            async with request.app.state.validations.turn():
                report = await request.app.state.validating.validated(task)
    body = await run_in_threadpool(write, report)
    return Reply(200, body, form.content_type, PRIVATE).response()


@router.api_route(INFO, methods=["GET", "HEAD"])
def info(request: Request) -> Response:
    """Say which profiles there are, as the test bed lists its types of validation."""
    known = profiles(bundle_folder(), request.app.state.settings.profiles)
    types = [{"type": each.token, "description": each.title_de} for each in known if not each.fault]
    body = json.dumps([{"domain": DOMAIN, "validationTypes": types}], ensure_ascii=False)
    return Reply(200, body.encode(), JSON.content_type).response()


async def _given(request: Request, limit: int) -> Mapping[str, Any]:
    """Return the request; raises MediaTypeUnsupported, InputTooLarge and InputRefused."""
    media = media_of(request.headers.get("content-type"))
    if media not in ("application/json", "application/ld+json"):
        raise MediaTypeUnsupported(f"the request comes as application/json, not as {media!r}")
    body, most = bytearray(), 2 * limit + MEBIBYTE
    async for chunk in request.stream():
        counted(len(body), chunk, most)
        body += chunk
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputRefused(f"the request is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise InputRefused("the request is a JSON object with `contentToValidate`")
    for name in CONNECTING:
        if given.get(name):
            raise InputRefused(f"{name} is not allowed: no connection is opened for a validation")
    return given


def _report_format(
    given: Mapping[str, Any], accept: str | None
) -> tuple[Format, Callable[[Report], bytes]]:
    """Return how the report is written: `reportSyntax` beats Accept; raises NotAcceptable."""
    wanted = media_of(_text(given, "reportSyntax"))
    assertions = partial(write_assertions, language=_text(given, "locale")[:2].lower())
    if not wanted:
        chosen = negotiate(accept, (JSON, *(form for form, _ in REPORTS.values())))
        wanted = chosen.media_types[0]
    if wanted in JSON.media_types:
        return JSON, assertions
    if wanted not in REPORTS:
        known = ", ".join((*JSON.media_types, *REPORTS))
        raise NotAcceptable(f"reportSyntax {wanted!r} is not written; there are {known}")
    return REPORTS[wanted]


def _task(given: Mapping[str, Any], folder: Path, limit: int) -> Task:
    syntax, embedding = _text(given, "contentSyntax"), _text(given, "embeddingMethod")
    content = _content(_text(given, "contentToValidate"), embedding, "contentToValidate")
    path = _kept(folder / "content", content, syntax, limit)
    profile = _text(given, "validationType") or CORE
    return Task(path, path.name, profile, shapes=_shapes(given, folder, limit))


def _shapes(given: Mapping[str, Any], folder: Path, limit: int) -> Path | None:
    """Return the file of shapes that came along; they hold in the place of the profile."""
    rules = given.get("externalRules") or []
    if not rules:
        return None
    if not isinstance(rules, list) or len(rules) > 1 or not isinstance(rules[0], dict):
        raise InputRefused("externalRules is a list of one object with `ruleSet`")
    rule = rules[0]
    content = _content(_text(rule, "ruleSet"), _text(rule, "embeddingMethod"), "ruleSet")
    return _kept(folder / "rules", content, _text(rule, "ruleSyntax"), limit)


def _content(text: str, method: str, name: str) -> bytes:
    """Return what was embedded; where the method is not said, the text tells it."""
    if not text:
        raise InputRefused(f"{name} is missing")
    if not method and _URL.fullmatch(text.strip()):
        method = "URL"
    elif not method:
        method = "BASE64" if len(text) % 4 == 0 and _BASE64.fullmatch(text) else "STRING"
    if method == "STRING":
        return text.encode()
    if method != "BASE64":
        raise InputRefused(f"{name} by {method} is not fetched; send it as STRING or BASE64")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise InputRefused(f"{name} is not Base64: {error}") from None


def _kept(path: Path, content: bytes, syntax: str, limit: int) -> Path:
    """Write a content to a file whose name tells its format."""
    counted(0, content, limit)
    extension = extension_of(media_of(syntax)) if syntax else _guessed(content)
    if extension is None:
        raise MediaTypeUnsupported(f"RDF does not come as {syntax!r}")
    file = path.with_suffix(extension)
    file.write_bytes(content)
    return file


def _guessed(content: bytes) -> str:
    """Return the extension of the format that a content begins like."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith((b"{", b"[{")):
        return ".jsonld"
    return ".rdf" if start.startswith((b"<?xml", b"<rdf:RDF", b"<!--")) else ".ttl"


def _text(given: Mapping[str, Any], name: str) -> str:
    """Return a member that is a text; raises InputRefused for another one."""
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputRefused(f"{name} is not a text")
    return value
