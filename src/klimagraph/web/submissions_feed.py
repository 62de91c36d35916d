"""What happened to a dataset, as a feed (https://www.rfc-editor.org/rfc/rfc4287)."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import ledger
from klimagraph.datasets import check_slug
from klimagraph.ledger import Event
from klimagraph.ledger.events import public_events
from klimagraph.namespaces import DATASETS
from klimagraph.settings import Settings
from klimagraph.web import atom
from klimagraph.web.atom import Entry, Feed
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["submissions"])

MOST = 100
TITLES = {
    "published": "Neue Fassung veröffentlicht / new version published",
    "withdrawn": "Fassung zurückgezogen / version withdrawn",
    "rolled-back": "Frühere Fassung wieder veröffentlicht / earlier version published again",
}


@router.api_route("/dataset/{slug}/events.atom", methods=["GET", "HEAD"])
def feed(slug: str, request: Request) -> Response:
    """Tell when a dataset was published, withdrawn or rolled back through submissions."""
    settings: Settings = request.app.state.settings
    happened = _events(settings, check_slug(slug))
    newest = str(happened[0].number) if happened else ""
    headers = {"ETag": etag(slug, settings.address, newest), "Cache-Control": "no-cache"}
    reply = Reply(200, _written(slug, happened, settings.address), atom.TYPE, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _events(settings: Settings, slug: str) -> list[Event]:
    if not ledger.is_there(settings.home):
        return []
    with ledger.reading(settings.home) as connection:
        return public_events(connection, slug, MOST)


def _written(slug: str, happened: list[Event], address: str) -> bytes:
    place = f"{address}/dataset/{slug}"
    entries = [_entry(event, place, address) for event in happened]
    name, title = f"{DATASETS}{slug}#events", f"Klimagraph: {slug}"
    return atom.write(Feed(name, title, f"{place}/events.atom", place, entries))


def _entry(event: Event, place: str, address: str) -> Entry:
    release = event.details.get("release", "")
    return Entry(
        id=f"{DATASETS}{event.dataset}#event-{event.number}",
        title=TITLES[event.what],
        updated=event.at,
        summary=f"Version {release} / release {release}",
        links={"alternate": place, "related": f"{address}/releases/{release}"},
        category=event.what,
    )
