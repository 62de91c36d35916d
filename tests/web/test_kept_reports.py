"""Reports are kept for an hour, so that a person can take one along in every format."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from clients import logged

from conftest import Served
from klimagraph.bundle import bundle_folder
from klimagraph.errors import NotFound
from klimagraph.reports.comparing import compare
from klimagraph.reports.writers import WRITERS
from klimagraph.tables.making import Order, make
from klimagraph.validation import Report
from klimagraph.validation.findings import Finding, Group, Repair
from klimagraph.web.kept_reports import MOST, MOST_FINDINGS, MOST_LETTERS, SECONDS, KeptReports

PAGE = {"Accept": "text/html"}
WRONG = """Mitglied;Bündnis;Stand der Mitgliedschaft
Blankenburg;Klima-Bündnis;aktif
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Iterator[Served]:
    """Yield a service; its log holds no traceback."""
    with logged(bundled_home, tmp_path_factory.mktemp("kept") / "log") as one:
        yield one


def written(report: object) -> bytes:
    """Return a report as packed JSON."""
    return gzip.compress(json.dumps(report, separators=(",", ":")).encode(), 1)


def page_of(service: Served, name: str, body: bytes) -> str:
    """Return the page about a file that was handed in."""
    got = httpx.post(
        f"{service.address}/validate",
        files={"file": (name, body)},
        data={"class": "membership"},
        headers=PAGE,
        timeout=60,
        follow_redirects=True,
    )
    assert [303] == [before.status_code for before in got.history]
    assert 200 == got.status_code
    return got.text


def links_in(page: str) -> dict[str, str]:
    """Return the addresses of a report by format."""
    found = re.findall(r'href="(/validate/reports/[^"?]+\?format=(\w+))"', page)
    return {form: address for address, form in found}


def test_every_format_is_offered_and_comes(service: Served) -> None:
    """The page of a report links to each format, and each link works."""
    links = links_in(page_of(service, "liste.csv", WRONG.encode("cp1252")))
    assert set(WRITERS) == set(links)
    for form, address in links.items():
        got = httpx.get(service.address + address)
        assert (200, WRITERS[form].media_type.split(";")[0]) == (
            got.status_code,
            got.headers["content-type"].split(";")[0],
        )
        assert "no-store" == got.headers["cache-control"]


def test_a_workbook_comes_back_with_remarks(service: Served) -> None:
    """Of a workbook the submitter's own file is offered, too."""
    page = page_of(service, "liste.xlsx", make(Order("membership", "xlsx"), bundle_folder()))
    got = httpx.get(service.address + links_in(page)["annotated"], timeout=60)
    assert (200, b"PK") == (got.status_code, got.content[:2])


def test_a_table_of_text_has_no_cells_to_remark(service: Served) -> None:
    """Remarks are for workbooks only."""
    links = links_in(page_of(service, "liste.csv", WRONG.encode()))
    address = links["json"].replace("format=json", "format=annotated")
    assert 406 == httpx.get(service.address + address).status_code


def test_an_unknown_report(service: Served) -> None:
    """A name that was not given out is 404."""
    assert 404 == httpx.get(f"{service.address}/validate/reports/nothing").status_code


def test_reports_are_forgotten() -> None:
    """After an hour a report and its workbook are gone."""
    now = [0.0]
    kept = KeptReports(lambda: now[0])
    name = kept.keep(Report("file", 0, ()))
    now[0] = SECONDS + 1
    with pytest.raises(NotFound):
        kept.get(name)
    kept.close()


def test_the_oldest_make_room(tmp_path: Path) -> None:
    """No more than so many are kept, and the files of the others are removed."""
    kept = KeptReports(lambda: 0.0)
    workbook = tmp_path / "book.xlsx"
    workbook.write_bytes(b"x")
    first = kept.keep(Report("file", 0, ()), workbook)
    path = kept.get(first).workbook
    last = [kept.keep(Report("file", 0, ())) for _ in range(MOST)][-1]
    assert "file" == kept.get(last).report.source
    assert path is not None
    assert not path.exists()
    kept.close()


def test_large_reports_make_room() -> None:
    """What is kept has a limit in findings too: a few hostile files do not fill the memory."""
    kept = KeptReports(lambda: 0.0)
    finding = Finding("violation", "f", "p", "", "Das fehlt.", "It is missing.", "s", "c")
    number = MOST_FINDINGS // 2 + 1
    group = Group("g", "violation", "", "", number, (finding,) * number)
    first, last = (kept.keep(Report("file", 0, (group,))) for _ in range(2))
    assert "file" == kept.get(last).report.source
    with pytest.raises(NotFound):
        kept.get(first)
    kept.close()


def test_the_newest_never_makes_room() -> None:
    """Who is told the name of a report finds it, however large it is; others make room for it."""
    kept = KeptReports(lambda: 0.0)
    finding = Finding("violation", "f", "p", "", "Das fehlt.", "It is missing.", "s", "c")
    group = Group("g", "violation", "", "", MOST_FINDINGS + 1, (finding,) * (MOST_FINDINGS + 1))
    before, after = Report("before", 0, (group,)), Report("after", 0, ())
    first = kept.keep(after)
    last = kept.keep(after, comparison=compare(before, after))
    assert "after" == kept.get(last).report.source
    with pytest.raises(NotFound):
        kept.get(first)
    kept.close()


def test_long_texts_make_room() -> None:
    """Their letters are limited, wherever in a report or in a comparison they stand."""
    kept = KeptReports(lambda: 0.0)
    long = "x" * (MOST_LETTERS // 2 + 1)
    repair = Finding("violation", "f", "p", "", "", "", "s", "c", repairs=(Repair(long, ""),))
    group = Group("g", "violation", "", "", 1, (repair,))
    first = kept.keep(Report("file", 0, (group,)))
    last = kept.keep(Report("file", 0, (Group("g", "violation", long, "", 1, ()),)))
    assert "file" == kept.get(last).report.source
    with pytest.raises(NotFound):
        kept.get(first)
    kept.close()


def test_a_large_earlier_report_is_refused(service: Served) -> None:
    """More than a report of ours lists is not compared, and what others have kept stays."""
    kept = links_in(page_of(service, "liste.csv", WRONG.encode()))["json"]
    report = httpx.get(service.address + kept).json()
    report["groups"] = [{**report["groups"][0], "count": 100_001}]
    found = report["findings"][0] | {"repairs": [], "place": None}
    short = {name: "" if isinstance(said, str) else said for name, said in found.items()}
    one = short | {"severity": "violation", "group": report["groups"][0]["identifier"]}
    report["findings"] = [one] * 100_001
    files = {"file": ("liste.csv", WRONG.encode()), "before": ("b.json", written(report))}
    got = httpx.post(f"{service.address}/validate", files=files, headers=PAGE, timeout=60)
    assert (400, True) == (got.status_code, "100,001 findings are listed" in got.text)
    assert 200 == httpx.get(service.address + kept).status_code


def test_what_a_service_left_that_was_killed_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another one still needs stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "klimagraph-reports-left"
    left.mkdir()
    (left / "a.xlsx").touch()
    first = KeptReports()
    second = KeptReports()
    assert (False, 2) == (left.exists(), len(list(tmp_path.iterdir())))
    first.close()
    second.close()
    assert [] == list(tmp_path.iterdir())
