"""Styles and islands as the front-end build left them (https://vite.dev/guide/backend-integration)."""

import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from klimagraph.errors import NotFound
from klimagraph.web.respond import Reply, conditional, digest

router = APIRouter(include_in_schema=False)

PATH = "/assets"
FOLDER = Path(__file__).parent / "static"
PICTURES = Path(__file__).parent / "pictures"
MANIFEST = "manifest.json"
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""The names of these files follow their content."""


@dataclass(frozen=True)
class Asset:
    """What a page loads for one island."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def island(name: str) -> Markup:
    """Return the elements that load an island, for the head of a page."""
    found = asset(name)
    styles = (Markup('<link rel="stylesheet" href="{}">').format(one) for one in found.styles)
    scripts = (Markup('<script type="module" src="{}"></script>').format(one)
               for one in found.scripts)  # fmt: skip
    return Markup("\n").join([*styles, *scripts])


@cache
def asset(name: str) -> Asset:
    """Return the addresses of an island, none where the front end was not built."""
    chunks = _manifest()
    entry = chunks.get(f"source/{name}.ts")
    if entry is None:
        return Asset((), ())
    styles = dict.fromkeys(style for chunk in _behind(entry) for style in chunk.get("css", ()))
    return Asset((f"{PATH}/{entry['file']}",), tuple(f"{PATH}/{style}" for style in styles))


def _behind(entry: dict[str, list[str]]) -> list[dict[str, list[str]]]:
    """Return a chunk behind everything that it imports."""
    chunks, found = _manifest(), []
    for name in entry.get("imports", ()):
        found += _behind(chunks[name])
    return [*found, entry]


@cache
def _manifest() -> dict[str, dict[str, list[str]]]:
    path = FOLDER / MANIFEST
    if not path.is_file():
        return {}
    found: dict[str, dict[str, list[str]]] = json.loads(path.read_text("utf-8"))
    return found


@cache
def fingerprint() -> str:
    """Return what changes with the files of the front end."""
    return json.dumps(_manifest(), sort_keys=True)


@cache
def _files() -> dict[str, bytes]:
    folders = [folder for folder in (FOLDER, PICTURES) if folder.is_dir()]
    found = {path.name: path for folder in folders for path in folder.iterdir()}
    return {name: path.read_bytes() for name, path in found.items() if name != MANIFEST}


@router.api_route("/favicon.ico", methods=["GET", "HEAD"])
async def icon(request: Request) -> Response:
    """Give the icon to browsers that show something else than a page of ours."""
    return await file("icon.svg", request)


@router.api_route(PATH + "/{name}", methods=["GET", "HEAD"])
async def file(name: str, request: Request) -> Response:
    """Give a file of the front end."""
    body = _files().get(name)
    if body is None:
        raise NotFound(f"there is no file {name!r} of the pages; reload the page")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    reply = Reply(200, body, kind, {"ETag": digest(body), **FOREVER})
    return conditional(reply, request.headers.get("if-none-match")).response()
