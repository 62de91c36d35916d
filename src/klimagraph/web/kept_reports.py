"""Reports that were made lately, so that a person can take one along in another format."""

import secrets
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, is_dataclass
from functools import cached_property
from pathlib import Path

from klimagraph.errors import NotFound
from klimagraph.releases.workplace import workplace
from klimagraph.reports.comparing import Comparison
from klimagraph.settings import MEBIBYTE
from klimagraph.validation import Report

NOTHING: Mapping[str, str] = {}
SECONDS = 3600.0
PREFIX = "klimagraph-reports-"
"""How their folders begin; those of services that were killed are removed."""
MOST, LARGEST, MOST_FINDINGS, MOST_LETTERS = 200, 256 * MEBIBYTE, 100_000, 64 * MEBIBYTE
"""Reports that are kept, bytes of the workbooks that belong to them, findings, and letters."""


@dataclass(frozen=True)
class Kept:
    """A report, the workbook that it is about if it is about one, and since when."""

    report: Report
    workbook: Path | None
    since: float
    asked: Mapping[str, str]
    """What was said about the file, for who sends a corrected one."""
    comparison: Comparison | None = None
    """What has changed since an earlier report."""
    letters: int = 0
    """The characters of everything that is said."""

    @property
    def size(self) -> int:
        """Return the bytes of the workbook."""
        return self.workbook.stat().st_size if self.workbook else 0

    @cached_property
    def findings(self) -> int:
        """Return the number of the findings that the report and what it is compared with hold."""
        count = sum(len(group.findings) for group in self.report.groups)
        return count + (len(self.comparison.fixed) if self.comparison else 0)


class KeptReports:
    """Keeps reports for an hour under names that cannot be guessed; the oldest make room.

    The newest never does: who has just been told its name finds it.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._open = ExitStack()
        self._folder = self._open.enter_context(workplace(Path(tempfile.gettempdir()), PREFIX))
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._now, self._turn = now, threading.Lock()

    def keep(
        self,
        report: Report,
        workbook: Path | None = None,
        asked: Mapping[str, str] = NOTHING,
        comparison: Comparison | None = None,
    ) -> str:
        """Keep a report, and move the workbook here; return the name. Large ones take a moment."""
        name = secrets.token_urlsafe(18)
        if workbook:
            workbook = workbook.replace(self._folder / f"{name}.xlsx")
        letters = _letters((report, comparison, asked))
        kept = Kept(report, workbook, self._now(), asked, comparison, letters)
        with self._turn:
            self._kept[name] = kept
            self._make_room()
        return name

    def get(self, name: str) -> Kept:
        """Return what is kept under a name; raises NotFound."""
        with self._turn:
            self._make_room()
            kept = self._kept.get(name)
        if kept is None:
            raise NotFound(
                "Dieser Bericht wird nicht mehr aufbewahrt; prüfen Sie die Datei noch einmal "
                "/ this report is not kept any more: check the file again"
            )
        return kept

    def close(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._open.close()

    def _make_room(self) -> None:
        oldest = self._now() - SECONDS
        while self._kept and (self._too_much() or next(iter(self._kept.values())).since < oldest):
            _, gone = self._kept.popitem(last=False)
            if gone.workbook:
                gone.workbook.unlink(missing_ok=True)

    def _too_much(self) -> bool:
        held = self._kept.values()
        return len(held) > 1 and (
            len(held) > MOST
            or sum(kept.size for kept in held) > LARGEST
            or sum(kept.findings for kept in held) > MOST_FINDINGS
            or sum(kept.letters for kept in held) > MOST_LETTERS
        )


def _letters(value: object) -> int:
    """Return the number of the characters in a text, or in all texts that a value holds."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return _letters(tuple(value.values()))
    if is_dataclass(value):
        return _letters(tuple(vars(value).values()))
    return sum(map(_letters, value)) if isinstance(value, tuple) else 0
