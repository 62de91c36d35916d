"""Files are made once, the same everywhere, and all of them or none."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import contextlib
import os
import shutil
from pathlib import Path

import pytest
import zstandard
from pyarrow import parquet

from exports.prepared import work_in
from klimagraph.errors import StoreDamaged
from klimagraph.exports import describing, packing
from klimagraph.exports.exporting import export, tidy
from klimagraph.exports.files import FOLDER, place_of
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, publish

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
GRANT = "<https://w3id.org/klimagraph/ns#Grant>"


def grants(slug: str, *codes: str) -> dict[str, Content]:
    """Return a dataset with a grant for each code."""
    lines = set()
    for code in codes:
        subject = f"<{THINGS}grant/{code}>"
        graph = f"<{DATASETS}{slug}> .\n"
        lines.add(f"{subject} {TYPE} {GRANT} {graph}")
        lines.add(f'{subject} <https://w3id.org/klimagraph/ns#fundingCode> "{code}" {graph}')
    return {slug: Content("".join(sorted(lines)).encode(), slug)}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a home with two datasets of grants."""
    home = tmp_path / "home"
    publish(home, {**grants("one", "a1", "a2"), **grants("two", "b1")}, "first")
    return home


def kept(home: Path) -> dict[Path, int]:
    """Return the files that are kept, with the times at which they were written."""
    places = (home / FOLDER).glob("[0-9a-f][0-9a-f]/*")
    return {place: place.stat().st_mtime_ns for place in places}


def test_the_same_release_makes_the_same_files(small: Path, tmp_path: Path) -> None:
    """Another machine with the same release has the same bytes in all files and descriptions."""
    other = tmp_path / "other"
    shutil.copytree(small, other)
    first, second = export(work_in(small)), export(work_in(other))
    assert first == second
    one = dict(describing.parts(work_in(small), first))
    assert one == dict(describing.parts(work_in(other), second))


def test_what_did_not_change_is_not_made_again(small: Path) -> None:
    """A publication of one dataset leaves the files of the other as they lie there."""
    before = {file.name: file for file in export(work_in(small))}
    written = kept(small)
    publish(small, grants("two", "b1", "b2"), "second")
    after = {file.name: file for file in export(work_in(small))}
    same = ["one.nq", "one.ttl", "one.jsonld"]
    assert [before[name] for name in same] == [after[name] for name in same]
    place = place_of(small, after["one.ttl"].digest)
    assert written[place] == kept(small)[place]
    assert before["two.ttl"].path != after["two.ttl"].path
    assert before["Grant.csv"].digest != after["Grant.csv"].digest
    assert after["two.nq"].modified == after["Grant.csv"].modified
    assert 4 == after["Grant.csv"].rows


def test_nothing_is_made_twice(small: Path) -> None:
    """A second export of a release writes nothing."""
    export(work_in(small))
    written = kept(small)
    export(work_in(small))
    assert written == kept(small)


def test_a_file_that_is_gone_is_made_again(small: Path) -> None:
    """What somebody removed is there after the next export."""
    files = export(work_in(small))
    gone = next(file for file in files if "Grant.parquet" == file.name)
    place_of(small, gone.digest).unlink()
    assert files == export(work_in(small))
    assert packing.path_of(small, gone).is_file()


def test_a_damaged_file_is_not_sent_to_its_end(small: Path) -> None:
    """Where the disk holds something else the transfer breaks off before it is complete."""
    for name in ("one.ttl", "one.nq"):
        file = next(file for file in export(work_in(small)) if file.name == name)
        wrong = zstandard.ZstdCompressor().compress(b"x" * file.size)
        packing.path_of(small, file).write_bytes(wrong)
        with pytest.raises(StoreDamaged):
            list(packing.stream(small, file))
        sent = 0
        with contextlib.suppress(StoreDamaged):
            for chunk in packing.stream(small, file):
                sent += len(chunk)
        assert sent < file.size


def test_a_broken_index_is_no_obstacle(small: Path) -> None:
    """Where the index cannot be read everything is made again."""
    files = export(work_in(small))
    (small / FOLDER / "made.json").write_text("{")
    assert files == export(work_in(small))


def test_tidying_keeps_what_snapshots_name(small: Path) -> None:
    """Files that no snapshot names go, and so does what a crash left behind."""
    export(work_in(small))
    publish(small, grants("two", "b2"), "second")
    files = export(work_in(small))
    left = small / FOLDER / ".tmp-1-1"
    left.write_bytes(b"half")
    (small / FOLDER / ".tmp-folder").mkdir()
    assert tidy(small, files) > 0
    wanted = {place_of(small, file.digest) for file in files}
    assert wanted == set(kept(small))
    assert [small / FOLDER / "made.json"] == [
        path for path in (small / FOLDER).iterdir() if not path.is_dir()
    ]


def test_a_full_disk_leaves_nothing_half(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be brought to the disk none is there, and what was begun is removed.

    What a release has anyway may be there under one more name.
    """

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        export(work_in(small))
    contents = {version.content for version in work_in(small).release.datasets}
    assert contents >= {place.name for place in kept(small)}
    assert [] == [path for path in (small / FOLDER).iterdir() if not path.is_dir()]


def test_values_that_do_not_fit_their_type_are_texts(tmp_path: Path) -> None:
    """A column of numbers in which something else stands becomes one of texts; nothing is lost."""
    home = tmp_path / "home"
    graph = f"<{DATASETS}one> .\n"
    amount = "<https://w3id.org/klimagraph/ns#amount>"
    lines = [
        f"<{THINGS}grant/a> {TYPE} {GRANT} {graph}",
        f'<{THINGS}grant/a> {amount} "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> {graph}',
        f"<{THINGS}grant/b> {TYPE} {GRANT} {graph}",
        f'<{THINGS}grant/b> {amount} "viel | sehr viel" {graph}',
    ]
    publish(home, {"one": Content("".join(sorted(lines)).encode(), "one")}, "first")
    files = {file.name: file for file in export(work_in(home))}
    table = parquet.read_table(packing.path_of(home, files["Grant.parquet"]))
    assert ["1.5", "viel | sehr viel"] == table.column("amount").to_pylist()
