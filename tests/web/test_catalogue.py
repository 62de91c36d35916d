"""The catalogue and the files of releases say the truth about each other."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import json
from pathlib import Path

import pytest
import zstandard
from clients import fetch, logged
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, parse

from conftest import Served
from klimagraph.loading import load_files
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Release, current
from klimagraph.releases.publication import silent

TYPES = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}


@pytest.fixture
def release(served: Served) -> Release:
    """Return the release that is served."""
    found = current(served.home)
    assert found
    return found


def canonical(body: bytes, form: RdfFormat) -> set[str]:
    """Return the triples of a text with canonical blank nodes."""
    held = Dataset(parse(body, format=form))
    held.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in held}


@pytest.mark.parametrize(("extension", "media"), TYPES.items())
def test_formats(served: Served, extension: str, media: str) -> None:
    """The catalogue comes in each format, by extension and by Accept."""
    for got in (fetch(served, f"/catalog.{extension}"), fetch(served, "/catalog", Accept=media)):
        assert (200, media) == (got.status, got.headers["content-type"].split(";")[0])


@pytest.mark.parametrize("extension", ["ttl", "rdf"])
def test_formats_carry_the_same_triples(served: Served, extension: str) -> None:
    """Turtle and RDF/XML say what N-Triples says."""
    form = RdfFormat.from_extension(extension)
    assert form is not None
    lines = canonical(fetch(served, "/catalog.nt").body, RdfFormat.N_TRIPLES)
    assert lines == canonical(fetch(served, f"/catalog.{extension}").body, form)


def test_json_ld_carries_the_same_triples(served: Served) -> None:
    """A JSON-LD processor reads what stands in the N-Triples."""
    expanded = jsonld.to_rdf(
        json.loads(fetch(served, "/catalog.jsonld").body), {"format": "application/n-quads"}
    )
    lines = canonical(fetch(served, "/catalog.nt").body, RdfFormat.N_TRIPLES)
    assert lines == canonical(expanded.encode(), RdfFormat.N_QUADS)


def test_every_dataset_is_there(served: Served, release: Release) -> None:
    """Every dataset of the release but the derived one is in the catalogue, fully described."""
    held = Dataset(parse(fetch(served, "/catalog.nt").body, format=RdfFormat.N_TRIPLES))
    datasets = [quad.object for quad in held.quads_for_predicate(_term("dcat:dataset"))]
    assert (11, len(release.datasets)) == (len(datasets), len(datasets) + 1)
    for dataset in datasets:
        assert isinstance(dataset, NamedNode)
        named = {quad.predicate for quad in held.quads_for_subject(dataset)}
        for name in ("dcterms:title", "dcterms:description", "dcterms:publisher"):
            assert _term(name) in named
        assert {_term("dcterms:license"), _term("dcat:distribution")} <= named


def test_every_distribution_downloads(served: Served) -> None:
    """Each address of a download answers with the stated length and checksum."""
    held = Dataset(parse(fetch(served, "/catalog.nt").body, format=RdfFormat.N_TRIPLES))
    found = list(held.quads_for_predicate(_term("dcat:downloadURL")))
    assert 11 == len(found)
    for quad in found:
        assert isinstance(quad.object, NamedNode)
        assert isinstance(quad.subject, NamedNode)
        assert quad.object.value.startswith(served.address)
        body = fetch(served, quad.object.value.removeprefix(served.address)).body
        checksum = _object(held, quad.subject, "spdx:checksum")
        assert isinstance(checksum, NamedNode)
        assert str(len(body)) == _text(held, quad.subject, "dcat:byteSize")
        assert hashlib.sha256(body).hexdigest() == _text(held, checksum, "spdx:checksumValue")


def test_the_files_are_those_of_the_manifest(served: Served, release: Release) -> None:
    """Length and checksum of each file are those of the manifest, plain and packed."""
    manifest = fetch(served, f"/releases/{release.name}").json
    for item in manifest["datasets"]:
        path = f"/releases/{release.name}/{item['slug']}.nq"
        plain, packed = fetch(served, path), fetch(served, f"{path}.zst")
        unpacked = zstandard.ZstdDecompressor().decompress(packed.body)
        assert item["size"] == len(plain.body)
        assert {item["content"]} == {
            hashlib.sha256(body).hexdigest() for body in (plain.body, unpacked)
        }


@pytest.mark.parametrize("extension", ["nq", "nq.zst"])
def test_head_of_a_file(served: Served, release: Release, extension: str) -> None:
    """HEAD of a file says its length."""
    path = f"/releases/{release.name}/memberships.{extension}"
    got, whole = fetch(served, path, "HEAD"), fetch(served, path)
    assert (200, b"") == (got.status, got.body)
    assert str(len(whole.body)) == got.headers["content-length"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    ["1999.1.0", "1999.1.0/memberships.nq", "{}/none.nq", "{}/memberships", "{}/memberships.ttl"],
)
def test_what_does_not_exist(served: Served, release: Release, path: str, method: str) -> None:
    """Unknown releases and files are 404."""
    assert 404 == fetch(served, "/releases/" + path.format(release.name), method).status


def test_the_list_of_releases(served: Served, release: Release) -> None:
    """The list names the release that is served and links to nothing else."""
    listed = fetch(served, "/releases").json
    assert release.name == listed["current"]
    assert [release.name] == [row["name"] for row in listed["releases"]]


def test_a_catalogue_of_nothing_is_not_served(home: Path, tmp_path: Path) -> None:
    """Where no dataset is described the answer is an error, never an empty catalogue."""
    with logged(home, tmp_path / "log") as service:
        assert 503 == fetch(service, "/catalog").status


def test_only_described_datasets_are_listed(home: Path, tmp_path: Path) -> None:
    """A dataset is listed once it says its title, description, publisher and licence."""
    file = tmp_path / "b.ttl"
    said = "dct:title 'B'@de ; dct:description 'B'@de ; dct:publisher <http://e/> ; dct:license"
    file.write_text(f"@prefix dct: <http://purl.org/dc/terms/> . <{DATASETS}b> a "
                    f"<http://www.w3.org/ns/dcat#Dataset> ; {said} <http://e/l> .")  # fmt: skip
    load_files(home, "b", [file], silent)
    with logged(home, tmp_path / "log") as service:
        text = fetch(service, "/catalog.nt").body.decode()
    assert f"<http://www.w3.org/ns/dcat#dataset> <{DATASETS}b>" in text
    assert f"<{DATASETS}a>" not in text


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _object(held: Dataset, subject: NamedNode, name: str) -> object:
    (found,) = [
        one.object for one in held.quads_for_subject(subject) if one.predicate == _term(name)
    ]
    return found


def _text(held: Dataset, subject: NamedNode, name: str) -> str:
    found = _object(held, subject, name)
    assert isinstance(found, Literal)
    return found.value


def test_an_empty_instance_has_no_catalogue(tmp_path: Path) -> None:
    """Nothing is damaged where nothing was published yet; an empty catalogue would be untrue."""
    with logged(tmp_path / "home", tmp_path / "log", gate="off", workers=1) as empty:
        got = fetch(empty, "/catalog")
    assert 404 == got.status
    assert "nothing is published here yet" in got.json["detail"]
