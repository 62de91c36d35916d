"""Templates for people who fill in tables: a page that lists them, and the files."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.bundle import bundle_folder
from klimagraph.errors import NotFound
from klimagraph.formats import BY_NAME, JSON, negotiate
from klimagraph.releases import current, store_of
from klimagraph.tables.columns import Template
from klimagraph.tables.making import MEDIA_TYPES, Order, file_name, make
from klimagraph.tables.templates import template_of, templates
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.templating import page_tag, render

router = APIRouter(tags=["templates"])

PATH = "/templates"
OFFERS = (BY_NAME["html"], JSON)
KEPT = 32
"""Files that are kept ready; each one is about half a megabyte."""


@router.api_route(PATH, methods=["GET", "HEAD"])
async def listed(request: Request, dataset: str = "") -> Response:
    """List the templates with what each is for; `dataset` links to files that are filled in."""
    form = negotiate(request.headers.get("accept"), OFFERS)
    known = await run_in_threadpool(templates, bundle_folder())
    rows = [_row(template) for template in known]
    if form is JSON:
        body = (json.dumps({"templates": rows}, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        home = request.app.state.settings.home
        known_slugs = await run_in_threadpool(_datasets, home)
        body = render("templates.html", rows=rows, dataset=dataset, datasets=known_slugs)
    tag = page_tag(PATH, form.name, hashlib.sha256(body).hexdigest())
    reply = Reply(200, body, form.content_type, {"ETag": tag})
    return conditional(reply, request.headers.get("if-none-match")).response()


@router.api_route(PATH + "/{file}", methods=["GET", "HEAD"])
async def download(file: str, request: Request, dataset: str = "") -> Response:
    """Return a template, `{class}.xlsx` or `{class}.csv`; `dataset` fills in what is published."""
    name, _, ending = file.rpartition(".")
    if ending not in MEDIA_TYPES:
        known = ", ".join(f".{one}" for one in MEDIA_TYPES)
        raise NotFound(f"there is no template {file!r}; templates end in {known}")
    state = request.app.state
    order, release = Order(name, ending, dataset), state.pool.release
    template = template_of(bundle_folder(), name)
    tag = etag(PATH, file, dataset, release, state.pool.identity(release))
    headers = {
        "ETag": tag,
        "Content-Disposition": f'attachment; filename="{file_name(order, template)}"',
        "Link": f'<{PATH}>; rel="collection"',
    }
    waiting = conditional(Reply(200, b"", MEDIA_TYPES[ending], headers), _condition(request))
    if waiting.status == 304:
        return waiting.response()
    body = await run_in_threadpool(_made, order, state.settings.home, release)
    return Reply(200, body, MEDIA_TYPES[ending], headers).response()


def _datasets(home: Path) -> list[str]:
    """Return the names of the datasets that are published."""
    release = current(home)
    return [item.slug for item in release.datasets] if release else []


@lru_cache(KEPT)
def _made(order: Order, home: Path, release: str) -> bytes:
    return make(order, bundle_folder(), store_of(home, release))


def _condition(request: Request) -> str | None:
    return request.headers.get("if-none-match")


def _row(template: Template) -> dict[str, Any]:
    """Return what the page and the data say of a template."""
    columns = [column for column in template.columns if not column.spare]
    return {
        "name": template.token,
        "class": template.class_iri,
        "label": {"de": template.label.de, "en": template.label.en},
        "description": {"de": template.description.de, "en": template.description.en},
        "columns": len(columns),
        "required": [column.title.de for column in columns if template.always(column)],
        "required_en": [column.title.en for column in columns if template.always(column)],
        "files": {ending: f"{PATH}/{template.token}.{ending}" for ending in MEDIA_TYPES},
    }
