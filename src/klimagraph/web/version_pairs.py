"""Which two releases are compared: those that are asked for, else the last change of the served."""

from collections.abc import Iterable, Sequence

from fastapi import Request

from klimagraph.releases import Release
from klimagraph.releases.building import content_of
from klimagraph.web.documents import one


def of_releases(request: Request, known: Sequence[Release]) -> tuple[str, str]:
    """Return the names of the earlier and the later release."""
    after = one(request, "to") or _served(request, known)
    earlier = lineage(known, after)[-2:-1]
    return one(request, "from") or (earlier[0].name if earlier else after), after


def of_dataset(request: Request, known: Sequence[Release], slug: str) -> tuple[str, str]:
    """Return the names of two releases between which a dataset changed; it is in one at least."""
    to = one(request, "to")
    line = versions(lineage(known, to or _served(request, known)), slug) or versions(known, slug)
    after = to or line[-1].name
    kept = [release.name for release in line[:-1] if not release.pruned]
    return one(request, "from") or (kept[-1] if kept else after), after


def lineage(known: Iterable[Release], name: str | None) -> list[Release]:
    """Return a release and those from which it was made, oldest first."""
    rest = {release.name: release for release in known}
    found: list[Release] = []
    while release := rest.pop(name or "", None):
        found.append(release)
        name = release.parent
    return found[::-1]


def versions(line: Iterable[Release], slug: str) -> list[Release]:
    """Return the releases in which a dataset is another than before; of alike ones a kept one."""
    found: list[Release] = []
    before: str | None = None
    for release in line:
        content = content_of(release.dataset(slug))
        if content != before:
            found.append(release)
        elif found and found[-1].pruned and not release.pruned:
            found[-1] = release
        before = content
    return found


def _served(request: Request, known: Sequence[Release]) -> str:
    """Return the release that is served, the last one where that is not among those known."""
    name: str = request.app.state.pool.release
    return name if any(release.name == name for release in known) else known[-1].name
