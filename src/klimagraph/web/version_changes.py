"""What changed between two versions of a dataset, and between two releases."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import releases
from klimagraph.catalog import landing
from klimagraph.datasets import DERIVED, check_slug
from klimagraph.errors import NotFound, SnapshotMissing
from klimagraph.formats import BY_NAME, JSON, Format, negotiate
from klimagraph.releases import DatasetVersion, Release
from klimagraph.releases.building import changes_between, content_of
from klimagraph.versions import comparing
from klimagraph.versions.comparing import Pair
from klimagraph.web import version_pairs
from klimagraph.web.language import language
from klimagraph.web.openapi_parts import contents, refused
from klimagraph.web.respond import Reply, conditional, etag
from klimagraph.web.templating import page_tag, render

router = APIRouter(tags=["releases"])

PAGE = BY_NAME["html"]
OFFERS = (JSON, PAGE)
FROM = (
    "The earlier release; the one from which the later was made if not given. "
    "Of a dataset: the last that has another version of it."
)
TO = (
    "The later release; the one that is served if not given. "
    "Of a dataset: the one that brought the version that is served."
)
DESCRIBED: dict[str, Any] = {
    "parameters": [
        {
            "name": name,
            "in": "query",
            "schema": {"type": "string", "example": "2026.1.0"},
            "description": text,
        }
        for name, text in (
            ("from", FROM),
            ("to", TO),
        )
    ],
    "responses": {
        "200": contents(OFFERS, "What is new, gone and changed, in German and English."),
        **refused("400", "404", "406", "410", "413", "429", "503"),
    },
}


@dataclass(frozen=True)
class Line:
    """A dataset that is different between two releases."""

    slug: str
    kind: str
    """new, changed or withdrawn"""
    before: int
    after: int
    """Statements in both releases."""
    content: str = ""


@router.api_route("/dataset/{slug}/changes", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def of_dataset(slug: str, request: Request) -> Response:
    """Tell in words what is different between two versions of a dataset."""
    form = negotiate(request.headers.get("accept"), OFFERS)
    home = request.app.state.settings.home
    all_ = await run_in_threadpool(releases.all_releases, home)
    known = version_pairs.versions(all_, check_slug(slug))
    if not known:
        raise NotFound(f"no release has a dataset {slug!r}")
    names = version_pairs.of_dataset(request, all_, slug)
    pair = await run_in_threadpool(comparing.pair, home, slug, *names)
    found = await request.app.state.version_comparing.compared(pair)
    if form is not PAGE:
        body = _json(_sides(pair) | comparing.plain(found))
        return _reply(body, form, request, *pair.key, pair.before.name)
    title = await run_in_threadpool(_title, request, slug)
    body = render("version_changes.html", pair=pair, found=found, known=known[::-1], title=title)
    shown = (f"{one.name} {one.created} {one.pruned}" for one in known)
    return _reply(body, form, request, *pair.key, pair.before.name, title, *shown)


@router.api_route("/releases/compare", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
def of_releases(request: Request) -> Response:
    """Tell which datasets are different between two releases."""
    form = negotiate(request.headers.get("accept"), OFFERS)
    home = request.app.state.settings.home
    known = [one for one in releases.all_releases(home) if not one.scratch]
    if not known:
        raise NotFound("there is no release yet")
    names = version_pairs.of_releases(request, known)
    before, after = (releases.read(home, name) for name in names)
    lines = lines_between(before, after)
    if form is PAGE:
        body = render(
            "release_changes.html", before=before, after=after, lines=lines, known=known[::-1]
        )
    else:
        rows = [vars(one) | {"content": one.content or None} for one in lines]
        body = _json({"from": before.name, "to": after.name, "datasets": rows})
    return _reply(body, form, request, before.digest, after.digest, after.name, str(len(known)))


def _title(request: Request, slug: str) -> str:
    """Return what a dataset is called; its slug where it is in no catalogue."""
    harvest = request.app.state.harvest
    try:
        name = harvest.snapshot().name
        page = landing.read(harvest.content(name, f"dataset/page/{slug}.json"))
    except (NotFound, SnapshotMissing):
        return slug
    return page.title_en if language() == "en" and page.title_en else page.title


def lines_between(before: Release | None, after: Release) -> list[Line]:
    """Return the datasets that are different, apart from what is derived of the others."""
    return [
        Line(slug, _kind(old, new), _size(old), _size(new), content_of(new) or "")
        for slug, old, new in changes_between(before, after)
        if slug != DERIVED
    ]


def _kind(old: DatasetVersion | None, new: DatasetVersion | None) -> str:
    return "changed" if old and new else "new" if new else "withdrawn"


def _size(version: DatasetVersion | None) -> int:
    return version.quads if version else 0


def _sides(pair: Pair) -> dict[str, Any]:
    return {"dataset": pair.slug, "from": pair.before.name, "to": pair.after.name}


def _json(members: object) -> bytes:
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()


def _reply(body: bytes, form: Format, request: Request, *parts: str) -> Response:
    tag = page_tag if form is PAGE else etag
    headers = {"ETag": tag(form.name, request.url.path, *parts), "Cache-Control": "no-cache"}
    reply = Reply(200, body, form.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()
