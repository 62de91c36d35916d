"""Checking what a manifest from outside says, before anything believes it."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import get_origin, get_type_hints

from klimagraph.errors import InputRefused
from klimagraph.releases import manifests
from klimagraph.releases.manifests import DatasetVersion, Release
from klimagraph.releases.stores import graph_of

_NAME = re.compile(r"[0-9]{4}\.[0-9]{1,9}\.[0-9]{1,9}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading JSON raises where it is none, or not what it should be."""


def check_types(value: object) -> None:
    """Raise InputRefused where a field of a dataclass has a value of another type."""
    for name, kind in get_type_hints(type(value)).items():
        found = getattr(value, name)
        if get_origin(kind) is tuple:
            continue
        number = kind is int and (isinstance(found, bool) or not isinstance(found, int))
        if number or not isinstance(found, kind) or (kind is int and found < 0):
            raise InputRefused(f"{name} cannot be {_short(found)}")


def checked_release(home: Path, name: str) -> Release:
    """Return a release whose manifest is whole; raises InputRefused."""
    text = (manifests.folder_of(home, name) / manifests.MANIFEST).read_bytes()
    try:
        release = manifests.from_json(text)
        _check_release(release, name)
        if json.loads(text)["digest"] != release.digest:
            raise InputRefused("it was changed")
    except InputRefused as error:
        raise InputRefused(f"the manifest of release {name}: {error.message}") from None
    except UNREADABLE as error:
        raise InputRefused(f"the manifest of release {name} cannot be read: {error}") from None
    return release


def _check_release(release: Release, name: str) -> None:
    check_types(release)
    if release.name != name:
        raise InputRefused(f"name cannot be {_short(release.name)}")
    _check("name", name, _NAME)
    if release.parent is not None:
        _check("parent", release.parent, _NAME)
    _check_time("created", release.created)
    for version in release.datasets:
        _check_version(version)


def _check_version(version: DatasetVersion) -> None:
    check_types(version)
    _check_slug(version.slug)
    _check("content", version.content, _DIGEST)
    _check_time("modified", version.modified)


def _check(name: str, value: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(value):
        raise InputRefused(f"{name} cannot be {_short(value)}")


def _check_slug(slug: str) -> None:
    try:
        graph_of(slug)
    except ValueError:
        raise InputRefused(f"slug cannot be {_short(slug)}") from None


def _check_time(name: str, value: str) -> None:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise InputRefused(f"{name} cannot be {_short(value)}") from None


def _short(value: object) -> str:
    return repr(value)[:60]
