"""The feed of this instance, read from a snapshot without any network."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from klimagraph.catalog.codes import FORMS
from klimagraph.catalog.pages import PAGES
from klimagraph.errors import NotFound, SnapshotMissing
from klimagraph.exports import packing
from klimagraph.exports.files import FOLDER, File
from klimagraph.formats import BY_EXTENSION
from klimagraph.harvest import snapshot
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.harvest_check.checking import NOTHING, Before
from klimagraph.harvest_check.faults import CLIENTS
from klimagraph.harvest_check.fetching import NOT_ASKED, Fetch, Response

PROFILE, EXTENSION = "dcat-ap-de", "jsonld"
"""What who asks for nothing special gets."""
HERE = (PAGES, f"/{FOLDER}/")
"""How paths begin that a snapshot answers; an endpoint is not among them."""
Content = Callable[[str], bytes]
"""Takes a path inside of the snapshot; raises NotFound."""


def served(home: Path) -> Snapshot:
    """Return the snapshot that is served; raises SnapshotMissing before the first."""
    name = snapshot.current_name(home)
    if name is None:
        raise SnapshotMissing("nothing is prepared for harvesters yet; call klimagraph prepare")
    return snapshot.read(home, name)


def start_of(found: Snapshot) -> str:
    """Return the address at which harvesters begin."""
    return found.address + PAGES


def fetch_of(home: Path, found: Snapshot, content: Content | None = None) -> Fetch:
    """Return a fetch that answers as the service would, from a snapshot."""

    def read(path: str) -> bytes:
        return snapshot.content(home, found.name, path)

    parts, files = content or read, {file.path: file for file in found.files}

    def fetch(method: str, url: str, headers: Mapping[str, str]) -> Response:
        path = urlsplit(url.removeprefix(found.address)).path
        if not url.startswith(found.address) or not path.startswith(HERE):
            return Response(0, fault=NOT_ASKED)
        try:
            body, media_type = _answered(home, url, parts, files.get(path))
        except NotFound:
            return Response(404)
        said = {"content-type": media_type, "content-length": str(len(body))}
        return Response(200, said, b"" if method == "HEAD" else body)

    return fetch


def before_of(home: Path, found: Snapshot) -> Before:
    """Return what the clients have from the snapshot before the one that is served."""
    others = [snapshot.read(home, name) for name in snapshot.names(home) if name != found.name]
    older = [one for one in others if one.modified <= found.modified]
    if not older:
        return NOTHING
    last = max(older, key=lambda one: (one.modified, one.name))
    return Before(last.name, dict.fromkeys(CLIENTS, last.datasets))


def _answered(home: Path, url: str, parts: Content, file: File | None) -> tuple[bytes, str]:
    if file:
        return b"".join(packing.stream(home, file)), FORMS[file.form].media_type
    place = urlsplit(url)
    asked = parse_qs(place.query)
    extension = Path(place.path).suffix.lstrip(".") or EXTENSION
    number = asked.get("page", ["1"])[0]
    profile = asked.get("profile", [PROFILE])[0]
    body = parts(f"catalog/{profile}/{number}.{extension}")
    return body, BY_EXTENSION[extension].content_type
