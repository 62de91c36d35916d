"""Releases of a scratch instance: a store that anybody with the right to write may change."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Store

from klimagraph.errors import StoreBusy
from klimagraph.releases import manifests, stores
from klimagraph.releases.lock import writing
from klimagraph.releases.manifests import Release
from klimagraph.releases.publication import tidy
from klimagraph.releases.staging import commit, now, staging, storage

KEPT = 2
"""Releases that stay, so that who reads the one before can finish."""

Change = Callable[[Store], None]


def alter(home: Path, change: Change, note: str) -> Release:
    """Change a clone of the current store and make it the next release, or change nothing.

    The first release of a home begins with an empty store. What `change` raises is raised;
    StoreBusy where the home holds datasets, or another process writes.
    """
    with storage(), writing(home, note):
        before = manifests.current(home)
        if before and not before.scratch:
            raise StoreBusy(f"{home} holds published datasets and cannot be a scratch instance")
        tidy(home)
        parent = before.name if before else None
        name = manifests.next_name(datetime.now(UTC).year, manifests.taken(home))
        release = Release(name, now(), parent, note, (), scratch=True)
        with staging(home) as folder:
            _build(home, folder, before, change)
            commit(home, folder, release)
        _forget_old(home)
        return release


def _build(home: Path, folder: Path, before: Release | None, change: Change) -> None:
    place = folder / manifests.STORE
    if before:
        stores.open_read_only(manifests.store_of(home, before.name)).backup(str(place))
    store = Store(str(place))
    change(store)
    store.flush()


def _forget_old(home: Path) -> None:
    for name in manifests.names(home)[:-KEPT]:
        shutil.rmtree(manifests.folder_of(home, name), ignore_errors=True)
