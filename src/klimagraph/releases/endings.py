"""Datasets that were withdrawn for good: their names are not given again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from klimagraph.errors import Conflict, StoreDamaged
from klimagraph.releases import durable
from klimagraph.releases.manifests import Release

FILE = "retired.json"


@dataclass(frozen=True)
class Ending:
    """How a dataset ended."""

    slug: str
    deprecated: str
    """Day since when it was not to be used (xsd:date)."""
    withdrawn: str
    """Day on which it was withdrawn."""
    reason: str
    replaced_by: str = ""


def endings(home: Path) -> Mapping[str, Ending]:
    """Return how datasets ended, by name; raises StoreDamaged."""
    try:
        items = json.loads((home / FILE).read_bytes())
        return {item["slug"]: Ending(**item) for item in items}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{home / FILE} cannot be read: {error}") from None


def put(home: Path, ending: Ending) -> None:
    """Enter how a dataset ended. The caller holds the lock."""
    _write(home, {**endings(home), ending.slug: ending})


def take_back(home: Path, slug: str) -> None:
    """Let the name of a dataset be given again. The caller holds the lock."""
    _write(home, {name: item for name, item in endings(home).items() if name != slug})


def refuse_ended(home: Path, before: Release | None, slugs: Mapping[str, object]) -> None:
    """Raise Conflict where a dataset would come back that was withdrawn for good."""
    for slug, ending in endings(home).items() if slugs else ():
        if slugs.get(slug) is not None and not (before and before.dataset(slug)):
            raise Conflict(said(ending))


def said(ending: Ending) -> str:
    """Return what whoever hands in a dataset is told that has ended."""
    return (
        f"Der Datensatz {ending.slug} wurde am {ending.withdrawn} endgültig zurückgezogen "
        f"({ending.reason}); unter diesem Namen wird nichts mehr angenommen / the dataset was "
        f"withdrawn for good on {ending.withdrawn}, and its name is not given again "
        "(an operator can: klimagraph retire --undo)"
    )


def _write(home: Path, items: Mapping[str, Ending]) -> None:
    ordered = [asdict(items[slug]) for slug in sorted(items)]
    text = json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"
    durable.write(home / FILE, text.encode())
