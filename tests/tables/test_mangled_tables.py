"""Whatever becomes of a table, it is read or refused (property-based)."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tables_kit import MEMBER, csv_of, read, workbook

from klimagraph.errors import InputRefused

Change = tuple[int, int, bytes]
CHANGES = some.lists(
    some.tuples(
        some.integers(0, 1 << 20),
        some.integers(0, 40),
        some.sampled_from([b"", b"<", b"\xff", b"99999999999", b'"', b";", b"</c>", b"&#x0;"]),
    ),
    min_size=1,
    max_size=5,
)
QUIET = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook with one row."""
    with zipfile.ZipFile(workbook(tmp_path, MEMBER)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mangled(content: bytes, changes: list[Change]) -> bytes:
    """Return bytes with some taken out and others put in."""
    for start, length, new in changes:
        at = start % (len(content) + 1)
        content = content[:at] + new + content[at + length :]
    return content


def is_read_or_refused(path: Path, content: bytes) -> bool:
    """Read bytes as a table; anything but a refusal of ours comes through."""
    path.write_bytes(content)
    try:
        read(path)
    except InputRefused as error:
        return bool(error.message)
    return True


@QUIET
@given(changes=CHANGES, number=some.integers(0, 20))
def test_parts_of_workbooks(
    tmp_path: Path, parts: dict[str, bytes], changes: list[Change], number: int
) -> None:
    """Any part may be mangled."""
    chosen, target = sorted(parts)[number % len(parts)], io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, mangled(content, changes) if name == chosen else content)
    assert is_read_or_refused(tmp_path / "mangled.xlsx", target.getvalue())


@QUIET
@given(changes=CHANGES)
def test_archives(tmp_path: Path, parts: dict[str, bytes], changes: list[Change]) -> None:
    """And so may the archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content = mangled(target.getvalue(), changes)
    assert is_read_or_refused(tmp_path / "mangled.xlsx", content)


@QUIET
@given(changes=CHANGES)
def test_texts(tmp_path: Path, changes: list[Change]) -> None:
    """Text too."""
    content = mangled(csv_of(MEMBER).encode(), changes)
    assert is_read_or_refused(tmp_path / "mangled.csv", content)


@QUIET
@given(text=some.text(max_size=60), title=some.sampled_from(sorted(MEMBER)))
def test_any_text_in_any_cell(tmp_path: Path, text: str, title: str) -> None:
    """Says something, nothing, or is found fault with."""
    printable = "".join(one for one in text if one.isprintable() and one not in '";')
    content = csv_of(MEMBER | {title: printable}).encode("utf-8", "replace")
    assert is_read_or_refused(tmp_path / "cell.csv", content)
