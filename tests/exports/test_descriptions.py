"""What archives and tools of machine learning read about the files."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import json
from pathlib import Path
from typing import Any

import mlcroissant
import pytest

from exports.prepared import Prepared
from klimagraph.harvest import snapshot


def part(prepared: Prepared, name: str) -> bytes:
    """Return a description from the snapshot."""
    served = snapshot.current_name(prepared.home)
    assert served
    return snapshot.content(prepared.home, served, f"release/{name}")


@pytest.fixture(scope="module")
def croissant(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the Croissant description and all tables beside it."""
    folder = tmp_path_factory.mktemp("croissant")
    described = json.loads(part(prepared, "croissant.json"))
    for one in described["distribution"]:
        one["contentUrl"] = one["@id"]  # as somebody has it who took all files along
        prepared.put(one["@id"], folder)
    (folder / "croissant.json").write_text(json.dumps(described))
    return folder


@pytest.mark.filterwarnings("ignore")
def test_croissant_has_no_faults_and_yields_records(croissant: Path) -> None:
    """The reference implementation finds no errors and reads the records with their types."""
    dataset = mlcroissant.Dataset(jsonld=str(croissant / "croissant.json"))
    assert set() == dataset.metadata.ctx.issues.errors
    rows: list[dict[str, Any]] = list(dataset.records(record_set="Membership"))
    assert len(rows) > 100
    row = next(one for one in rows if one["Membership/startEarliest"] is not None)
    assert str(row["Membership/iri"], "utf-8").startswith("https://w3id.org/klimagraph/id/")


@pytest.mark.filterwarnings("ignore")
def test_croissant_notices_a_changed_table(croissant: Path, tmp_path: Path) -> None:
    """A table that is not the one described is refused by its checksum."""
    (tmp_path / "croissant.json").write_text((croissant / "croissant.json").read_text())
    (tmp_path / "Alliance.csv").write_text("iri,label\nx,y\n")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    with pytest.raises(Exception, match="Alliance") as caught:
        list(dataset.records(record_set="Alliance"))
    assert "hash" in str(caught.value.__cause__).lower()


def test_croissant_describes_every_column_in_both_languages(prepared: Prepared) -> None:
    """Each column of each table is described as the shapes do, with its type."""
    described = json.loads(part(prepared, "croissant.json"))
    sets = {one["name"]: one for one in described["recordSet"]}
    for name, one in sets.items():
        header = prepared.data(f"{name}.csv").split(b"\r\n", 1)[0].decode()
        assert header.split(",") == [field["name"] for field in one["field"]]
    fields = {field["name"]: field for field in sets["Municipality"]["field"]}
    assert "sc:Integer" == fields["population"]["dataType"]
    assert "sc:Date" == fields["populationDate"]["dataType"]
    assert "Amtlicher Gemeindeschlüssel" in fields["ags"]["description"]
    assert "Municipality key" in fields["ags"]["description"]


def test_the_crate_describes_every_file(prepared: Prepared) -> None:
    """The RO-Crate names all files with size, checksum, media type and licence."""
    described = json.loads(part(prepared, "ro-crate-metadata.json"))
    assert "https://w3id.org/ro/crate/1.1/context" == described["@context"]
    entities = {one["@id"]: one for one in described["@graph"]}
    assert {"@id": "./"} == entities["ro-crate-metadata.json"]["about"]
    root = entities["./"]
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    assert [file.name for file in prepared.files] == [one["@id"] for one in root["hasPart"]]
    for file in prepared.files:
        mine = entities[file.name]
        assert (file.digest, str(file.size)) == (mine["sha256"], mine["contentSize"])
        assert mine["encodingFormat"]
        assert all(licence["@id"] in entities for licence in mine.get("license", ()))
        assert ("license" in mine) == (file.dataset != "derived")  # which says none


def test_checksums_are_those_of_the_files(prepared: Prepared) -> None:
    """Each line of SHA256SUMS is right about its file, as `sha256sum --check` reads it."""
    lines = part(prepared, "SHA256SUMS").decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert [file.name for file in prepared.files] == list(sums)
    for file in prepared.files:
        data = prepared.data(file.name)
        assert (sums[file.name], file.size) == (hashlib.sha256(data).hexdigest(), len(data))
