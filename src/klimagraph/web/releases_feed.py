"""The releases as a feed (https://www.rfc-editor.org/rfc/rfc4287)."""

from collections.abc import Iterator, Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph.releases import DatasetVersion, Release, all_releases
from klimagraph.releases.building import changes_between
from klimagraph.settings import Settings
from klimagraph.web import atom, memento
from klimagraph.web.atom import Entry, Feed
from klimagraph.web.respond import Reply, dated, digest

router = APIRouter(tags=["releases"])

PATH = "/releases.atom"
MOST = 50
WORDS = {
    "new": ("neu", "new"),
    "changed": ("geändert", "changed"),
    "withdrawn": ("zurückgezogen", "withdrawn"),
}
"""What can happen to a dataset, in German and English."""
UNITS = (("Aussage", "Aussagen"), ("statement", "statements"))
ALIKE = "Kein Datensatz ist anders. / No dataset is different."

Change = tuple[str, DatasetVersion | None, DatasetVersion | None]


@router.api_route(PATH, methods=["GET", "HEAD"])
def feed(request: Request) -> Response:
    """Tell which releases there are, newest first, and what each changed."""
    settings: Settings = request.app.state.settings
    known = [release for release in all_releases(settings.home) if not release.scratch]
    newest = known[-1] if known else None
    body = atom.write(_feed(known, settings.address))
    headers = {"ETag": digest(body), "Cache-Control": "public, max-age=300"}
    if newest:
        headers["Last-Modified"] = memento.http_date(newest.created)
    reply = Reply(200, body, atom.TYPE, headers)
    return dated(reply, request.headers).response()


def _feed(known: Sequence[Release], address: str) -> Feed:
    place = f"{address}/releases"
    by_name = {release.name: release for release in known}
    entries = [
        _entry(release, by_name.get(release.parent or ""), place)
        for release in reversed(known[-MOST:])
    ]
    title = "Klimagraph: Veröffentlichungen / releases"
    return Feed(place, title, f"{address}{PATH}", place, entries)


def _entry(release: Release, before: Release | None, place: str) -> Entry:
    return Entry(
        id=f"{place}/{release.name}",
        title=f"Klimagraph {release.name}",
        updated=release.created,
        summary=summary(release, before),
        links={"alternate": f"{place}/{release.name}"},
    )


def summary(release: Release, before: Release | None) -> str:
    """Return what a release changed, in German and English, or that nothing is different."""
    changes = changes_between(before, release)
    if not changes:
        return ALIKE
    return " / ".join("; ".join(_sentences(changes, language)) for language in (0, 1))


def _sentences(changes: Sequence[Change], language: int) -> Iterator[str]:
    for kind, words in WORDS.items():
        said = [_said(change, language) for change in changes if _kind(change) == kind]
        if said:
            yield f"{words[language]}: {', '.join(said)}"


def _kind(change: Change) -> str:
    _, old, new = change
    return "changed" if old and new else "new" if new else "withdrawn"


def _said(change: Change, language: int) -> str:
    """Return the name of a dataset, with the number of its statements and by how many it grew."""
    slug, old, new = change
    if new is None:
        return slug
    count = f"{_number(new.quads, language)} {UNITS[language][new.quads != 1]}"
    grown = new.quads - old.quads if old else 0
    return f"{slug} ({count}, {_number(grown, language, '+')})" if grown else f"{slug} ({count})"


def _number(count: int, language: int, sign: str = "") -> str:
    text = f"{count:{sign},}"
    return text.replace(",", ".") if language == 0 else text
