"""A home beside the home, in which a submission is published as if it were so."""

from pathlib import Path

from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.derivation import derivation
from klimagraph.ledger import Submission
from klimagraph.releases import Release, manifests, objects
from klimagraph.settings import Settings
from klimagraph.submissions.judging import content_of

PREFIX = ".comparing-"


def publish_aside(settings: Settings, one: Submission, release: Release, place: Path) -> None:
    """Make a home with a release and, after it, one in which a submission is published.

    Files are linked, nothing is copied; the home itself stays as it is.
    """
    folder = manifests.folder_of(settings.home, release.name)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        _link(settings.home, place, path)
    for version in release.datasets:
        _link(settings.home, place, objects.path_of(settings.home, version.content))
    (place / manifests.POINTER).write_text(f"{release.name}\n")
    content = content_of(settings, one, release)
    rules = derivation(bundle_folder())
    releases.publish(place, {one.dataset: content}, "as if", derivation=rules)


def _link(home: Path, place: Path, path: Path) -> None:
    target = place / path.relative_to(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.hardlink_to(path)
