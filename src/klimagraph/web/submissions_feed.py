"""What happened to a dataset, as a feed (https://www.rfc-editor.org/rfc/rfc4287)."""

from xml.etree import ElementTree

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import ledger
from klimagraph.datasets import check_slug
from klimagraph.ledger import Event
from klimagraph.ledger.events import public_events
from klimagraph.namespaces import DATASETS
from klimagraph.settings import Settings
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["submissions"])

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
MOST = 100
TITLES = {
    "published": "Neue Fassung veröffentlicht / new version published",
    "withdrawn": "Fassung zurückgezogen / version withdrawn",
    "rolled-back": "Frühere Fassung wieder veröffentlicht / earlier version published again",
}
BEGINNING = "1970-01-01T00:00:00Z"


@router.api_route("/dataset/{slug}/events.atom", methods=["GET", "HEAD"])
def feed(slug: str, request: Request) -> Response:
    """Tell when a dataset was published, withdrawn or rolled back through submissions."""
    settings: Settings = request.app.state.settings
    happened = _events(settings, check_slug(slug))
    newest = str(happened[0].number) if happened else ""
    headers = {"ETag": etag(slug, settings.address, newest), "Cache-Control": "no-cache"}
    reply = Reply(200, _written(slug, happened, settings.address), TYPE, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _events(settings: Settings, slug: str) -> list[Event]:
    if not ledger.is_there(settings.home):
        return []
    with ledger.reading(settings.home) as connection:
        return public_events(connection, slug, MOST)


def _written(slug: str, happened: list[Event], address: str) -> bytes:
    root = ElementTree.Element("feed", xmlns=ATOM)
    place = f"{address}/dataset/{slug}"
    _add(root, "id", f"{DATASETS}{slug}#events")
    _add(root, "title", f"Klimagraph: {slug}")
    _add(root, "updated", happened[0].at if happened else BEGINNING)
    _add(_add(root, "author", ""), "name", "Klimagraph")
    _add(root, "link", "", rel="self", href=f"{place}/events.atom", type=TYPE)
    _add(root, "link", "", rel="alternate", href=place)
    for event in happened:
        _entry(root, event, place, address)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ElementTree.Element, event: Event, place: str, address: str) -> None:
    entry = _add(root, "entry", "")
    release = event.details.get("release", "")
    _add(entry, "id", f"{DATASETS}{event.dataset}#event-{event.number}")
    _add(entry, "title", TITLES[event.what])
    _add(entry, "updated", event.at)
    _add(entry, "link", "", rel="alternate", href=place)
    _add(entry, "link", "", rel="related", href=f"{address}/releases/{release}")
    _add(entry, "category", "", term=event.what)
    _add(entry, "summary", f"Version {release} / release {release}")


def _add(parent: ElementTree.Element, name: str, text: str, **values: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, values)
    element.text = text or None
    return element
