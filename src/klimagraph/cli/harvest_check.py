"""The command that reads a catalogue as portals do."""

from pathlib import Path
from typing import Annotated

import typer

from klimagraph.cli.terminal import NOT_VALID, SYSTEM_FAILED, Home, people, settings_of
from klimagraph.harvest_check import own_feed
from klimagraph.harvest_check.checking import NOTHING, Before, check
from klimagraph.harvest_check.network import SCHEMES, network
from klimagraph.harvest_check.report import Report, as_json, known_from
from klimagraph.harvest_check.text import as_text
from klimagraph.rdf import Limits, read_bytes

LARGEST = Limits(raw=64 << 20, unpacked=64 << 20)
"""Bytes of an earlier report."""


def harvest_check(
    url: Annotated[
        str, typer.Argument(help="The catalogue; none: that of this instance, without network.")
    ] = "",
    *,
    against: Annotated[
        Path | None, typer.Option(help="Earlier report (JSON): what would be deleted since.")
    ] = None,
    distributions: Annotated[
        bool, typer.Option("--distributions", help="Fetch the files too, and check them.")
    ] = False,
    output: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    home: Home = None,
) -> None:
    """Read a catalogue as CKAN, GovData and piveau do; exit 1 where something is wrong."""
    _check(url, output, language)
    with people.status("reading"):
        report = _report(settings_of(home=home).home, url, against, files=distributions)
    print(as_json(report) if output == "json" else as_text(report, language), end="")
    if any(each.code == "no-answer" and each.subject == url for each in report.findings):
        raise typer.Exit(SYSTEM_FAILED)
    raise typer.Exit(0 if report.conforms else NOT_VALID)


def _check(url: str, output: str, language: str) -> None:
    """Refuse what is not known."""
    if url and (not url.startswith(SCHEMES) or url in SCHEMES):
        raise typer.BadParameter("an address that begins with http:// or https://")
    if output not in ("text", "json"):
        raise typer.BadParameter("text or json", param_hint="--format")
    if language not in ("de", "en"):
        raise typer.BadParameter("de or en", param_hint="--language")


def _report(home: Path, url: str, against: Path | None, *, files: bool) -> Report:
    before = _earlier(against) if against else NOTHING
    if url:
        with network() as fetch:
            return check(fetch, url, before, files=files)
    found = own_feed.served(home)
    before = before if against else own_feed.before_of(home, found)
    fetch = own_feed.fetch_of(home, found)
    return check(fetch, own_feed.start_of(found), before, files=files)


def _earlier(path: Path) -> Before:
    return Before(str(path), known_from(read_bytes(path, LARGEST), str(path)))
