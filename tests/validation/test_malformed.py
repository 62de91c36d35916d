"""Whatever becomes of a file, the answer is a report or a refusal (property-based).

A few hundred files by default; `KLIMAGRAPH_FUZZ=10000` makes so many.
"""

import os
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from kept_promises import check_writers, misplaced
from malformed import EXTENSIONS, LEAD, SPITE, Change, spoilt

from klimagraph.errors import KlimagraphError
from klimagraph.settings import Settings
from klimagraph.validation import checking, profiles
from klimagraph.validation.annotation import annotate
from klimagraph.validation.findings import Report
from klimagraph.validation.plain import report_of
from klimagraph.validation.process import check_file
from klimagraph.web.errors import status_of
from klimagraph.web.kept_reports import Kept
from klimagraph.web.validate_shown import report_page

FUZZ = int(os.environ.get("KLIMAGRAPH_FUZZ", "0"))
NUMBER = (FUZZ or 200) // len(EXTENSIONS) + 1
LIMITS = {"raw": 1 << 20, "unpacked": 4 << 20, "triples": 50_000, "profiles": ""}
CHANGES = some.lists(
    some.tuples(
        some.integers(0, LEAD),
        some.integers(0, 1 << 16),
        some.integers(0, 40),
        some.one_of(some.sampled_from(SPITE), some.binary(max_size=6)),
    ),
    min_size=1,
    max_size=4,
)
MANY = settings(
    max_examples=NUMBER,
    deadline=None,
    derandomize=not FUZZ,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def _shapes_are_read_once() -> Iterator[None]:
    """Spare ten thousand files the time in which always the same shapes are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiles, "shapes_of", cache(checking.shapes_of))
        yield


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("extension", EXTENSIONS)
@MANY
@given(number=some.integers(0, 1 << 16), part=some.integers(0, 40), changes=CHANGES)
def test_spoilt_files(
    tmp_path: Path,
    bundled_home: Path,
    extension: str,
    number: int,
    part: int,
    changes: list[Change],
) -> None:
    """It is read or refused; places are in the file, and every format can be written."""
    data = spoilt(extension, number, part, changes)
    path = tmp_path / f"data{extension}"
    path.write_bytes(data)
    report = checked(path, bundled_home, alone=part % 2 == 0)
    if report is None:
        return
    assert misplaced(report, data, extension) == []
    check_writers(report)
    assert report_page(Settings(bundled_home), "name", Kept(report, None, 0.0, {}))
    if extension == ".xlsx":
        is_annotated_or_refused(path, report)


def checked(path: Path, home: Path, *, alone: bool) -> Report | None:
    """Return the report on a file, None where it is refused as the client's fault."""
    task: dict[str, Any] = {
        **dict.fromkeys(("path", "name", "profile", "dataset", "kind"), ""),
        **dict.fromkeys(("output", "shapes")),
        "alone": alone,
    }
    options = {**LIMITS, "home": str(home), "task": task | {"path": str(path), "name": "f"}}
    try:
        return report_of(check_file(options))
    except KlimagraphError as error:
        assert 400 <= status_of(error) < 500
        assert str(error)
        return None


def is_annotated_or_refused(path: Path, report: Report) -> None:
    """Write the workbook with its remarks."""
    task = {"path": str(path), "output": f"{path}.out", "report": asdict(report)}
    try:
        annotate({**LIMITS, "home": "", "task": task})
    except KlimagraphError as error:
        assert 400 <= status_of(error) < 500
