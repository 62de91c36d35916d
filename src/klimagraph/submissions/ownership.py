"""Who may speak about what: a dataset about its own things, never about those of another."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from pyoxigraph import NamedNode, Store

from klimagraph.datasets import DERIVED
from klimagraph.namespaces import DATASETS, GENERATED, SHAPES, THINGS
from klimagraph.releases import graph_of
from klimagraph.submissions.wording import Words
from klimagraph.validation.findings import Finding, Group, Report

SHAPE = f"{SHAPES}OwnThings"
FOREIGN, OUTSIDE = "ForeignThing", "OutsideThing"
SHOWN = 100
MINTABLE = re.compile(rf"{re.escape(THINGS)}[a-z][a-z0-9-]*/(?!\.+(?:#|$))[^\s/?#%]+(?:#[^\s#%]+)?")
"""Names that somebody may give to a thing: a class and a key, in one spelling only.

What is written with `%` may stand for another name, and with `/` or dots for another place;
behind `#` stands a part of the thing.
"""
TITLES = {
    FOREIGN: (
        "Angaben über Dinge, die ein anderer Datensatz beschreibt",
        "Statements about things that another dataset describes",
    ),
    OUTSIDE: (
        "Angaben über Dinge, die nicht zu diesem Datensatz gehören können",
        "Statements about things that cannot belong to this dataset",
    ),
}


def with_ownership(
    report: Report, subjects: Set[str], slug: str, seen: tuple[Store, Words], severity: str
) -> Report:
    """Return the report with what is said about things that are not the dataset's own.

    Things that its published version describes already stay its own too.
    """
    store, words = seen
    found = list(_findings(subjects, slug, store, words))
    groups = [_group(kind, found, severity) for kind in TITLES]
    return replace(report, groups=(*(group for group in groups if group.count), *report.groups))


def _findings(subjects: Set[str], slug: str, store: Store, words: Words) -> Iterator[Finding]:
    own = graph_of(slug)
    for subject in sorted(subjects):
        if _own_name(subject, slug):
            continue
        graphs = _graphs(store, subject) or _graphs(store, subject.partition("#")[0])
        if own.value in graphs:
            continue
        if not MINTABLE.fullmatch(subject):
            yield _outside(subject)
        elif graphs:
            yield _foreign(subject, min(graphs), words)


def _own_name(subject: str, slug: str) -> bool:
    """Tell whether a name is made of the name of the dataset."""
    dataset = DATASETS + slug
    starts = (f"{dataset}#", f"{GENERATED}{slug}/")
    return subject == dataset or subject.startswith(starts)


def _graphs(store: Store, name: str) -> set[str]:
    """Return the datasets that describe a thing."""
    quads = store.quads_for_pattern(NamedNode(name), None, None)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return names - {DATASETS + DERIVED}


def _foreign(subject: str, graph: str, words: Words) -> Finding:
    name, title = words.label(subject), words.label(graph)
    slug = graph.removeprefix(DATASETS)
    return Finding(
        "violation",
        subject,
        "",
        "",
        f"„{name.de}“ beschreibt schon der Datensatz „{title.de}“ ({slug}). "
        "In Ihrem Datensatz dürfen Sie darauf verweisen, aber nichts darüber aussagen.",
        f"“{name.en}” is described by the dataset “{title.en}” ({slug}) already. "
        "Your dataset may refer to it, but not say anything about it.",
        SHAPE,
        FOREIGN,
        focus_label=name.de,
        expected_de="eine eigene Kennung für ein eigenes Ding, oder nur ein Verweis",
        expected_en="a name of its own for a thing of its own, or a reference only",
    )


def _outside(subject: str) -> Finding:
    return Finding(
        "violation",
        subject,
        "",
        "",
        f"Über „{subject}“ kann ein Datensatz hier nichts aussagen: eigene Dinge heißen "
        f"{THINGS}ART/KENNUNG, "
        "und in der Kennung steht weder % noch /.",
        f"A dataset cannot say anything about “{subject}” here: "
        f"things of its own are called {THINGS}CLASS/KEY, with neither % nor / in the "
        "key.",
        SHAPE,
        OUTSIDE,
        expected_de=f"eine Kennung, die mit {THINGS} beginnt",
        expected_en=f"a name that begins with {THINGS}",
        example=f"{THINGS}membership/klima-buendnis--010535323",
    )


def _group(kind: str, found: Iterable[Finding], severity: str) -> Group:
    mine = [replace(one, severity=severity) for one in found if one.component == kind]
    shown = tuple(
        replace(one, identifier=_hash(SHAPE, kind, one.focus, severity)) for one in mine[:SHOWN]
    )
    german, english = TITLES[kind]
    return Group(_hash(SHAPE, kind, severity), severity, german, english, len(mine), shown)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
