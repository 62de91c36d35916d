"""What harvesters get: the change log, snapshots and files, without a person."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from klimagraph import changes, databases, releases
from klimagraph.errors import CatalogShrunk
from klimagraph.exports import packing
from klimagraph.harvest import preparing, snapshot
from klimagraph.releases.redaction import kept_releases
from klimagraph.settings import Settings
from klimagraph.takedown.finding import kept_contents
from klimagraph.takedown.journal import Underway
from klimagraph.takedown.plan import Plan

Progress = Callable[[str], None]


def texts_of(home: Path, plan: Plan) -> tuple[str, ...]:
    """Return the texts of kept contents that have to go."""
    lines = {line for content in kept_contents(home) for line in plan.redact(content).gone}
    quads = parse(b"\n".join(lines), format=RdfFormat.N_QUADS, lenient=True)
    texts = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return tuple(sorted(texts))


def forget(home: Path, underway: Underway, texts: tuple[str, ...]) -> None:
    """Take persons and texts about them out of the change log."""
    release = releases.current(home)
    if release is None or not databases.is_there(home, changes.DATABASE):
        return
    changes.record(home, release)
    for iri in underway.stands:
        changes.forget(home, iri, (*underway.names, *texts))
    with databases.changing(home, changes.DATABASE) as connection:
        for iri in underway.stands:  # who is in no feed needs no Delete, which would name her
            connection.execute("DELETE FROM activity WHERE thing = ?", (iri,))
    databases.erase_leftovers(home, changes.DATABASE)


def renew(settings: Settings, tell: Progress) -> None:
    """Let harvesters have the release that is served, where they had one before."""
    served = snapshot.current_name(settings.home)
    if served is None:
        return
    address = snapshot.read(settings.home, served).address
    with contextlib.suppress(CatalogShrunk):  # then harvesters wait: the former one has to go
        preparing.prepare(replace(settings, public_url=address), tell=tell)


def remove(home: Path) -> None:
    """Remove the snapshots of what no kept release holds any more, with their files."""
    digests = {release.digest for release in kept_releases(home)}
    left = []
    for name in snapshot.names(home):
        one = snapshot.read(home, name)
        if one.digest in digests:
            left.append(one)
        else:
            shutil.rmtree(snapshot.path_of(home, name), ignore_errors=True)
    packing.tidy(home, chain.from_iterable(one.files for one in left))
