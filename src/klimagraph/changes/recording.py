"""Recording what a release changes: creations, updates and deletions of things."""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import zstandard
from pyoxigraph import Quad, RdfFormat, Store, parse

from klimagraph import databases
from klimagraph.changes import file
from klimagraph.changes.activity import Kind, folder_of
from klimagraph.changes.passages import Passages
from klimagraph.changes.reading import live_things, newest_state
from klimagraph.changes.states import by_thing, states, triple_of
from klimagraph.errors import ReleaseGone, ReleaseUnknown
from klimagraph.people import is_person
from klimagraph.releases import Difference, Release, manifests, open_read_only, store_of
from klimagraph.releases.building import changes_between
from klimagraph.releases.differences import Differences
from klimagraph.releases.differences import read as read_difference
from klimagraph.releases.staging import now

State = tuple[str, bytes]
"""A thing and what is said of it, nothing where it is gone."""
NOTHING = hashlib.sha256(b"").digest()


class Recorded(NamedTuple):
    """What was recorded last."""

    release: str
    digest: str
    at: str
    edition: int


def record(home: Path, release: Release, at: str | None = None) -> int:
    """Record how a release differs from what was recorded last; return how many things changed.

    All of it is recorded or, where something fails, nothing. `at` is the time that it gets, unless
    another recording has that or a later one; without it that is when the release was published,
    or the present after a rollback. Raises StoreBusy, StorageFailed, StoreDamaged.
    """
    if release.scratch:
        return 0
    store = open_read_only(store_of(home, release.name))
    passages = Passages(store)
    with file.changing(home) as connection:
        before = recorded(connection)
        writer = Writer(connection, release, at or _published(before, release))
        difference = _difference(home, before, release) if before else None
        if difference is None:
            found = _all(home, connection, release, passages)
        else:
            found = _touched(connection, store, difference, passages)
        for thing, state in found:
            writer.write(thing, state)
        cleared = passages.clear(connection)
        writer.end(removed=bool(cleared))
    if cleared:
        databases.erase_leftovers(home, file.DATABASE)
    return writer.written


def recorded(connection: sqlite3.Connection) -> Recorded | None:
    """Return what was recorded last, None before the first recording."""
    row = connection.execute("SELECT release, digest, at, edition FROM recorded").fetchone()
    return Recorded(*row) if row else None


class Writer:
    """Writes the activities of one recording."""

    def __init__(
        self, connection: sqlite3.Connection, release: Release | Recorded, at: str | None = None
    ) -> None:
        self.before = recorded(connection)
        self.at = _time(self.before, at)
        self.written = 0
        self._connection = connection
        self._digest = release.digest
        self._release = release.name if isinstance(release, Release) else release.release
        self._slot = _next_slot(connection, self.at[:7])
        self._packer = zstandard.ZstdCompressor()

    def write(self, thing: str, state: bytes) -> None:
        """Write what happened to a thing, if something did."""
        digest = hashlib.sha256(state).digest()
        before = self._newest(thing)
        if digest == before:
            return
        kind: Kind = "Create" if before == NOTHING else "Update" if state else "Delete"
        folder = folder_of(thing)
        month = "" if is_person(thing) else self.at[:7]
        values = (kind, thing, folder, self.at, self._release, month, self._slot, digest)
        number = self._connection.execute(
            "INSERT INTO activity (kind, thing, folder, at, release, month, slot, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        ).lastrowid
        if state:
            packed = self._packer.compress(state)
            self._connection.execute("INSERT INTO state VALUES (?, ?)", (number, packed))
        self._slot += month != ""
        self.written += 1

    def _newest(self, thing: str) -> bytes:
        row = self._connection.execute(
            "SELECT digest FROM activity WHERE thing = ? ORDER BY number DESC LIMIT 1", (thing,)
        ).fetchone()
        return bytes(row[0]) if row else NOTHING

    def end(self, *, removed: bool = False) -> None:
        """Note which release this is the state of, and whether something was removed."""
        edition = (self.before.edition if self.before else 0) + removed
        at = self.at if self.written or not self.before else self.before.at
        self._connection.execute("DELETE FROM recorded")
        self._connection.execute(
            "INSERT INTO recorded VALUES (?, ?, ?, ?)", (self._release, self._digest, at, edition)
        )


def _published(before: Recorded | None, release: Release) -> str:
    """Return when a release was published, or the present where that is before what was recorded.

    Equal histories have equal times; a month that is over gets no more activities.
    """
    present = now()
    later = before is None or (before.at < release.created and present[:7] == release.created[:7])
    return release.created if later else present


def _time(before: Recorded | None, at: str | None) -> str:
    """Return a time that is later than that of the recording before."""
    wanted = datetime.fromisoformat(at or now()).astimezone(UTC)
    if before:
        wanted = max(wanted, datetime.fromisoformat(before.at) + timedelta(seconds=1))
    return wanted.isoformat(timespec="seconds").replace("+00:00", "Z")


def _next_slot(connection: sqlite3.Connection, month: str) -> int:
    highest = connection.execute("SELECT MAX(slot) FROM activity WHERE month = ?", (month,))
    found = highest.fetchone()[0]
    return 0 if found is None else int(found) + 1


def _difference(home: Path, before: Recorded, release: Release) -> Difference | None:
    """Return how a release differs from the one recorded last, None where that cannot be told."""
    if before.digest == release.digest:
        return Difference([], [])
    try:
        former = manifests.read_kept(home, before.release)
    except (ReleaseUnknown, ReleaseGone):
        return None
    if former.digest != before.digest:
        return None
    written = read_difference(home, former.name, release)
    if written is not None:
        return written
    known = Differences(home)
    parts = [known.between(old, new) for _, old, new in changes_between(former, release)]
    return Difference(
        [line for part in parts for line in part.gone],
        [line for part in parts for line in part.new],
    )


def _all(
    home: Path, connection: sqlite3.Connection, release: Release, passages: Passages
) -> Iterator[State]:
    """Yield all things of a release, then those that are in it no more."""
    missing = {thing for thing, _ in live_things(connection)}
    for thing, state in states(home, release):
        missing.discard(thing)
        yield thing, passages.state(thing, state.splitlines())
    yield from ((thing, b"") for thing in sorted(missing))


def _touched(
    connection: sqlite3.Connection, store: Store, difference: Difference, passages: Passages
) -> Iterator[State]:
    """Yield the things that a difference speaks of, or that are told with other passages now."""
    gone, new = by_thing(difference.gone), by_thing(difference.new)
    said = _still_said(store, difference.gone)
    for thing in sorted({*gone, *new, *passages.moved(connection)}):
        before = set(newest_state(connection, thing).splitlines())
        left = before - (gone.get(thing, set()) - said)
        yield thing, passages.state(thing, left | new.get(thing, set()))


def _still_said(store: Store, gone: list[bytes]) -> set[bytes]:
    """Return what one dataset does not say any more and another still does."""
    quads = parse(b"\n".join(gone), format=RdfFormat.N_QUADS, lenient=True)
    pairs = zip(gone, quads, strict=True)
    return {
        triple_of(line)
        for line, quad in pairs
        if Quad(quad.subject, quad.predicate, quad.object) in store
    }
