"""The process of one validation: reads a file, prints the report."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, replace
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, serialize

from klimagraph.bundle import bundle_folder
from klimagraph.errors import InputRefused
from klimagraph.namespaces import DATASETS
from klimagraph.places import Excerpt
from klimagraph.rdf import Limits, read_bytes
from klimagraph.releases import graph_of
from klimagraph.tables.merging import remaining
from klimagraph.tables.source import TableSource
from klimagraph.terms import is_iri
from klimagraph.validation.checking import OTHERS, shapes_of, vocabulary_of
from klimagraph.validation.excerpts import excerpts, sheet_around, text_around
from klimagraph.validation.findings import Report
from klimagraph.validation.grouping import Traced, grouped
from klimagraph.validation.judging import judge
from klimagraph.validation.profiles import Rules, rules_in, rules_of
from klimagraph.validation.published import bring
from klimagraph.validation.source import Source, source_of
from klimagraph.validation.surroundings import Published, Surroundings, published_in
from klimagraph.validation.tabular import Tabular
from klimagraph.validation.task import CORE, Task
from klimagraph.validation.workplace import work

PATHS = ("path", "output", "shapes")
FOREIGN = "klimagraph.validation.foreign"
"""Read only where shapes are not compiled: it takes its time."""
LONGEST = 100
"""Characters that the name of a dataset may have."""
MISSING = "MinCountConstraintComponent"
BATCH = 10_000
"""Statements written at once."""


def prepare() -> None:
    """Read what every task needs, before there is one."""
    root = bundle_folder()
    shapes_of(root)
    shapes_of(root, OTHERS)
    vocabulary_of(root)


def check_file(options: dict[str, Any]) -> dict[str, Any]:
    """Carry out a task; raises InputRefused, StoreDamaged."""
    task = _task(options["task"])
    limits = Limits(options["raw"], options["unpacked"], options["triples"])
    folder = Path(options["profiles"]) if options["profiles"] else None
    with nullcontext() if task.alone else published_in(Path(options["home"])) as published:
        source = source_of(task, limits, published)
        task = replace(task, profile=task.profile or _own_profile(source))
        rules = _rules(task, folder, limits)
        report = _report(task, source, rules, published)
        return asdict(replace(report, excerpts=_excerpts(task, source, limits, report)))


def _own_profile(source: Source) -> str:
    """Return the profile that holds where none is named: that of the template, or core."""
    return f"submission-{source.template.token}" if isinstance(source, TableSource) else CORE


def _rules(task: Task, folder: Path | None, limits: Limits) -> Rules:
    """Return what a file is held against: shapes that came with it, or those of a profile."""
    root = bundle_folder()
    if task.shapes is None:
        return rules_of(task.profile, root, folder)
    try:
        return rules_in([task.shapes], root, limits)
    except InputRefused as error:
        error.message = f"in the shapes: {error.message}"
        raise


def _report(task: Task, source: Source, rules: Rules, published: Published | None) -> Report:
    statements = _statements(task, source, published)
    if task.output:
        statements = _written(statements, task.output)
    surroundings = _surroundings(task, bundle_folder(), published)
    foreign = import_module(FOREIGN).check if rules.foreign else None
    checked = judge(statements, rules, surroundings, foreign)
    found = checked.found
    if isinstance(source, TableSource):
        found = chain(map(Traced, source.faults), _without_echoes(found, source))
    explains = checked.explains
    if isinstance(source, TableSource) and explains:
        explains = Tabular(explains, source)
    groups = grouped(found, source.locate, explains)
    digest = hashlib.sha256(task.path.read_bytes()).hexdigest()
    profile = task.profile if task.shapes is None else task.shapes.name
    return Report(task.called, checked.triples, groups, profile, surroundings.release, digest)


def _excerpts(task: Task, source: Source, limits: Limits, report: Report) -> dict[str, Excerpt]:
    """Return what stands around the first findings; the file is looked at where there are some."""
    places = [one.place for one in report.findings if one.place]
    if not places:
        return {}
    if isinstance(source, TableSource):
        return excerpts(report, sheet_around(source.sheet))
    return excerpts(report, text_around(read_bytes(task.path, limits), places))


def _statements(task: Task, source: Source, published: Published | None) -> Iterator[Quad]:
    """Yield what a file says; of a table also what stays of its dataset beside it."""
    if not isinstance(source, TableSource) or published is None or not task.dataset:
        yield from source.statements()
        return
    said = list(source.statements())
    yield from said
    held = list(published.store.quads_for_pattern(None, None, None, graph_of(task.dataset)))
    for quad in remaining(source.template, said, held) if held else ():
        yield Quad(quad.subject, quad.predicate, quad.object)


def _without_echoes(found: Iterable[Traced], source: TableSource) -> Iterator[Traced]:
    """Leave out that a value is missing where its cell is found fault with already."""
    wrong = (each for each in source.faults if each.severity == "violation")
    faulty = {(each.place.sheet, each.place.cell) for each in wrong if each.place}
    for traced in found:
        if traced.wanted and traced.finding.component == MISSING:
            place = source.locate([traced.wanted])[0]
            if place and (place.sheet, place.cell) in faulty:
                continue
        yield traced


def _surroundings(task: Task, root: Path, published: Published | None) -> Surroundings:
    if published is None:
        return Surroundings(root)
    about = bring(published.store, task.dataset)
    return Surroundings(root, about, published.release, published.candidates)


def _written(quads: Iterable[Quad], output: Path) -> Iterator[Quad]:
    """Yield statements and write them to a file."""
    with output.open("wb") as file:
        quads = iter(quads)
        while some := list(islice(quads, BATCH)):
            file.write(serialize(some, format=RdfFormat.N_QUADS) or b"")
            yield from some


def _task(data: dict[str, Any]) -> Task:
    given = {name: Path(data[name]) for name in PATHS if data[name]}
    task = Task(**data | given)
    if len(task.dataset) > LONGEST or not is_iri(DATASETS + task.dataset):
        raise InputRefused(f"{task.dataset[:LONGEST]!r} cannot be the name of a dataset")
    return task


if __name__ == "__main__":
    work(check_file, prepare)
