"""Publishing and withdrawing: once, on what is published now, or not at all."""

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

from klimagraph import ledger, releases
from klimagraph.bundle import bundle_folder
from klimagraph.derivation import derivation
from klimagraph.errors import Conflict, DataInvalid, Forbidden, ReleaseGone, StoreDamaged
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import Concerns, note
from klimagraph.ledger.submissions import Outcome
from klimagraph.namespaces import DATASETS
from klimagraph.releases import Content, Release, objects
from klimagraph.releases.patience import in_turn
from klimagraph.releases.publication import Changes, silent
from klimagraph.settings import Settings
from klimagraph.submissions.checking import examine
from klimagraph.submissions.finding import found
from klimagraph.submissions.following import follow
from klimagraph.submissions.judging import content_of, judge
from klimagraph.submissions.traces import made_by, mark

Change = Callable[[Release | None], Changes]


def publish(settings: Settings, identifier: str, holder: Holder) -> Submission:
    """Make a valid submission the version of its dataset; twice is once.

    Where another release is served than at its check it is checked again.
    Raises NotFound, Conflict (not valid, or its dataset was published meanwhile), DataInvalid,
    StoreBusy, StorageFailed.
    """
    follow(settings.home)
    one = _begun(settings.home, identifier, holder, "publish")
    if one.state == entries.PUBLISHED:
        return one

    def change(release: Release | None) -> Changes:
        version = release.dataset(one.dataset) if release else None
        there = version.content if version else ""
        if there == one.content:  # somebody published it and died before it was entered
            return {}
        if there != one.base:
            raise _meanwhile(settings.home, one, there)
        if (release.name if release else "") != one.checked:
            _check_again(settings, one, release.name if release else "")
        return {one.dataset: content_of(settings, one, release)}

    release = _in_turn(settings.home, one, change)
    made = made_by(settings.home, one, "publish") or release.name
    with ledger.changing(settings.home) as connection:
        if entries.publish(connection, one, made):
            about = Concerns(one.id, one.dataset)
            note(connection, holder, "published", about, release=made, revision=one.revision)
        return found(connection, identifier, holder)


def withdraw(settings: Settings, identifier: str, holder: Holder) -> Submission:
    """Withdraw a submission; a curator may withdraw one that is published.

    Its dataset gets the version back that it had before, or is gone where there was none.
    Raises NotFound, Forbidden, Conflict, ReleaseGone, StoreBusy, StorageFailed.
    """
    follow(settings.home)
    one = _begun(settings.home, identifier, holder, "withdraw")
    if one.state == entries.WITHDRAWN:
        return one
    release = ""
    if one.state == entries.PUBLISHED:
        _in_turn(settings.home, one, lambda before: _taken_back(settings.home, one, before))
        release = made_by(settings.home, one, "withdraw")
    with ledger.changing(settings.home) as connection:
        enter_withdrawal(connection, one, release, holder)
        return found(connection, identifier, holder)


def enter_withdrawal(connection: Connection, one: Submission, release: str, holder: Holder) -> None:
    """Enter that a submission was withdrawn, with the release that was made for it, if one was."""
    if not entries.withdraw(connection, one):
        return
    about = Concerns(one.id, one.dataset)
    if not release:
        note(connection, holder, "given-up", about)
        return
    note(connection, holder, "withdrawn", about, release=release)
    if one.base:
        note(connection, holder, "rolled-back", about, release=release, content=one.base)


def _begun(home: Path, identifier: str, holder: Holder, what: str) -> Submission:
    """Return a submission after entering what shall be done with it; raises where it cannot be."""
    with ledger.changing(home) as connection:
        one = found(connection, identifier, holder)
        wanted = entries.PUBLISHED if what == "publish" else entries.WITHDRAWN
        if one.state == wanted:
            return one
        if one.underway not in ("", what):
            raise Conflict("Das wird gerade getan / this is being done right now")
        _CHECKS[what](one, holder)
        entries.begin(connection, one, what)
        return one


