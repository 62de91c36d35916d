"""Taking a person down: a clean release at once, then everything that is kept."""

import secrets
import string
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from klimagraph import changes, releases
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import DERIVED
from klimagraph.derivation import derivation
from klimagraph.errors import Conflict, InputRefused, NotFound, StoreBusy
from klimagraph.harvest import preparing
from klimagraph.people import PERSONS, is_person
from klimagraph.releases import Edit, Release, objects, tombstones
from klimagraph.releases.publication import Changes, Progress
from klimagraph.releases.redaction import Rewriting
from klimagraph.releases.staging import now
from klimagraph.releases.tombstones import Tombstone, words_of
from klimagraph.settings import Settings
from klimagraph.takedown import feeds, remains
from klimagraph.takedown.finding import every_person, kept_contents, known
from klimagraph.takedown.journal import Journal, Underway
from klimagraph.takedown.names import spellings
from klimagraph.takedown.remains import Remains

PATIENCE, PAUSE = 600.0, 0.1
"""Seconds that a takedown waits for the right to write, and between two attempts."""
SIGNS, OPAQUE = string.ascii_lowercase + string.digits, 10
SAME, DIFFERENT = "same", "different"

Result = TypeVar("Result")


@dataclass(frozen=True)
class Wish:
    """Who shall be taken down."""

    iri: str
    reason: str = ""
    spellings: tuple[str, ...] = ()
    """Further spellings of the name."""
    namesakes: str = ""
    """Who else has the name: the same human being, or a different one."""
    submissions: bool = False
    """Whether files of submissions that hold the name are removed."""


@dataclass(frozen=True)
class Done:
    """What came of it."""

    release: str
    rewritten: tuple[str, ...]
    remains: Remains
    fault: str = ""
    """Why harvesters have no new snapshot yet; empty where they have one, or had none."""


def take_down(settings: Settings, wish: Wish, tell: Progress) -> Done:
    """Take a person out of everything that is kept, and never take her or him in again.

    It can be killed at any moment: the same call goes on, and `go_on` does. Raises NotFound,
    InputRefused (not a person), Conflict (others have the same name, another one is under way),
    StoreBusy, StorageFailed, StoreDamaged.
    """
    journal = Journal(settings.home)
    underway = journal.read()
    if underway and wish.iri not in underway.stands:
        raise Conflict("another takedown was not finished; `klimagraph takedown` goes on with it")
    if underway is None:
        underway = _begun(settings, wish)
    return _carried_out(settings, underway, tell)


def go_on(settings: Settings, tell: Progress) -> Done:
    """Finish the takedown that is under way; raises NotFound where there is none."""
    underway = Journal(settings.home).read()
    if underway is None:
        raise NotFound("no takedown is under way")
    return _carried_out(settings, underway, tell)


def _carried_out(settings: Settings, underway: Underway, tell: Progress) -> Done:
    release = _in_turn(lambda: _publish(settings, underway, tell))
    _note_release(settings.home, underway, release)
    with preparing.alone(settings.home, wait=PATIENCE):
        done = _cleaned(settings, underway, tell)
    return replace(done, release=release.name if release else "")


def _cleaned(settings: Settings, underway: Underway, tell: Progress) -> Done:
    """Clean all that is kept; the caller is the only one who prepares snapshots meanwhile."""
    home, plan, journal = settings.home, underway.plan, Journal(settings.home)
    _in_turn(lambda: changes.forget(home, plan.redact, plan.hides))
    rewriting = Rewriting(home, plan.redact, journal.planned, journal.done, tell)
    _in_turn(lambda: rewriting.run(_finished(journal)))
    journal.answers(feeds.address_of(home))
    feeds.remove(home)
    tell("look through everything else")
    result = journal.read() or underway
    left = _in_turn(lambda: remains.clean(home, result))
    fault = feeds.renew(settings, result.address, tell)
    journal.end()
    return Done("", result.finished, left, fault)


def again(settings: Settings) -> list[str]:
    """Return the persons who have a tombstone and are there all the same.

    A backup that was made before a takedown brings them back.
    """
    held = tombstones.read(settings.home)
    if not held.all:
        return []
    logged = (state for _, state in changes.all_states(settings.home))
    persons = every_person(chain(kept_contents(settings.home), logged))
    return sorted(iri for iri in persons if held.of_iri(iri))


def _begun(settings: Settings, wish: Wish) -> Underway:
    """Enter that a takedown begins: from then on nobody brings the person back."""
    home = settings.home
    if not is_person(wish.iri) or "#" in wish.iri:
        raise InputRefused(f"{wish.iri} is no person; those begin with {PERSONS}")
    held = tombstones.opened(home)
    found = known(home, wish.iri, wish.spellings)
    if not found.there:
        raise NotFound(
            f"neither a kept release nor the change log speaks of {wish.iri}"
            + _since(held.of_iri(wish.iri))
        )
    if found.others and wish.namesakes not in (SAME, DIFFERENT):
        raise Conflict(
            f"other persons have the same name: {', '.join(found.others)}; "
            "say --same (one human being, all are taken down) or --different"
        )
    persons = (wish.iri, *(found.others if wish.namesakes == SAME else ()))
    alone = wish.namesakes != DIFFERENT or not found.others
    stands = {iri: _tombstone(home, iri, found.names if alone else (), wish) for iri in persons}
    near = {thing for iri in persons for thing in known(home, iri, ()).near}
    begun = Underway(stands, found.names, tuple(sorted(near)), alone, wish.submissions)
    Journal(home).write(begun)
    return begun


def _tombstone(home: Path, iri: str, names: Iterable[str], wish: Wish) -> str:
    held = tombstones.read(home)
    before = held.of_iri(iri)
    forms = {form for name in names for form in spellings(name)}
    words = [words for words in map(words_of, sorted(forms)) if len(words) > 1]
    stands = before.stands if before else PERSONS + _opaque()
    hashes = tuple(sorted({held.hash_of_name(each) for each in words}))
    lengths = tuple(sorted({len(each) for each in words}))
    tombstones.put(home, Tombstone(held.hash(iri), hashes, lengths, stands, now(), wish.reason))
    return stands


def _opaque() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(OPAQUE))


def _since(tombstone: Tombstone | None) -> str:
    return f"; it was taken down on {tombstone.at[:10]}" if tombstone else ""


def _publish(settings: Settings, underway: Underway, tell: Progress) -> Release | None:
    """Publish a release without the person, if the one that is served speaks of her or him."""
    home, plan = settings.home, underway.plan

    def change(release: Release | None) -> Changes:
        edits = {}
        for version in release.datasets if release else ():
            difference = plan.redact(objects.get(home, version.content))
            if difference.size and version.slug != DERIVED:
                edits[version.slug] = Edit(difference, version.source)
        return edits

    if releases.current(home) is None:
        return None
    tell("publish a release without the person")
    return releases.publish(home, change, "takedown", tell, derivation(bundle_folder()))


def _note_release(home: Path, underway: Underway, release: Release | None) -> None:
    held = tombstones.read(home)
    for found in filter(None, map(held.of_iri, underway.stands)):
        if release and not found.release:
            tombstones.put(home, replace(found, release=release.name))


def _finished(journal: Journal) -> tuple[str, ...]:
    underway = journal.read()
    return underway.finished if underway else ()


def _in_turn(work: Callable[[], Result]) -> Result:
    """Do some work as soon as nobody else writes; raises StoreBusy."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except StoreBusy:
            if time.monotonic() > end:
                raise
            time.sleep(PAUSE)
