"""Datasets as they come in: the bundled ones are whole, others are described and kept apart."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, QueryBoolean, QuerySolutions, Store

from klimagraph.bundle import bundle_folder
from klimagraph.datasets import (
    DERIVED,
    DatasetSource,
    bundled,
    check_slug,
    differing,
    missing_description,
    read_source,
)
from klimagraph.errors import InputRefused, InputTooLarge, StoreBusy
from klimagraph.loading import AUTHORITIES, load_bundled, load_files, load_register
from klimagraph.namespaces import DATASETS
from klimagraph.rdf import Limits
from klimagraph.releases import Release, current, objects, open_read_only, store_of
from klimagraph.releases.lock import writing
from klimagraph.releases.publication import silent

PREFIXES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
REFERENCE = os.environ.get("KLIMAGRAPH_REFERENCE", "")
REGISTER = Path(REFERENCE, "admin", "GV100AD_2023-11-30.txt.gz")
needs_register = pytest.mark.skipif(
    not REGISTER.is_file(), reason="KLIMAGRAPH_REFERENCE does not name the folder with admin/"
)


def source(folder: Path, *texts: str) -> DatasetSource:
    """Return dataset a made of Turtle files with some texts."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return DatasetSource("a", tuple(paths))


@pytest.fixture(scope="module")
def release(bundled_home: Path) -> Release:
    """Return the release of the bundled data."""
    found = current(bundled_home)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def store(bundled_home: Path, release: Release) -> Iterator[Store]:
    """Yield the store of the bundled data."""
    yield open_read_only(store_of(bundled_home, release.name))


def number(store: Store, query: str) -> int:
    """Return the only value of a query over all graphs."""
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)
    value = next(solutions)[0]
    assert isinstance(value, Literal)
    return int(value.value)


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        (10_981, "Municipality"),
        (400, "District"),
        (16, "State"),
        (1_205, "AssociationOfMunicipalities"),
    ],
)
def test_bundled_authorities(store: Store, expected: int, kind: str) -> None:
    """The bundled register is complete at every level."""
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a klima:{kind} }}"
    assert expected == number(store, query)


def test_bundled_population(store: Store) -> None:
    """The inhabitants of all municipalities add up to those of the country."""
    query = "SELECT (SUM(?p) AS ?n) { ?x a klima:Municipality ; klima:population ?p }"
    assert number(store, query) == 84_358_845


def test_bundled_memberships(store: Store) -> None:
    """The dataset of memberships holds those of the list."""
    graph = f"<{DATASETS}memberships>"
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?x a klima:Membership }} }}"
    assert number(store, query) == 148


def test_bundled_blank_nodes(store: Store) -> None:
    """No statement of the bundled data has a blank node."""
    answer = store.query("ASK { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }")
    assert isinstance(answer, QueryBoolean)
    assert not answer


def test_bundled_contents(bundled_home: Path, release: Release) -> None:
    """Every content is sorted, holds each statement once and stands in its own graph."""
    for version in release.datasets:
        lines = objects.get(bundled_home, version.content).splitlines()
        assert lines == sorted(set(lines))
        end = f" <{DATASETS}{version.slug}> .".encode()
        assert [line for line in lines if not line.endswith(end)] == []


def test_bundled_datasets(release: Release) -> None:
    """Each folder of data is a dataset of the release, and so is what is derived from them."""
    slugs = {item.slug for item in bundled(bundle_folder())} | {DERIVED}
    assert slugs == {item.slug for item in release.datasets}


def test_bundled_again(bundled_home: Path, release: Release) -> None:
    """Loading the bundled data again publishes nothing."""
    assert release == load_bundled(bundled_home, bundle_folder(), silent)


def test_bundled_differences(release: Release) -> None:
    """Only datasets whose source changed are read again."""
    known = {item.slug: item for item in release.datasets if item.slug != "klikks"}
    assert [item.slug for item in differing(bundled(bundle_folder()), known)] == ["klikks"]


def test_query_for_a_membership(store: Store) -> None:
    """The membership of Amt Hohe Elbgeest is told with its decision, its promise and a source."""
    path = bundle_folder() / "queries" / "memberships-with-decision-and-promise.rq"
    solutions = store.query(path.read_text())
    assert isinstance(solutions, QuerySolutions)
    (row,) = [[str(getattr(term, "value", "")) for term in row] for row in solutions]
    expected = [
        "Klima-Bündnis",
        "2017-06-23/..",
        "Amtsausschuss des Amtes Hohe Elbgeest",
        "2017-03",
        "CO2-Emissionen",
        "10",
        "P5Y",
    ]
    assert expected == row[:7]
    assert row[7] != ""


def test_no_bundle(tmp_path: Path) -> None:
    """A folder without datasets is refused with its name."""
    with pytest.raises(InputRefused, match=f"{tmp_path}/data: no dataset lies there"):
        load_bundled(tmp_path / "home", tmp_path, silent)


@pytest.mark.parametrize("slug", ["a", "nki-grants", "2024", "a" * 64])
def test_slug(slug: str) -> None:
    """Small letters, digits and hyphens name a dataset."""
    assert slug == check_slug(slug)


@pytest.mark.parametrize("slug", ["", "A", "ä", "a b", "-a", "../a", "a/b", "a>", "a" * 65, "a\n"])
def test_bad_slug(slug: str) -> None:
    """What could not stand in a name of a graph or a file is refused with what is allowed."""
    with pytest.raises(InputRefused, match="allowed are a-z, 0-9 and hyphens, at most 64"):
        check_slug(slug)


