"""Ending a dataset, step by step; each step is a release."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import DERIVED, VOCABULARY, check_slug
from klimagraph.derivation import derivation
from klimagraph.errors import Conflict, InputRefused, NotFound
from klimagraph.releases import Content, Difference, Edit, Release, endings, objects
from klimagraph.releases.endings import Ending
from klimagraph.releases.publication import Changes, Progress
from klimagraph.releases.redaction import kept_releases
from klimagraph.retirement import terms
from klimagraph.retirement.references import Reference, references
from klimagraph.retirement.stages import WITHDRAWN, Retirement, announced, of_home, today
from klimagraph.terms import is_iri
from klimagraph.writing.accepting import check_change

SOURCE = "retirement"
SHOWN = 5


def retire(
    home: Path, slug: str, ending: Retirement, tell: Progress, day: date | None = None
) -> Release:
    """Publish that a dataset is deprecated from a day on.

    Raises NotFound, InputRefused (day, reason, IRI), Conflict where it says so already.
    """
    _check(slug, ending, day or today())
    lines = terms.lines_of(slug, ending.deprecated, ending.reason, ending.replaced_by)

    def change(release: Release | None) -> Changes:
        content = _content(home, release, slug)
        if any(terms.lines_in(slug, content)):
            raise Conflict(f"dataset {slug} is retired already; --undo takes that back")
        return {slug: Edit(Difference([], lines), SOURCE, check_change(slug))}

    return _publish(home, change, f"retire {slug}", tell)


def finish(home: Path, slug: str, tell: Progress, *, now: bool, force: bool) -> Release:
    """Publish a release without a retired dataset, whose name is not given again.

    Raises NotFound, Conflict where it is not retired, where it is not withdrawn yet (unless
    `now`), and where others link to what only it describes (unless `force`).
    """
    retired = of_home(home).get(slug)
    if retired is None:
        raise _not_retired(home, slug)
    if retired.state != WITHDRAWN and not now:
        raise Conflict(
            f"dataset {slug} is withdrawn on {retired.due}, thirty days after {retired.deprecated};"
            " until then portals tell their users; --now withdraws it all the same"
        )
    found = links_to(home, slug)
    if found and not force:
        raise Conflict(_lost(slug, found))
    day = today().isoformat()
    ending = Ending(slug, retired.deprecated, day, retired.reason, retired.replaced_by)

    def change(release: Release | None) -> Changes:
        endings.put(home, ending)  # refuses only what is not there: a crash here does no harm
        return {slug: None} if release and release.dataset(slug) else {}

    return _publish(home, change, f"withdraw {slug} for good", tell)


def undo(home: Path, slug: str, tell: Progress) -> Release:
    """Publish that a dataset is not retired, or bring it back where it is gone.

    Raises NotFound where it was not retired, Conflict where no kept release has it; then its name
    can be given again.
    """
    ended = slug in endings.endings(home)
    if not ended and slug not in announced(home):
        raise _not_retired(home, slug)

    def change(release: Release | None) -> Changes:
        endings.take_back(home, slug)
        if release and (version := release.dataset(slug)):
            content = objects.get(home, version.content)
            gone = list(terms.lines_in(slug, content))
            return {slug: Edit(Difference(gone, []), version.source)}
        return {slug: _kept(home, slug)}

    return _publish(home, change, f"do not retire {slug}", tell)


def links_to(home: Path, slug: str) -> list[Reference]:
    """Return the links that would lead to nothing if a dataset were gone."""
    release = releases.current(home)
    if release is None:
        return []
    store = releases.open_read_only(releases.store_of(home, release.name))
    return list(references(store, slug))


def _check(slug: str, ending: Retirement, day: date) -> None:
    if check_slug(slug) in (VOCABULARY, DERIVED):
        raise InputRefused(f"{slug} belongs to the program and is not retired")
    if not ending.reason.strip():
        raise InputRefused("say why: --reason TEXT is shown to all who use the dataset")
    if ending.deprecated < day.isoformat():
        raise InputRefused(
            f"{ending.deprecated} has passed: nobody could have known; today is {day}"
        )
    if ending.replaced_by and not is_iri(ending.replaced_by):
        raise InputRefused(f"--replaced-by is {ending.replaced_by!r}, which is not an IRI")


def _content(home: Path, release: Release | None, slug: str) -> bytes:
    version = release.dataset(slug) if release else None
    if version is None:
        raise NotFound(f"there is no dataset {slug}")
    return objects.get(home, version.content)


def _kept(home: Path, slug: str) -> Content:
    """Return the newest content of a dataset that a kept release has, as if it went on."""
    found = (release.dataset(slug) for release in reversed(kept_releases(home)))
    version = next((item for item in found if item), None)
    if version is None:
        raise Conflict(
            f"no kept release has dataset {slug} any more; its name is free again: load it anew"
        )
    content = objects.get(home, version.content)
    gone = set(terms.lines_in(slug, content))
    lines = [line for line in content.splitlines() if line not in gone]
    return Content(b"\n".join([*lines, b""]), version.source)


def _not_retired(home: Path, slug: str) -> Conflict | NotFound:
    release = releases.current(home)
    if release and release.dataset(slug):
        return Conflict(f"dataset {slug} is not retired; klimagraph retire {slug} --reason TEXT")
    return NotFound(f"there is no dataset {slug}")


def _lost(slug: str, found: list[Reference]) -> str:
    things = len({each.thing for each in found})
    shown = "; ".join(f"{each.subject} ({each.dataset}) -> {each.thing}" for each in found[:SHOWN])
    return (
        f"other datasets link to {things} things that only {slug} describes, and the links would "
        f"lead to nothing: {shown}{'; ...' if len(found) > SHOWN else ''}. Correct those datasets "
        "first, or withdraw it with --force"
    )


def _publish(
    home: Path, change: Callable[[Release | None], Changes], note: str, tell: Progress
) -> Release:
    return releases.publish(home, change, note, tell, derivation(bundle_folder()))
