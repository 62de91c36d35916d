"""Publishing makes an immutable release out of contents that are named by their hash."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import ReleaseUnknown, StorageFailed, StoreDamaged
from klimagraph.loading import load_files
from klimagraph.releases import (
    all_releases,
    current,
    current_name,
    graph_of,
    open_read_only,
    publish,
    read,
    store_of,
)
from klimagraph.releases.publication import silent
from releases.homes import (
    disk_use,
    files_of,
    held,
    holds_its_contents,
    klimagraph,
    manifest,
    object_files,
    promised,
    python,
)

YEAR = datetime.now(UTC).year
NOBODY = 99_999_999
"""A process number that no kernel gives."""


def load(home: Path, folder: Path, text: str) -> bytes:
    """Load a Turtle text as dataset a and return the content that it became."""
    path = folder / "text.ttl"
    path.write_text(text)
    return promised(home, load_files(home, "a", [path], silent))["a"]


def test_nothing_published(tmp_path: Path) -> None:
    """A home in which nothing was published has no current release."""
    assert current(tmp_path) is None


def test_first_release(tmp_path: Path) -> None:
    """The first release holds what was published and has no parent."""
    release = publish(tmp_path, {"a": content("a", ["x"])}, "note")
    assert (f"{YEAR}.1.0", None, 1) == (release.name, release.parent, release.quads)
    assert content("a", ["x"]).quads == held(tmp_path, release.name, "a")


def test_pointer(home: Path) -> None:
    """The file CURRENT holds the name of the release that is served and a line break."""
    assert f"{YEAR}.1.0\n" == (home / "CURRENT").read_text()


def test_change(home: Path) -> None:
    """A change takes out the statements that are gone and puts in those that are new."""
    after = content("a", [f"x{number}" for number in range(500, 1500)])
    release = publish(home, {"a": after}, "change")
    assert after.quads == held(home, release.name, "a")


def test_parent(home: Path) -> None:
    """The parent of a release is the one that was served before it."""
    assert f"{YEAR}.1.0" == publish(home, {"b": content("b", ["y"])}, "b").parent


def test_untouched_dataset(home: Path) -> None:
    """Datasets that a publication does not name stay, with the time of their last change."""
    before = read(home, f"{YEAR}.1.0").dataset("a")
    assert before == publish(home, {"b": content("b", ["y"])}, "b").dataset("a")


def test_unchanged(home: Path) -> None:
    """The same content again gives the same release, and no other is made."""
    same = {"a": content("a", [f"x{number}" for number in range(1000)])}
    assert current(home) == publish(home, same, "again")
    assert len(all_releases(home)) == 1


def test_withdrawal(home: Path) -> None:
    """A dataset whose content is None is in no graph of the next release."""
    publish(home, {"b": content("b", ["y"])}, "b")
    release = publish(home, {"a": None}, "without a")
    assert [item.slug for item in release.datasets] == ["b"]
    assert held(home, release.name, "a") == b""


def test_withdrawal_of_nothing(home: Path) -> None:
    """Withdrawing a dataset that is not there changes nothing."""
    assert current(home) == publish(home, {"z": None}, "nothing")


def test_names_rise(tmp_path: Path) -> None:
    """Releases are named by the year and a number that rises beyond nine."""
    names = [publish(tmp_path, {"a": content("a", [str(n)])}, "").name for n in range(12)]
    assert [f"{YEAR}.{number}.0" for number in range(1, 13)] == names
    assert names == [release.name for release in all_releases(tmp_path)]


def test_equal_digests(tmp_path: Path) -> None:
    """Equal graphs have equal digests, whichever way they were reached."""
    contents = {"a": content("a", ["x"]), "b": content("b", ["y"])}
    at_once = publish(tmp_path / "one", contents, "at once")
    publish(tmp_path / "two", {"b": contents["b"], "a": content("a", ["z"])}, "first b")
    assert at_once.digest == publish(tmp_path / "two", {"a": contents["a"]}, "then a").digest


def test_other_digest(home: Path) -> None:
    """A graph that differs in one statement has another digest."""
    before = read(home, f"{YEAR}.1.0")
    assert before.digest != publish(home, {"a": content("a", ["x0"])}, "less").digest


def test_manifest_fields(home: Path) -> None:
    """A manifest names the release, its time, its parent, its note and its datasets."""
    fields = {"name", "created", "parent", "note", "datasets", "pruned", "scratch", "digest"}
    assert fields == set(manifest(home, f"{YEAR}.1.0"))


def test_manifest_of_dataset(home: Path) -> None:
    """A manifest says of a dataset what it holds: hash, statements, bytes, source and time."""
    quads = content("a", [f"x{number}" for number in range(1000)]).quads
    release = read(home, f"{YEAR}.1.0")
    version = {
        "slug": "a",
        "content": hashlib.sha256(quads).hexdigest(),
        "quads": 1000,
        "size": len(quads),
        "source": "test",
        "modified": release.created,
    }
    assert [version] == manifest(home, release.name)["datasets"]


def test_manifest_read_back(home: Path) -> None:
    """What publish returns is what the manifest says."""
    release = publish(home, {"b": content("b", ["y"])}, "Größe „b“")
    assert release == read(home, release.name)
    assert release.digest == manifest(home, release.name)["digest"]


def test_older_release(home: Path) -> None:
    """No byte of an older release changes when the next ones are published."""
    before = files_of(home / "releases" / f"{YEAR}.1.0")
    publish(home, {"a": content("a", ["other"])}, "second")
    publish(home, {"a": None}, "third")
    assert before == files_of(home / "releases" / f"{YEAR}.1.0")


def test_older_release_while_open(home: Path) -> None:
    """A store that is open for reading goes on answering while others are published."""
    store = open_read_only(store_of(home, f"{YEAR}.1.0"))
    publish(home, {"a": content("a", ["other"])}, "second")
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, graph_of("a"))) == 1000


def test_older_release_after_all(home: Path) -> None:
    """An older release can be opened and holds its contents bit for bit."""
    publish(home, {"a": content("a", ["other"])}, "second")
    assert holds_its_contents(home, read(home, f"{YEAR}.1.0"))


def test_unknown_release(home: Path) -> None:
    """A name that no release has is refused, even where it would lead to a folder."""
    with pytest.raises(ReleaseUnknown, match=r"there is no release '\.\./releases/2026"):
        read(home, "../releases/2026.1.0")


def test_unreadable_manifest(home: Path) -> None:
    """A manifest that was cut is damage to the store and the message names the release."""
    path = home / "releases" / f"{YEAR}.1.0" / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(StoreDamaged, match=f"manifest of release {YEAR}.1.0"):
        current(home)


def test_object_names(home: Path) -> None:
    """A content lies under the hash of its bytes."""
    quads = content("a", [f"x{number}" for number in range(1000)]).quads
    digest = hashlib.sha256(quads).hexdigest()
    assert [home / "objects" / digest[:2] / f"{digest}.nq.zst"] == object_files(home)


def test_shared_objects(home: Path) -> None:
    """A content that comes back is kept once and not written again."""
    before = {path: path.stat().st_mtime_ns for path in object_files(home)}
    publish(home, {"a": content("a", ["other"])}, "other")
    publish(home, {"a": content("a", [f"x{number}" for number in range(1000)])}, "back")
    assert before.items() <= {path: path.stat().st_mtime_ns for path in object_files(home)}.items()
    assert len(object_files(home)) == 2


def test_shared_store_files(tmp_path: Path) -> None:
    """A release shares the files of the store before it, so that a small change takes little."""
    publish(tmp_path, {"a": content("a", [f"x{number}" for number in range(50_000)])}, "large")
    before = disk_use(tmp_path)
    publish(tmp_path, {"b": content("b", ["y"])}, "small")
    assert disk_use(tmp_path) < before + 4_000_000


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('"01"^^xsd:integer', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"1.50"^^xsd:decimal', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ('"1"^^xsd:boolean', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ('"P12M"^^xsd:duration', '"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>'),
        ('"x"@de-DE', '"x"@de-de'),
        ('"x"^^xsd:string', '"x"'),
    ],
)
def test_normal_literals(tmp_path: Path, written: str, kept: str) -> None:
    """Contents hold literals in the one form in which the engine keeps them."""
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    quads = load(tmp_path / "home", tmp_path, f"{prefix} <http://e/a> <http://e/p> {written} .")
    assert f"<http://e/a> <http://e/p> {kept} <".encode() in quads


def test_two_forms_of_a_literal(tmp_path: Path) -> None:
    """Two forms of one value are one statement."""
    text = "<http://e/a> <http://e/p> 1 , 01 , +1 ."
    assert load(tmp_path / "home", tmp_path, text).count(b"<http://e/p>") == 1


def test_another_process(home: Path) -> None:
    """A release that this process published can be opened in another one."""
    program = "import sys; from pyoxigraph import Store; print(len(Store.read_only(sys.argv[1])))"
    in_graph_and_default_graph = "2000\n"
    assert python(program, store_of(home, f"{YEAR}.1.0")).stdout == in_graph_and_default_graph


def test_published_elsewhere(home: Path, tmp_path: Path) -> None:
    """A release that another process published is the current one here."""
    (tmp_path / "b.nt").write_text('<http://e/y> <http://e/p> "y" .\n')
    klimagraph("load", tmp_path / "b.nt", "--dataset", "b", "--home", home)
    release = current(home)
    assert release is not None
    assert f"{YEAR}.2.0" == release.name
    assert holds_its_contents(home, release)


def test_leftovers_of_others(home: Path) -> None:
    """A publication removes staging folders, temporary files and contents that nobody names."""
    (home / "releases" / ".staging-x" / "store").mkdir(parents=True)
    (home / f".tmp-{NOBODY}-CURRENT").write_text("half")
    orphan = home / "objects" / "00" / f"{'0' * 64}.nq.zst"
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_text("orphan")
    publish(home, {"b": content("b", ["y"])}, "b")
    assert [*home.rglob(".staging-*"), *home.rglob(".tmp-*"), *home.rglob(orphan.name)] == []


def test_store_is_gone(home: Path) -> None:
    """Where the store before is missing the next one is made from contents alone."""
    store_of(home, f"{YEAR}.1.0").rename(home / "elsewhere")
    release = publish(home, {"b": content("b", ["y"])}, "b")
    assert holds_its_contents(home, release)


def test_store_holds_something_else(home: Path) -> None:
    """A content that is not what the store makes of it is not published."""
    wrong = content("a", ["x", "y"])
    doubled = type(wrong)(wrong.quads + wrong.quads, "test")
    with pytest.raises(StoreDamaged, match="dataset a: the store holds 2 statements, not the 4"):
        publish(home, {"a": doubled}, "doubled")
    assert f"{YEAR}.1.0" == current_name(home)


def test_home_is_a_file(tmp_path: Path) -> None:
    """Where no folder can be made the storage has failed and the message says why."""
    (tmp_path / "home").write_text("")
    with pytest.raises(StorageFailed, match=r"nothing was published: .*File exists"):
        publish(tmp_path / "home", {"a": content("a", ["x"])}, "first")


def test_what_another_process_is_about_to_move_stays(home: Path) -> None:
    """Files beside the releases are written by others too, such as who prepares for harvesters."""
    theirs = home / f".tmp-{os.getppid()}-listed.json"
    theirs.write_text("half")
    publish(home, {"a": content("a", ["x"])}, "next")
    assert theirs.exists()