def _may_be_published(one: Submission, _holder: Holder) -> None:
    if one.state != entries.VALID:
        raise Conflict(
            "Veröffentlicht wird nur, was gültig ist / only what is valid can be published "
            f"({one.state})"
        )


def _may_be_withdrawn(one: Submission, holder: Holder) -> None:
    if one.state == entries.SUPERSEDED:
        raise Conflict(
            "Diese Fassung ist nicht mehr die veröffentlichte "
            "/ this version is not the published one any more"
        )
    if one.state == entries.PUBLISHED and not holder.curates:
        raise Forbidden(
            "Veröffentlichtes zieht die Redaktion zurück "
            "/ what is published can be withdrawn by a curator only"
        )


_CHECKS = {"publish": _may_be_published, "withdraw": _may_be_withdrawn}


def _in_turn(home: Path, one: Submission, change: Change) -> Release:
    """Make a release as soon as nobody else writes; where none was made nothing is underway."""
    what = "withdraw" if one.state == entries.PUBLISHED else "publish"
    rules, told = derivation(bundle_folder()), mark(one, what)
    try:
        return in_turn(lambda: releases.publish(home, change, told, silent, rules))
    except BaseException:
        if not made_by(home, one, what):
            with ledger.changing(home) as connection:
                entries.give_up(connection, one)
        raise


def _check_again(settings: Settings, one: Submission, release: str) -> None:
    """Check a submission on the release that is served now; raises DataInvalid, Conflict."""
    examine(settings, one)
    outcome = judge(settings, one, release)
    with ledger.changing(settings.home) as connection:
        if not entries.end_check(connection, one, outcome):
            raise Conflict("Die Einreichung wurde gerade geändert / it was changed just now")
        if outcome.conforms:
            entries.begin(connection, one, "publish")
    if not outcome.conforms:
        raise DataInvalid(_why(one, outcome))


def _why(one: Submission, outcome: Outcome) -> str:
    count = outcome.violations
    return (
        "Seit der Prüfung wurde anderes veröffentlicht, und damit ist die Einreichung nicht mehr "
        f"gültig ({count} Fehler); sehen Sie den neuen Bericht an / since it was checked something "
        f"else was published, with which submission {one.id} is not valid any more; "
        "see the new report"
    )


def _meanwhile(home: Path, one: Submission, there: str) -> Conflict:
    """Say what was published in the place of the version that the submission was made for."""
    made = next(
        (
            release
            for release in releases.all_releases(home)
            if (version := release.dataset(one.dataset)) and version.content == there
        ),
        None,
    )
    german, english = "zurückgezogen", "withdrawn"
    if made:
        german = f"neu veröffentlicht: Version {made.name} vom {made.created} ({made.note})"
        english = f"published: release {made.name} of {made.created} ({made.note})"
    return Conflict(
        f"Der Datensatz {one.dataset} wurde inzwischen {german}. Sehen Sie sich das an und "
        f"reichen Sie Ihre Datei noch einmal ein / meanwhile the dataset was {english}; "
        "look at it and send your file again"
    )


def _taken_back(home: Path, one: Submission, release: Release | None) -> Changes:
    version = release.dataset(one.dataset) if release else None
    there = version.content if version else ""
    if there == one.base:  # somebody withdrew it and died before it was entered
        return {}
    if there != one.content:
        raise _meanwhile(home, one, there)
    return {one.dataset: _kept(home, one) if one.base else None}


def _kept(home: Path, one: Submission) -> Content:
    """Return the version of a dataset that a submission took the place of."""
    known = (release.dataset(one.dataset) for release in releases.all_releases(home))
    source = next((item.source for item in known if item and item.content == one.base), "")
    try:
        return Content(objects.get(home, one.base), source)
    except StoreDamaged:
        raise ReleaseGone(
            "Die Fassung davor wird nicht mehr aufbewahrt. Reichen Sie ein, was gelten soll, oder "
            f"entfernen Sie den Datensatz: DELETE /graphs?graph={DATASETS}{one.dataset} "
            "/ the version before is not kept any more (releases --prune); submit what shall hold "
            "instead, or remove the dataset by that request"
        ) from None
