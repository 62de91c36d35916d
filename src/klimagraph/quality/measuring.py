"""Finding out how good the datasets of a release are, each content once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from klimagraph import __version__
from klimagraph.bundle import bundle_folder
from klimagraph.catalog.names import WHOLE
from klimagraph.datasets import DERIVED
from klimagraph.errors import NotFound
from klimagraph.harvest import snapshot
from klimagraph.harvest.work import Work
from klimagraph.quality import counting
from klimagraph.quality.counting import Counting
from klimagraph.quality.measures import Quality, Rule, place_of, read, written
from klimagraph.releases import DatasetVersion, graph_of
from klimagraph.validation.checking import check, shapes_of
from klimagraph.validation.grouping import grouped
from klimagraph.validation.published import bring
from klimagraph.validation.surroundings import Surroundings

EDITION = f"{__version__} 1"
LARGEST = 16 << 20
"""Bytes of N-Quads up to which a dataset is held against the rules again."""


def parts(work: Work) -> Iterator[tuple[str, bytes]]:
    """Yield the quality of each dataset, and of all of them, as parts of a snapshot."""
    found = []
    for version in work.release.datasets:
        if version.slug != DERIVED:
            work.tell(f"look at the quality of {version.slug}")
            found.append(_known(work, version) or measure(work, version))
            yield place_of(version.slug), written(found[-1])
    yield place_of(WHOLE), written(_whole(work, found))


def measure(work: Work, version: DatasetVersion) -> Quality:
    """Find out how good a version of a dataset is."""
    rules = _rules(work, version.slug) if version.size <= LARGEST else None
    return _measured(work, version.slug, version.content, rules)


def _whole(work: Work, datasets: Sequence[Quality]) -> Quality:
    """Return the quality of all datasets; those that cite no evidence at all are no claims."""
    cited = [one for one in datasets if one.supported]
    return replace(
        _measured(work, "", work.release.digest, None),
        claims=sum(one.claims for one in cited),
        supported=sum(one.supported for one in cited),
    )


def _known(work: Work, version: DatasetVersion) -> Quality | None:
    """Return what is known of the same content from the snapshot before."""
    before = snapshot.current_name(work.home)
    try:
        found = read(snapshot.content(work.home, before or "", place_of(version.slug)))
    except (NotFound, ValueError, KeyError, TypeError):
        return None
    same = (found.content, found.edition) == (version.content, EDITION)
    return found if same else None


def _measured(work: Work, slug: str, content: str, rules: tuple[Rule, ...] | None) -> Quality:
    asked = Counting(work.store, slug)
    claims, supported = asked.pair(counting.CLAIMS)
    sources, dated = asked.pair(counting.SOURCES)
    gaps, conflicts = asked.pair(counting.MARKS)
    return Quality(
        content=content,
        edition=EDITION,
        checked=rules is not None,
        rules=rules or (),
        claims=claims,
        supported=supported,
        certainties=asked.counted(counting.CERTAINTIES),
        sources=sources,
        undated=sources - dated,
        gaps=gaps,
        conflicts=conflicts,
        contents=asked.counted(counting.CONTENTS),
    )


def _rules(work: Work, slug: str) -> tuple[Rule, ...]:
    """Return the rules that a dataset does not keep, worst first."""
    root = bundle_folder()
    statements = work.store.quads_for_pattern(None, None, None, graph_of(slug))
    seen = Surroundings(root, bring(work.store, slug), work.release.name)
    checked = check(statements, shapes_of(root), seen)
    groups = grouped(checked.found, lambda wanted: [None] * len(wanted), checked.explains)
    return tuple(Rule(one.severity, one.title_de, one.title_en, one.count) for one in groups)
