"""Comparing two versions of a dataset, thing by thing."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from klimagraph import releases
from klimagraph.errors import InputTooLarge, NotFound
from klimagraph.releases import DatasetVersion, Release, objects
from klimagraph.settings import MEBIBYTE
from klimagraph.submissions.differences import Change, Changed, Counted, Difference, Named, compare
from klimagraph.submissions.wording import Text, Words

LARGEST = 256 * MEBIBYTE
"""Bytes that both contents may have together."""
LONGEST, AROUND = 300, 40
"""Characters of a value that are told, and those before the first that differs."""


@dataclass(frozen=True)
class Pair:
    """Two states of a dataset; None where a release does not have it."""

    slug: str
    before: Release
    after: Release

    @property
    def old(self) -> DatasetVersion | None:
        """Return the version before."""
        return self.before.dataset(self.slug)

    @property
    def new(self) -> DatasetVersion | None:
        """Return the version after."""
        return self.after.dataset(self.slug)

    @property
    def same(self) -> bool:
        """Tell whether both are alike."""
        return _content(self.old) == _content(self.new)

    @property
    def key(self) -> tuple[str, str]:
        """Return what is compared, and by whose names."""
        return f"{_content(self.old)} {_content(self.new)}", self.after.name


def pair(home: Path, slug: str, before: str, after: str) -> Pair:
    """Return two states of a dataset; raises ReleaseUnknown, ReleaseGone, NotFound, InputTooLarge.

    What is too large is refused before it is read.
    """
    found = Pair(slug, releases.read_kept(home, before), releases.read_kept(home, after))
    if found.old is None and found.new is None:
        raise NotFound(f"neither release {before} nor release {after} has a dataset {slug!r}")
    size = sum(one.size for one in (found.old, found.new) if one)
    if size > LARGEST and not found.same:
        raise InputTooLarge(
            f"both versions have {size:,} bytes; at most {LARGEST:,} are compared here. "
            "Download both and compare them with klimagraph diff"
        )
    return found


def difference(home: Path, found: Pair) -> Difference:
    """Return what is different, in words of the later release, then of the earlier one."""
    old, new = (objects.get(home, one.content) if one else b"" for one in (found.old, found.new))
    told = compare(old, new, _Whole(_stores(home, (found.after, found.before))))
    changes = tuple(
        replace(one, changes=tuple(map(_where_it_differs, one.changes))) for one in told.changes
    )
    return replace(told, changes=changes)


def plain(found: Difference) -> dict[str, Any]:
    """Return a difference as JSON can hold it."""
    return asdict(found)


def read(data: dict[str, Any]) -> Difference:
    """Return what was made by `plain`."""
    counted = {name: tuple(map(_counted, data[name])) for name in ("new", "gone", "changed")}
    return Difference(
        statements_new=data["statements_new"],
        statements_gone=data["statements_gone"],
        changes=tuple(map(_changed, data["changes"])),
        **counted,
    )


class _Whole(Words):
    """Names, and values at their whole length: what differs may stand far behind."""

    def value(self, value: NamedNode | Literal) -> Text:
        """Return what people call a value."""
        return (
            Text(value.value, value.value) if isinstance(value, Literal) else super().value(value)
        )


def _where_it_differs(change: Change) -> Change:
    """Return a change whose long texts begin shortly before the place that differs."""
    start = 0
    if len(change.before) == len(change.after) == 1:
        start = _start(change.before[0].de, change.after[0].de)
    before, after = (
        tuple(Text(_cut(text.de, start), _cut(text.en, start)) for text in texts)
        for texts in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _start(before: str, after: str) -> int:
    """Return where a word begins that stands shortly before the first difference."""
    pairs = enumerate(zip(before, after, strict=False))
    differs = next((place for place, (old, new) in pairs if old != new), len(before))
    return before.rfind(" ", 0, max(differs - AROUND, 0)) + 1


def _cut(text: str, start: int) -> str:
    if len(text) <= 2 * AROUND:
        return text
    end = start + LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _stores(home: Path, known: Iterable[Release]) -> Iterator[Store]:
    """Yield what is open here of the releases; a remote store has none."""
    for release in known:
        place = releases.store_of(home, release.name)
        if place.is_dir():
            yield releases.open_read_only(place)


def _content(version: DatasetVersion | None) -> str:
    return version.content if version else ""


def _named(data: dict[str, Any]) -> Named:
    return Named(data["iri"], Text(**data["label"]))


def _counted(data: dict[str, Any]) -> Counted:
    examples = tuple(map(_named, data["examples"]))
    return replace(Counted(**data), label=Text(**data["label"]), examples=examples)


def _changed(data: dict[str, Any]) -> Changed:
    changes = tuple(map(_change, data["changes"]))
    return Changed(_named(data["thing"]), data["kind"], Text(**data["kind_label"]), changes)


def _change(data: dict[str, Any]) -> Change:
    texts = {name: tuple(Text(**one) for one in data[name]) for name in ("before", "after")}
    return Change(tuple(data["path"]), Text(**data["label"]), **texts)
