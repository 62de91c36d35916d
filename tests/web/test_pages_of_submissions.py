"""What people read of their submissions, and the workbook that they get back."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import openpyxl
import pytest

from conftest import content, serving
from klimagraph.bundle import bundle_folder
from klimagraph.ledger import changing
from klimagraph.ledger.tokens import create
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, publish
from klimagraph.tables.making import Order, make

HTML = {"Accept": "text/html"}


@dataclass(frozen=True)
class Clerk:
    """Somebody with a token for the dataset `mine`, in which something is published."""

    address: str
    token: str

    def submit(self, name: str, body: bytes) -> str:
        """Hand a file in and return its number once it is checked."""
        got = httpx.post(
            f"{self.address}/submissions?wait=20",
            files={"file": (name, body, "")},
            data={"dataset": "mine"},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        return str(got.json()["id"])

    def fetch(self, path: str, **headers: str) -> httpx.Response:
        """Fetch a path."""
        named = {"Authorization": f"Bearer {self.token}", **headers}
        return httpx.get(self.address + path, headers=named, timeout=60)


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """Yield somebody whose dataset holds two things."""
    home = tmp_path_factory.mktemp("pages")
    publish(home, {"mine": content("mine", ["kept", "gone"])}, "first")
    with changing(home) as connection:
        token = create(connection, "submitter", "mine", "test")[1]
    with serving(home, workers=1) as running:
        yield Clerk(running.address, token)


def test_what_is_removed_is_named_before_it_is_published(clerk: Clerk) -> None:
    """Above the button, with a warning."""
    text = "<https://w3id.org/klimagraph/id/thing/kept> <https://e.org/p> 1 ."
    number = clerk.submit("kept.ttl", text.encode())
    page = clerk.fetch(f"/submissions/{number}", **HTML).text
    assert -1 < page.find("Entfällt") < page.find("Achtung") < page.find("/publish")


def test_a_workbook_comes_back_with_remarks(clerk: Clerk) -> None:
    """What is wrong stands at its cell."""
    book = openpyxl.load_workbook(io.BytesIO(make(Order("membership", "xlsx"), bundle_folder())))
    book["Daten"]["B3"] = "Kommune XY"
    file = io.BytesIO()
    book.save(file)
    number = clerk.submit("mitglieder.xlsx", file.getvalue())
    assert "Ihre Tabelle mit Anmerkungen" in clerk.fetch(f"/submissions/{number}", **HTML).text
    got = clerk.fetch(f"/submissions/{number}/report?format=annotated")
    sheet = openpyxl.load_workbook(io.BytesIO(got.content))["Daten"]
    comment = sheet["B3"].comment
    assert comment is not None
    assert "nicht bekannt" in comment.text


def test_other_files_do_not_come_back_with_remarks(clerk: Clerk) -> None:
    """It is refused, and the page does not offer it."""
    number = clerk.submit(
        "a.ttl", b"<https://w3id.org/klimagraph/id/thing/a> <https://e.org/p> 1 ."
    )
    assert "Anmerkungen" not in clerk.fetch(f"/submissions/{number}", **HTML).text
    assert 406 == clerk.fetch(f"/submissions/{number}/report?format=annotated").status_code


def test_changes_that_are_not_listed_are_counted(tmp_path: Path) -> None:
    """The page on which somebody decides says how many there are, not how many it shows."""
    things = [f"<{THINGS}thing/{number}>" for number in range(205)]
    old = "".join(f'{thing} <http://e/p> "old" <{DATASETS}mine> .\n' for thing in sorted(things))
    publish(tmp_path, {"mine": Content(old.encode(), "test")}, "first")
    with changing(tmp_path) as connection:
        token = create(connection, "submitter", "mine", "test")[1]
    with serving(tmp_path, workers=1) as running:
        clerk = Clerk(running.address, token)
        new = "".join(f'{thing} <http://e/p> "new" .\n' for thing in things)
        page = clerk.fetch(f"/submissions/{clerk.submit('new.ttl', new.encode())}", **HTML).text
    assert 200 == page.count('<div class="change">')
    assert "Änderungen im Einzelnen (205)" in page
    assert "und 5 weitere" in page
    assert "205 Dinge ohne Klasse geändert" in page
