"""Receiving: what was sent is on disk and in the ledger before anybody is told that it is."""

import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from klimagraph import ledger, releases
from klimagraph.datasets import VOCABULARY, check_slug
from klimagraph.errors import Conflict, Forbidden, InputRefused, Overloaded, StorageFailed
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import Concerns, note
from klimagraph.releases import durable, endings
from klimagraph.releases.staging import now
from klimagraph.releases.workplace import workplace
from klimagraph.settings import Settings
from klimagraph.submissions.finding import found
from klimagraph.submissions.places import RECEIVING, folder_of, root_of

LONGEST_NAME, LONGEST_NOTE = 120, 1000
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})(\.gz)?$")


@dataclass(frozen=True)
class Upload:
    """A file that came, not yet on disk for good."""

    path: Path
    name: str
    """What the submitter calls it."""
    note: str = ""
    kind: str = ""
    """Class of the things in a table that does not say it itself."""


@contextmanager
def arriving(home: Path) -> Iterator[Path]:
    """Yield a folder for a file on its way, on the disk on which it will stay.

    Raises StorageFailed where the disk is full; nothing is left then.
    """
    with _storage(), workplace(_for_its_owner(root_of(home)), RECEIVING) as folder:
        yield folder


def _for_its_owner(folder: Path) -> Path:
    """Return a folder into which nobody else on the machine can look."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def receive(
    settings: Settings, dataset: str, upload: Upload, holder: Holder
) -> tuple[Submission, bool]:
    """Take a file that shall become a dataset; return the submission, and whether it is new.

    Raises Forbidden, InputRefused (no such name for a dataset), Conflict (it has ended),
    Overloaded, StorageFailed.
    """
    _check(settings, dataset, holder)
    new = _described(settings.home, dataset, upload, holder)
    with _kept_if_entered(settings.home) as keep, ledger.changing(settings.home) as connection:
        known = entries.same(connection, dataset, new.digest)
        if known and not _to_be_checked_again(known, new):
            return known, False
        if known:
            again = _next(known, new)
            _enter_revision(connection, again, holder, lambda: keep(again, upload))
            return again, False
        if entries.count_open(connection, holder) >= settings.submissions_open:
            raise Overloaded(
                f"{settings.submissions_open} Ihrer Einreichungen sind offen; veröffentlichen "
                "Sie eine oder ziehen Sie eine zurück / that many of your submissions are open; "
                "publish or withdraw one (limit SUBMISSIONS_OPEN)"
            )
        keep(new, upload)
        entries.add(connection, new)
        _note(connection, holder, "received", new)
    return new, True


def revise(settings: Settings, identifier: str, upload: Upload, holder: Holder) -> Submission:
    """Take a corrected file for an open submission.

    Raises NotFound, Forbidden, Conflict (no longer open), StorageFailed.
    """
    with ledger.reading(settings.home) as connection:
        before = found(connection, identifier, holder)
    new = _next(before, _described(settings.home, before.dataset, upload, holder))
    with _kept_if_entered(settings.home) as keep, ledger.changing(settings.home) as connection:
        _enter_revision(connection, new, holder, lambda: keep(new, upload))
    return new


def cleaned(name: str, longest: int = LONGEST_NAME) -> str:
    """Return the last part of the name of a file, without what could be mistaken for more."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    shown = "".join(letter for letter in last if letter.isprintable())
    return shown.strip(". ")[-longest:]


def _to_be_checked_again(known: Submission, new: Submission) -> bool:
    """Tell whether the same file may fare better now: another base, or a fault of ours."""
    return bool(known.fault) or known.base != new.base


def _enter_revision(
    connection: Connection, new: Submission, holder: Holder, keep: Callable[[], None]
) -> None:
    if not entries.revise(connection, new):
        raise Conflict(
            f"Die Einreichung {new.id} ist nicht mehr offen oder wurde gerade geändert "
            f"/ submission {new.id} is not open any more, or was just changed"
        )
    keep()
    _note(connection, holder, "corrected", new)


def _check(settings: Settings, dataset: str, holder: Holder) -> None:
    if settings.scratch:
        raise Forbidden("a scratch instance takes no submissions")
    if check_slug(dataset) == VOCABULARY:
        raise Forbidden("the vocabulary comes with the program; nobody submits it")
    endings.refuse_ended(settings.home, releases.current(settings.home), {dataset: True})
    if not holder.may_submit(dataset):
        raise Forbidden(
            f"Mit diesem Token reichen Sie zum Datensatz {holder.dataset} ein, nicht zu {dataset} "
            f"/ this token is for the dataset {holder.dataset}, not for {dataset}"
        )


def _described(home: Path, dataset: str, upload: Upload, holder: Holder) -> Submission:
    size = upload.path.stat().st_size
    if size == 0:
        raise InputRefused("the file is empty", cleaned(upload.name))
    with upload.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    suffix = _SUFFIX.search(upload.path.name.lower())
    if suffix is None:
        raise InputRefused(
            "der Name der Datei sagt nicht, was sie ist / the name of the file does not tell "
            "its format",
            cleaned(upload.name),
        )
    release = releases.current(home)
    version = release.dataset(dataset) if release else None
    return Submission(
        secrets.token_hex(6),
        dataset,
        entries.RECEIVED,
        1,
        now(),
        digest,
        cleaned(upload.name) or upload.path.name,
        suffix[0],
        size,
        printable(upload.note),
        upload.kind,
        holder.token,
        version.content if version else "",
    )


def printable(text: str) -> str:
    """Return a note as it is kept: so many characters, and none that is no text."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")[
        :LONGEST_NOTE
    ]


def _next(before: Submission, new: Submission) -> Submission:
    """Return the revision after the one that a submission stands at."""
    kept = {"id": before.id, "revision": before.revision + 1, "token": before.token}
    return Submission(**vars(new) | kept | {"kind": new.kind or before.kind})


@contextmanager
def _kept_if_entered(home: Path) -> Iterator[Callable[[Submission, Upload], None]]:
    """Yield what brings a file to its place for good; it goes where the block raises.

    The place is taken in a transaction of the ledger: what lies there is of a writer that died.
    """
    taken: list[Path] = []

    def keep(new: Submission, upload: Upload) -> None:
        place = folder_of(home, new)
        with _storage():
            shutil.rmtree(place, ignore_errors=True)
            taken.append(place)
            place.mkdir(parents=True)
            with upload.path.open("rb") as file:
                os.fsync(file.fileno())
            upload.path.rename(place / f"original{new.suffix}")
            for folder in (place, place.parent, place.parent.parent, home):
                durable.sync_folder(folder)

    try:
        yield keep
    except BaseException:
        for folder in taken:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _note(connection: Connection, holder: Holder, what: str, new: Submission) -> None:
    about = Concerns(new.id, new.dataset)
    note(connection, holder, what, about, revision=new.revision, digest=new.digest)


@contextmanager
def _storage() -> Iterator[None]:
    """Translate what the file system says."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(f"nothing was received: {error}") from None
