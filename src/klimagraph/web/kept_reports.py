"""Reports that were made lately, so that a person can take one along in another format."""

import secrets
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
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
MOST, LARGEST, MOST_FINDINGS = 200, 256 * MEBIBYTE, 100_000
"""Reports that are kept, bytes of the workbooks that belong to them, and their findings."""


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
    """Keeps reports for an hour under names that cannot be guessed; the oldest make room."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._open = ExitStack()
        self._folder = self._open.enter_context(workplace(Path(tempfile.gettempdir()), PREFIX))
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._now = now

    def keep(
        self,
        report: Report,
        workbook: Path | None = None,
        asked: Mapping[str, str] = NOTHING,
        comparison: Comparison | None = None,
    ) -> str:
        """Keep a report, and move the workbook here; return the name."""
        name = secrets.token_urlsafe(18)
        if workbook:
            workbook = workbook.replace(self._folder / f"{name}.xlsx")
        self._kept[name] = Kept(report, workbook, self._now(), asked, comparison)
        self._make_room()
        return name

    def get(self, name: str) -> Kept:
        """Return what is kept under a name; raises NotFound."""
        self._make_room()
        if name not in self._kept:
            raise NotFound(
                "Dieser Bericht wird nicht mehr aufbewahrt; prüfen Sie die Datei noch einmal "
                "/ this report is not kept any more: check the file again"
            )
        return self._kept[name]

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
        size = sum(kept.size for kept in self._kept.values())
        findings = sum(kept.findings for kept in self._kept.values())
        return len(self._kept) > MOST or size > LARGEST or findings > MOST_FINDINGS
