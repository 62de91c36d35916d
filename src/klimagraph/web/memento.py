"""Answers that say of which time they are, and where they can be had again (RFC 7089)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from klimagraph.errors import QueryRefused
from klimagraph.harvest import snapshot
from klimagraph.releases import Release, all_releases, order
from klimagraph.workers.engine import Engine

LONGEST = 4096
"""Bytes of an address; a longer one is not given, since few programs would take it."""
OWN = ("release", "format")
VARY = "Accept, Accept-Encoding, Accept-Datetime"


@lru_cache(256)
def http_date(created: str) -> str:
    """Return the time of a release as HTTP writes it (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.fromisoformat(created).astimezone(UTC), usegmt=True)


def served_since(home: Path, name: str, *, named: bool) -> str:
    """Return since when a snapshot is there, or is the one that is served."""
    kept = snapshot.path_of(home, name) / snapshot.MANIFEST
    place = kept if named else home / snapshot.FOLDER / snapshot.POINTER
    return format_datetime(datetime.fromtimestamp(int(place.stat().st_mtime), UTC), usegmt=True)


def at(wanted: str, releases: Sequence[Release]) -> str:
    """Return the release that was served at a time, the first one where it is earlier.

    Raises QueryRefused where the text is no date of HTTP.
    """
    try:
        time = parsedate_to_datetime(wanted).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise QueryRefused(
            f"Accept-Datetime is {wanted!r}; allowed is such as {http_date('2026-11-22T00:00:00Z')}"
        ) from None
    before = [item for item in releases if datetime.fromisoformat(item.created) <= time]
    return (before or list(releases)[:1])[-1].name


def of_time(wanted: str | None, pool: Engine) -> str | None:
    """Return the release of the time that a client asks for (RFC 7089, section 4.5)."""
    if not wanted:
        return None
    known, now = all_releases(pool.settings.home), order(pool.release)
    return at(wanted, [item for item in known if order(item.name) <= now])


def headers(pool: Engine, release: str) -> dict[str, str]:
    """Return the headers that say of which release an answer is, and when that was made."""
    return dated(release, pool.manifest(release).created)


def dated(release: str, created: str) -> dict[str, str]:
    """Return the same for a release that was made at a time."""
    return {"Klimagraph-Release": release, "Memento-Datetime": http_date(created)}


def pinned(path: str, asked: str, release: str, form: str) -> str:
    """Return such an address from the query string of a request that names neither itself."""
    address = f"{path}?{asked}&release={release}&format={form}"
    return address if len(address) <= LONGEST else ""


def citable(path: str, parameters: Mapping[str, Sequence[str]], release: str, form: str) -> str:
    """Return the address at which exactly this answer can be had again; empty if too long."""
    kept = [(name, value) for name, held in parameters.items() if name not in OWN for value in held]
    if sum(len(value) for _, value in kept) > LONGEST:  # a megabyte takes long to be put in quotes
        return ""
    address = f"{quote(path)}?{urlencode([*kept, ('release', release), ('format', form)])}"
    return address if len(address) <= LONGEST else ""
