"""The change log in pages, oldest first: months, and pages of months that only ever fill up."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from klimagraph.changes import file
from klimagraph.changes.activity import Activity
from klimagraph.changes.reading import COLUMNS, activity_of
from klimagraph.changes.recording import recorded
from klimagraph.errors import NotFound, SnapshotMissing

SIZE = 250
"""Activities of a page, at most; a page with this many places used never changes again."""


@dataclass(frozen=True)
class Month:
    """A month in which something happened."""

    name: str
    """Such as `2026-11`."""
    first: str
    last: str
    """When its first and its last activity so far were recorded."""
    places: int
    """Places given to activities so far; some may be empty since things were forgotten."""
    closed: bool
    """Whether nothing comes to it any more, since something happened in a later month."""

    @property
    def pages(self) -> int:
        """Return the number of its pages."""
        return -(-self.places // SIZE)

    @property
    def since(self) -> str:
        """Return its first moment."""
        return f"{self.name}-01T00:00:00Z"

    @property
    def until(self) -> str:
        """Return the first moment after it."""
        later = datetime.fromisoformat(self.since) + timedelta(days=31)
        return f"{later:%Y-%m}-01T00:00:00Z"

    def full(self, page: int) -> bool:
        """Tell whether a page will never change."""
        return self.closed or page * SIZE <= self.places


@dataclass(frozen=True)
class Page:
    """A page of a month: when its first and last activities were recorded, and the last number."""

    number: int
    first: str
    last: str
    newest: int


class History:
    """What was recorded, as it stands at one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        found = recorded(connection)
        if found is None:
            raise SnapshotMissing("the change feed is still being prepared; try again soon")
        self.recorded = found
        self._connection = connection

    def months(self) -> list[Month]:
        """Return the months in which something happened, oldest first."""
        names = list(self._names())
        return [self._month(name, closed=name != names[-1]) for name in names]

    def month(self, name: str) -> Month:
        """Return a month; raises NotFound where nothing happened in it."""
        for month in self.months():
            if month.name == name:
                return month
        raise NotFound(f"nothing happened in {name}")

    def pages(self, month: Month) -> list[Page]:
        """Return the pages of a month, oldest first."""
        return self._pages(month, 0, month.places)

    def page(self, month: Month, number: int) -> Page:
        """Return a page of a month; raises NotFound where it has none with this number."""
        last = min(number, month.pages + 1) * SIZE
        found = self._pages(month, last - SIZE, last)
        if not found or found[0].number != number:
            raise NotFound(f"{month.name} has {month.pages} pages, no page {number}")
        return found[0]

    def activities(self, month: Month, page: int) -> list[Activity]:
        """Return the activities of a page in the order in which they were recorded."""
        rows = self._connection.execute(
            f"SELECT {COLUMNS} FROM activity LEFT JOIN state USING (number)"  # noqa: S608
            " WHERE month = ? AND slot >= ? AND slot < ? ORDER BY slot",
            (month.name, (page - 1) * SIZE, page * SIZE),
        )
        return [activity_of(row) for row in rows]

    def digest(self, month: Month, page: int) -> str:
        """Return a text that is another one as soon as an activity of a page is, or is gone."""
        rows = self._connection.execute(
            "SELECT kind, thing, at, release, hex(digest) FROM activity"
            " WHERE month = ? AND slot >= ? AND slot < ? ORDER BY slot",
            (month.name, (page - 1) * SIZE, page * SIZE),
        )
        return hashlib.sha256(json.dumps([list(row) for row in rows]).encode()).hexdigest()

    def _names(self) -> Iterator[str]:
        """Yield the names of months, each found by one look into the index."""
        name = ""
        while True:
            later = self._connection.execute(
                "SELECT MIN(month) FROM activity WHERE month > ?", (name,)
            )
            name = later.fetchone()[0]
            if name is None:
                return
            yield name

    def _month(self, name: str, *, closed: bool) -> Month:
        first, _ = self._end(name, "ASC")
        last, slot = self._end(name, "DESC")
        return Month(name, first, last, slot + 1, closed)

    def _end(self, month: str, order: str) -> tuple[str, int]:
        """Return time and place of the first or last activity of a month."""
        row = self._connection.execute(
            f"SELECT at, slot FROM activity WHERE month = ? ORDER BY slot {order} LIMIT 1",  # noqa: S608
            (month,),
        ).fetchone()
        return row["at"], row["slot"]

    def _pages(self, month: Month, first: int, last: int) -> list[Page]:
        """Return the pages with places from a first one on and before a last one."""
        rows = self._connection.execute(
            "SELECT slot / ?1 + 1, MIN(at), MAX(at), MAX(number) FROM activity"
            " WHERE month = ?2 AND slot >= ?3 AND slot < ?4 GROUP BY slot / ?1 ORDER BY slot / ?1",
            (SIZE, month.name, first, last),
        )
        return [Page(*row) for row in rows]


@contextmanager
def history(home: Path) -> Iterator[History]:
    """Yield the change log of a home; raises SnapshotMissing before the first recording."""
    if not file.is_there(home):
        raise SnapshotMissing("the change feed is still being prepared; try again soon")
    with file.reading(home) as connection:
        connection.execute("BEGIN")
        yield History(connection)
