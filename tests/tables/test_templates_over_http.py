"""Templates are there for download, and on the command line."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import csv
import io
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tables_kit import ROOT

from conftest import KLIMAGRAPH, Served, serving
from klimagraph.datasets import DatasetSource, read_source
from klimagraph.releases import publish


@dataclass(frozen=True)
class Fetched:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service that has published the grants."""
    home, slug = tmp_path_factory.mktemp("templates"), "nki-grants"
    source = DatasetSource(slug, (ROOT / "data" / slug / "data.ttl",))
    publish(home, {slug: read_source(source)}, "first")
    with serving(home, workers=1) as running:
        yield running


def fetch(served: Served, path: str, **headers: str) -> Fetched:
    """Fetch a path."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(served.address + path, headers=names)
    try:
        with urllib.request.urlopen(request) as answer:
            return Fetched(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        return Fetched(error.code, dict(error.headers), error.read())


def test_the_page_lists_what_each_template_is_for(served: Served) -> None:
    """With links to the files."""
    found = fetch(served, "/templates", Accept="text/html").body.decode()
    assert "<h1>Vorlagen</h1>" in found
    assert 'href="/templates/membership.xlsx"' in found
    assert 'href="/templates/membership.csv"' in found


def test_the_page_links_to_files_that_are_filled_in(served: Served) -> None:
    """Where a dataset is chosen."""
    found = fetch(served, "/templates?dataset=nki-grants", Accept="text/html").body.decode()
    assert 'href="/templates/grant.xlsx?dataset=nki-grants"' in found


def test_the_page_says_that_a_dataset_is_not_there(served: Served) -> None:
    """Its files are empty, and it is said so."""
    found = fetch(served, "/templates?dataset=nothing", Accept="text/html").body.decode()
    assert "gibt es nicht" in found
    assert 'href="/templates/grant.xlsx"' in found


def test_the_list_is_data_too(served: Served) -> None:
    """For programs."""
    found = json.loads(fetch(served, "/templates", Accept="application/json").body)
    rows = {row["name"]: row for row in found["templates"]}
    assert {"membership", "grant", "commitment"} < rows.keys()
    assert "Mitglied" in rows["membership"]["required"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_template_is_a_file(served: Served, ending: str) -> None:
    """With a name of its own, and not sent again to whoever has it."""
    first = fetch(served, f"/templates/membership.{ending}")
    name = f'attachment; filename="klimagraph-membership.{ending}"'
    assert (200, name) == (first.status, first.headers["content-disposition"])
    again = fetch(served, f"/templates/membership.{ending}", If_None_Match=first.headers["etag"])
    assert (304, b"") == (again.status, again.body)


def test_a_template_holds_what_is_published(served: Served) -> None:
    """Where a dataset is named."""
    text = fetch(served, "/templates/grant.csv?dataset=nki-grants").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    programmes = {row["Aus Programm"] for row in rows}
    assert 29 == len({row["Kennung"] for row in rows})
    assert "Nationale Klimaschutzinitiative (NKI) [programme/nki]" in programmes


@pytest.mark.parametrize(
    "path",
    [
        "/templates/nothing.xlsx",
        "/templates/membership.pdf",
        "/templates/membership",
        "/templates/grant.csv?dataset=nothing",
        "/templates/grant.csv?dataset=%20%3C",
    ],
)
def test_what_there_is_not(served: Served, path: str) -> None:
    """Is 404 with a reason."""
    found = fetch(served, path, Accept="application/json")
    assert (404, 404) == (found.status, json.loads(found.body)["status"])


def test_the_command_writes_the_same_file(served: Served, tmp_path: Path) -> None:
    """As the service sends."""
    path = tmp_path / "grant.csv"
    command = [KLIMAGRAPH, "template", "grant", "-o", str(path), "--dataset", "nki-grants"]
    subprocess.run([*command, "--home", str(served.home)], check=True, capture_output=True)
    assert fetch(served, "/templates/grant.csv?dataset=nki-grants").body == path.read_bytes()


def test_the_command_writes_to_standard_output(tmp_path: Path) -> None:
    """Without a home there is a template too."""
    command = [KLIMAGRAPH, "template", "membership", "-o", "-", "--format", "csv"]
    done = subprocess.run(
        [*command, "--home", str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("\ufeffKennung;Mitglied *;")


def test_the_command_lists_the_classes(tmp_path: Path) -> None:
    """Where none is named."""
    command = [KLIMAGRAPH, "template", "--home", str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Selbstverpflichtung" in done.stdout


@pytest.mark.parametrize("arguments", [("nothing",), ("grant", "--dataset", "nothing")])
def test_the_command_refuses(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """What there is not: exit 1."""
    command = [KLIMAGRAPH, "template", *arguments, "--home", str(tmp_path)]
    assert 1 == subprocess.run(command, check=False, capture_output=True).returncode
