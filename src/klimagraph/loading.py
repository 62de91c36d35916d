"""Loading: from files to a release, the same way for the command line and the first start."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import (
    DatasetSource,
    bundled,
    check_slug,
    differing,
    read_source,
)
from klimagraph.derivation import derivation
from klimagraph.errors import InputRefused, StorageFailed
from klimagraph.register.tables import read_register_tables
from klimagraph.register.update import update_register
from klimagraph.releases import DatasetVersion, Release, endings, objects, scratch
from klimagraph.releases.publication import Progress
from klimagraph.settings import Settings
from klimagraph.takedown.loading import without_removed

AUTHORITIES = "reference-authorities"


def begin(settings: Settings, empty: bool, tell: Progress) -> Release:
    """Make the first release of a home: the bundled data, or nothing."""
    if settings.scratch:
        return scratch.alter(settings.home, lambda _store: None, "empty")
    if empty:
        return releases.publish(settings.home, {}, "empty", tell)
    return load_bundled(settings.home, bundle_folder(), tell)


def load_bundled(home: Path, root: Path, tell: Progress) -> Release:
    """Publish what comes with the program, as far as it differs from what was loaded before."""
    current = releases.current(home)
    known = {item.slug: item for item in current.datasets} if current else {}
    sources = [_with_newest_tables(source, home) for source in bundled(root)]
    if not sources:
        raise InputRefused("no dataset lies there", source=str(root / "data"))
    ended = endings.endings(home)
    contents = {}
    for source in differing(sources, known):
        if source.slug not in ended:
            tell(f"read {source.slug}")
            contents[source.slug] = read_source(source, _held(home, known.get(source.slug)))
    kept = without_removed(home, contents)
    note = "data that come with the program" + kept.said
    return releases.publish(home, kept.contents, note, tell, derivation(root))


def load_files(home: Path, slug: str, files: Sequence[Path], tell: Progress) -> Release:
    """Publish files as the new content of one dataset; raises InputRefused with the place."""
    tell(f"read {check_slug(slug)}")
    current = releases.current(home)
    before = _held(home, current.dataset(slug) if current else None)
    content = read_source(DatasetSource(slug, tuple(files)), before)
    rules = derivation(bundle_folder())
    return releases.publish(home, {slug: content}, f"load {slug}", tell, rules)


def load_register(
    home: Path, root: Path, register: Path, population_date: date | None, tell: Progress
) -> Release:
    """Publish a newer register of municipalities; the companion tables are carried over by key."""
    tell("read the register")
    bundle = next(source for source in bundled(root) if source.slug == AUTHORITIES)
    tables = _with_newest_tables(bundle, home).tables
    assert tables is not None  # noqa: S101  # the register is made of tables
    kept = _kept_tables(home)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".new-") as workplace:
            fresh, old = Path(workplace) / "new", Path(workplace) / "old"
            update_register(register, tables, fresh, population_date)
            tell("make statements")
            content = read_source(replace(bundle, tables=fresh))
            note = f"register {register.name}"
            changes = {AUTHORITIES: content}
            release = releases.publish(home, changes, note, tell, derivation(root))
            if kept.exists():
                kept.rename(old)
            fresh.rename(kept)
            return release
    except OSError as error:
        raise StorageFailed(f"the tables of the register cannot be kept: {error}") from error


def _held(home: Path, version: DatasetVersion | None) -> bytes:
    return objects.get(home, version.content) if version else b""


def _kept_tables(home: Path) -> Path:
    return home / "tables" / AUTHORITIES


def _with_newest_tables(source: DatasetSource, home: Path) -> DatasetSource:
    """Return the source with the register that was loaded here where it is not the older one."""
    kept = _kept_tables(home)
    if source.slug != AUTHORITIES or source.tables is None or not kept.exists():
        return source
    newest = max((kept, source.tables), key=lambda path: read_register_tables(path).register_date)
    return replace(source, tables=newest)
