"""Datasets that say something about things, and what was recorded of them."""

from collections.abc import Mapping
from pathlib import Path

from klimagraph import changes
from klimagraph.changes import Activity
from klimagraph.namespaces import BASE, DATASETS
from klimagraph.releases import Content, Release, publish

Said = Mapping[str, str]
"""A text by the path of the thing, or part of one, that it is said of: `id/membership/a`."""


def dataset(slug: str, said: Said) -> Content:
    """Return a dataset that says such texts."""
    lines = {f"{line(path, text)[:-2]} <{DATASETS}{slug}> .\n" for path, text in said.items()}
    return Content("".join(sorted(lines)).encode(), repr(sorted(said.items())))


def line(path: str, text: str) -> str:
    """Return a statement as it stands in a state; a text with a scheme is an IRI."""
    value = f"<{text}>" if text.startswith("https:") else f'"{text}"'
    return f"<{BASE}{path}> <http://e/says> {value} ."


def state(said: Said) -> bytes:
    """Return the state of a thing of which this is said."""
    return "".join(sorted(f"{line(path, text)}\n" for path, text in said.items())).encode()


def published(home: Path, **datasets: Said | None) -> Release:
    """Publish datasets; None withdraws one."""
    wanted = {slug: dataset(slug, said) if said else None for slug, said in datasets.items()}
    return publish(home, wanted, "test")


def recorded(home: Path, **datasets: Said | None) -> int:
    """Publish and record."""
    return changes.record(home, published(home, **datasets))


def activities(home: Path) -> list[Activity]:
    """Return all activities that the feed shows, oldest first."""
    with changes.history(home) as log:
        return [
            activity
            for month in log.months()
            for page in log.pages(month)
            for activity in log.activities(month, page.number)
        ]


def told(home: Path) -> list[tuple[str, str]]:
    """Return kind and path of the thing of each activity that the feed shows."""
    return [(one.kind, one.thing.removeprefix(BASE)) for one in activities(home)]
