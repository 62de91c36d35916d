"""Who asked for what is harvested: kinds of programs and times, in memory; addresses of nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

KINDS = (
    ("ckan", "CKAN"),
    ("piveau", "piveau"),
    ("ldes", "LDES client"),
    ("googlebot", "Google"),
    ("bingbot", "Bing"),
    ("bot", "bot"),
    ("mozilla", "browser"),
    ("java", "Java"),
    ("python", "Python"),
    ("curl", "curl"),
    ("wget", "wget"),
)
"""What the name of a program contains, and what its kind is called; the first that fits."""
OTHER = "other"
PLACES = ("/catalog", "/feed", "/entities", "/files", "/releases.atom", "/sitemap.xml")
"""What is harvested: with the kinds above these are all the rows that there can be."""


@dataclass(frozen=True)
class Harvested:
    """How often programs of a kind asked at a place, and when last."""

    kind: str
    place: str
    count: int
    last: str


class Harvesters:
    """Remembers since the start which kinds of programs asked for what is harvested."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], Harvested] = {}

    def note(self, path: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Take note of an answer at a path if something is harvested there."""
        place = place_of(path)
        if not place:
            return
        kind = kind_of(next((value for name, value in headers if name == b"user-agent"), b""))
        before = self._seen.get((kind, place))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._seen[kind, place] = Harvested(kind, place, before.count + 1 if before else 1, now)

    def seen(self) -> list[Harvested]:
        """Return what was seen, the latest first."""
        return sorted(self._seen.values(), key=lambda one: (one.last, one.count), reverse=True)


def place_of(path: str) -> str:
    """Return at which of the places a path is, empty for none of them."""
    if not path.startswith(PLACES):
        return ""
    return next((place for place in PLACES if _at(path, place)), "")


def _at(path: str, place: str) -> bool:
    return path.startswith(place) and path[len(place) : len(place) + 1] in ("", "/", ".")


def kind_of(agent: bytes) -> str:
    """Return the kind of the program that names itself so."""
    text = agent[:1000].decode("latin-1").lower()
    return next((kind for part, kind in KINDS if part in text), OTHER)
