"""What a submission says about whom, and what it would change; done in a process of its own."""

from dataclasses import asdict
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from klimagraph import ledger, releases
from klimagraph.datasets import DatasetSource, read_source
from klimagraph.errors import InputRefused
from klimagraph.ledger import Submission, tokens
from klimagraph.ledger.submissions import Outcome
from klimagraph.rdf import Limits, format_of
from klimagraph.releases import Content, Release, objects
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.submissions import finding, telling
from klimagraph.submissions.checking import keep, keep_report
from klimagraph.submissions.differences import compare
from klimagraph.submissions.ownership import with_ownership
from klimagraph.submissions.places import DIFFERENCE, STATEMENTS, folder_of, original_of
from klimagraph.submissions.removed import with_removed
from klimagraph.submissions.things import subject_of
from klimagraph.submissions.unreadable import unreadable
from klimagraph.submissions.wording import Words
from klimagraph.validation import Report


def judge(settings: Settings, one: Submission, checked: str) -> Outcome:
    """Look at whom a submission speaks about and what it would change; keep both.

    `checked` names the release that was served before the validation began.
    """
    report = finding.report(settings.home, one)
    assert report is not None  # noqa: S101  # it was validated before
    release = releases.current(settings.home)
    if not (folder_of(settings.home, one) / STATEMENTS).exists():
        return _outcome(report, checked)
    try:
        content = content_of(settings, one, release)
    except InputRefused as error:
        report = unreadable(error, one.name, one.digest)
        keep_report(folder_of(settings.home, one), report)
        return _outcome(report, checked)
    report = _compared(settings, one, report, (release, content))
    return _outcome(report, checked, content)


def content_of(settings: Settings, one: Submission, release: Release | None) -> Content:
    """Return what a submission would make of its dataset; raises InputRefused."""
    limits = Limits(
        settings.upload_size * MEBIBYTE,
        settings.upload_unpacked * MEBIBYTE,
        settings.upload_triples,
    )
    files = original_of(settings.home, one), folder_of(settings.home, one) / STATEMENTS
    source = DatasetSource(one.dataset, (readable(*files),))
    return read_source(source, published(settings.home, one.dataset, release), limits)


def published(home: Path, dataset: str, release: Release | None) -> bytes:
    """Return what a dataset holds in a release, nothing where it is not there."""
    version = release.dataset(dataset) if release else None
    return objects.get(home, version.content) if version else b""


def readable(original: Path, statements: Path) -> Path:
    """Return RDF as it came, so that its names are completed as those of the dataset.

    Of other files the statements that the validation read.
    """
    try:
        format_of(original)
    except InputRefused:
        return statements
    return original


def words_on(release: Release | None, home: Path, content: Content) -> tuple[Store, Words]:
    """Return what is published, and what things are called there and in a content."""
    store = releases.open_read_only(releases.store_of(home, release.name)) if release else Store()
    return store, Words([_loaded(content), store])


def _compared(
    settings: Settings, one: Submission, report: Report, states: tuple[Release | None, Content]
) -> Report:
    """Keep the difference, and return the report with what is said about things of others."""
    home, (release, content) = settings.home, states
    seen = words_on(release, home, content)
    subjects = {subject_of(line) for line in content.quads.splitlines()}
    report = with_ownership(report, subjects, one.dataset, seen, _severity(home, one))
    report = with_removed(report, home, content.quads)
    keep_report(folder_of(home, one), report)
    difference = compare(published(home, one.dataset, release), content.quads, seen[1])
    told = asdict(telling.summary(difference))
    data = asdict(difference) | {"summary": told, "release": release.name if release else ""}
    keep(folder_of(home, one) / DIFFERENCE, data)
    return report


def _severity(home: Path, one: Submission) -> str:
    """Return how bad it is to speak about things of others: a curator may."""
    with ledger.reading(home) as connection:
        role = tokens.role_of(connection, one.token)
    return "violation" if role == tokens.SUBMITTER else "warning"


def _loaded(content: Content) -> Store:
    store = Store()
    store.bulk_load(content.quads, format=RdfFormat.N_QUADS, lenient=True)
    return store


def _outcome(report: Report, checked: str, content: Content | None = None) -> Outcome:
    return Outcome(
        report.conforms and content is not None,
        checked,
        objects.digest_of(content.quads) if content else "",
        content.quads.count(b"\n") if content else 0,
        report.count("violation"),
        report.count("warning"),
        report.count("info"),
    )
