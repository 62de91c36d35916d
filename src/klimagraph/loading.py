"""Loading: from files to a release, the same way for the command line and the first start."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from klimagraph import releases
from klimagraph.datasets import (
    DatasetSource,
    bundled,
    check_slug,
    differing,
    read_source,
    with_description,
)
from klimagraph.errors import InputRefused
from klimagraph.register.update import update_register
from klimagraph.releases import Release, objects
from klimagraph.releases.publication import Progress

AUTHORITIES = "reference-authorities"


def load_bundled(home: Path, root: Path, tell: Progress) -> Release:
    """Publish what comes with the program, as far as it differs from what was loaded before."""
    current = releases.current(home)
    known = {item.slug: item for item in current.datasets} if current else {}
    sources = bundled(root)
    if not sources:
        raise InputRefused("no dataset lies there", source=str(root / "data"))
    contents = {}
    for source in differing(sources, known):
        tell(f"read {source.slug}")
        contents[source.slug] = read_source(source)
    return releases.publish(home, contents, "data that come with the program", tell)


def load_files(home: Path, slug: str, files: Sequence[Path], tell: Progress) -> Release:
    """Publish files as the new content of one dataset; raises InputRefused with the place."""
    tell(f"read {check_slug(slug)}")
    content = read_source(DatasetSource(slug, tuple(files)))
    current = releases.current(home)
    version = current.dataset(slug) if current else None
    before = objects.get(home, version.content) if version else b""
    return releases.publish(
        home, {slug: with_description(content, slug, before)}, f"load {slug}", tell
    )


def load_register(
    home: Path, root: Path, register: Path, population_date: date | None, tell: Progress
) -> Release:
    """Publish a newer register of municipalities; the companion tables are carried over by key."""
    tell("read the register")
    bundle = root / "data" / AUTHORITIES
    kept = home / "tables" / AUTHORITIES
    update_register(register, kept if kept.exists() else bundle, kept, population_date)
    tell("make statements")
    source = DatasetSource(AUTHORITIES, (bundle / "dataset.ttl",), kept)
    note = f"register {register.name}"
    return releases.publish(home, {AUTHORITIES: read_source(source)}, note, tell)