def test_several_files(tmp_path: Path) -> None:
    """The files of a dataset become one content."""
    texts = ("<http://e/a> <http://e/p> 1 .", "<http://e/b> <http://e/p> 2 .")
    assert read_source(source(tmp_path / "in", *texts)).quads.count(b"<http://e/p>") == 2


def test_same_label_in_two_files(tmp_path: Path) -> None:
    """A blank node label means another thing in another file."""
    texts = ("_:x <http://e/p> 1 .", "_:x <http://e/p> 2 .")
    lines = read_source(source(tmp_path / "in", *texts)).quads.splitlines()
    assert len({line.split(b" ")[0] for line in lines if b"<http://e/p>" in line}) == 2


def test_no_statement(tmp_path: Path) -> None:
    """Files that hold comments only are refused by name."""
    with pytest.raises(InputRefused, match=r"in/0\.ttl: no statement found"):
        read_source(source(tmp_path / "in", "# nothing"))


def test_second_file_is_broken(tmp_path: Path) -> None:
    """A fault is told with the file in which it stands."""
    with pytest.raises(InputRefused, match=r"in/1\.ttl:1:1: "):
        read_source(source(tmp_path / "in", "<http://e/a> <http://e/p> 1 .", "; ."))


def test_too_many(tmp_path: Path) -> None:
    """A dataset with more triples than the limit is refused."""
    text = "<http://e/a> <http://e/p> 1 , 2 , 3 ."
    with pytest.raises(InputTooLarge, match="more than 2 triples"):
        read_source(source(tmp_path / "in", text), limits=Limits(triples=2))


def test_digest(tmp_path: Path) -> None:
    """The hash of a source depends on what is in its files, not on where they lie."""
    here, there = (source(tmp_path / name, "# x", "# y") for name in ("here", "there"))
    assert here.digest() == there.digest()
    assert here.digest() != source(tmp_path / "else", "# x", "# z").digest()


TEXT = "<http://e/a> <http://e/p> 1 ."


def described(folder: Path, text: str, before: bytes = b"") -> list[str]:
    """Return what is said of dataset a itself once a text was loaded."""
    after = read_source(source(folder, text), before)
    return [line for line in after.quads.decode().splitlines() if line.startswith(f"<{DATASETS}a")]


def test_description_at_least(tmp_path: Path) -> None:
    """A dataset that says nothing of itself is described as a dataset with a title."""
    title, kind = described(tmp_path / "in", TEXT)
    assert kind.endswith(f"<http://www.w3.org/ns/dcat#Dataset> <{DATASETS}a> .")
    assert title.endswith(f'"a"@de <{DATASETS}a> .')


def test_description_of_its_own(tmp_path: Path) -> None:
    """A dataset that describes itself is taken as it is."""
    (title,) = described(tmp_path / "in", f'{TEXT} <> <http://purl.org/dc/terms/title> "Mine" .')
    assert '"Mine"' in title


def test_description_kept(tmp_path: Path) -> None:
    """A description that was there before stays where the new files bring none."""
    before = f'<{DATASETS}a> <http://purl.org/dc/terms/title> "Old" <{DATASETS}a> .\n'.encode()
    (title,) = described(tmp_path / "in", TEXT, before)
    assert '"Old"' in title


def test_description_of_another(tmp_path: Path) -> None:
    """A dataset whose name only begins the same does not lend its description."""
    before = f'<{DATASETS}ab> <http://purl.org/dc/terms/title> "Other" <{DATASETS}a> .\n'.encode()
    assert len(described(tmp_path / "in", TEXT, before)) == 2


def test_described_content_is_sorted(tmp_path: Path) -> None:
    """The description stands at its place, so that the content stays canonical."""
    lines = read_source(source(tmp_path / "in", TEXT)).quads.splitlines()
    assert lines == sorted(lines)


def test_what_the_catalogue_needs(tmp_path: Path) -> None:
    """A dataset with nothing but a title lacks three properties for the catalogue."""
    quads = read_source(source(tmp_path / "in", TEXT)).quads
    assert missing_description("a", quads) == ["description", "publisher", "license"]


def test_load_twice(tmp_path: Path) -> None:
    """The same file again publishes nothing."""
    files = source(tmp_path / "in", "_:x <http://e/p> [ <http://e/q> 1 ] .").files
    first = load_files(tmp_path / "home", "a", files, silent)
    assert first == load_files(tmp_path / "home", "a", files, silent)


@pytest.fixture(scope="module")
def later_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the register that says it is a year younger."""
    path = tmp_path_factory.mktemp("register") / "GV100AD.txt"
    lines = gzip.decompress(REGISTER.read_bytes()).splitlines(keepends=True)
    path.write_bytes(b"".join(line[:2] + b"20241130" + line[10:] for line in lines))
    return path


def authorities(home: Path) -> bytes:
    """Return the content of the register that is served."""
    release = current(home)
    assert release is not None
    version = release.dataset(AUTHORITIES)
    assert version is not None
    return objects.get(home, version.content)


@needs_register
def test_later_register_is_kept(tmp_path: Path, later_register: Path) -> None:
    """A younger register stays when the bundled data are loaded again."""
    load_register(tmp_path, bundle_folder(), later_register, None, silent)
    before = authorities(tmp_path)
    load_bundled(tmp_path, bundle_folder(), silent)
    assert before == authorities(tmp_path)


@needs_register
def test_register_again(tmp_path: Path, later_register: Path) -> None:
    """A register that could not be published can be loaded once nobody is in the way."""
    with writing(tmp_path, "something else"), pytest.raises(StoreBusy):
        load_register(tmp_path, bundle_folder(), later_register, None, silent)
    release = load_register(tmp_path, bundle_folder(), later_register, None, silent)
    assert release.note == "register GV100AD.txt"
    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["reference-authorities"]
