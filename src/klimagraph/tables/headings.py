"""Finds the headings of a table and what each column means."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from klimagraph.errors import InputRefused
from klimagraph.folding import folded
from klimagraph.tables.cells import Raw, text_of
from klimagraph.tables.columns import Column, Kind, Template, local_name
from klimagraph.tables.faults import Fault, repair, shortened
from klimagraph.tables.sheets import Sheet
from klimagraph.tables.suggestions import nearest, suggested

SEARCHED = 25
"""Rows from the top in which headings are looked for."""
LEAST = 2
"""Headings that have to be known for a row to be the one with the headings."""
MARKS = "*() "
SHOWN = 8
"""Titles that a refusal repeats.
"""
SHORT = {
    Kind.START: ("Beginn", "Start", "von", "seit", "ab", "from", "since"),
    Kind.END: ("Ende", "bis", "End", "until", "to"),
}
"""What people put over the sides of a period."""


@dataclass(frozen=True)
class Headings:
    """The row of the headings, what each column means, and the titles that stand there."""

    row: int
    """Place among the rows of the sheet, from 0."""
    columns: dict[int, Column]
    titles: dict[int, str]
    score: int


def find(sheet: Sheet, template: Template) -> Headings | None:
    """Return the headings of a sheet, None where no row has enough that are known."""
    titles = titles_of(template)
    best: Headings | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        found = _row(number, row, titles)
        if found.score >= LEAST and (best is None or found.score > best.score):
            best = found
    return _in_order(best, template) if best else None


def _in_order(headings: Headings, template: Template) -> Headings:
    """Return headings with their columns as the template has them: what rows say is the same."""
    order = {id(column): place for place, column in enumerate(template.columns)}
    columns = sorted(headings.columns.items(), key=lambda item: order[id(item[1])])
    return replace(headings, columns=dict(columns))


def titles_of(template: Template) -> dict[str, Column]:
    """Return the columns by their titles as people may write them, folded."""
    found: dict[str, Column] = {}
    short: dict[str, list[Column]] = {}
    for column in template.columns:
        for title in (column.title.de, column.title.en):
            found.setdefault(folded(title), column)
            if ": " in title:
                short.setdefault(folded(title.rpartition(": ")[2]), []).append(column)
        for title in (*SHORT.get(column.kind, ()), local_name(column.property)):
            short.setdefault(folded(title), []).append(column)
    short.pop("", None)
    for title, columns in short.items():
        unique = {id(column): column for column in columns}
        if len(unique) == 1 or not columns[0].node:
            found.setdefault(title, columns[0])
    return found


def faults(headings: Headings, template: Template) -> Iterator[tuple[int | None, Fault]]:
    """Yield what is wrong with headings: with the column, None for one that is missing."""
    titles = titles_of(template)
    seen: set[int] = set()
    for number, title in headings.titles.items():
        column = titles.get(folded(title.strip(MARKS)))
        if column is None:
            key = suggested(title.strip(MARKS), template, titles)
            yield number, _unknown(title, [titles[key].title.de] if key else [])
        elif number not in headings.columns:
            yield number, _twice(title)
        else:
            seen.add(id(column))
    yield from ((None, _missing(column)) for column in _needed(headings, template))


def _row(number: int, row: Sequence[Raw], titles: dict[str, Column]) -> Headings:
    columns, texts, seen = dict[int, Column](), dict[int, str](), set[int]()
    for place, raw in enumerate(row):
        text = text_of(raw)
        if not text:
            continue
        texts[place] = text
        column = titles.get(folded(text.strip(MARKS)))
        if column and id(column) not in seen:
            columns[place] = column
            seen.add(id(column))
    return Headings(number, columns, texts, len(columns))


def _needed(headings: Headings, template: Template) -> Iterator[Column]:
    """Yield the columns that each row needs and that are missing."""
    there = {(column.node, column.property) for column in headings.columns.values()}
    keys = {column.node for column in headings.columns.values() if column.kind is Kind.KEY}
    for column in template.columns:
        above = {node.name for node in template.above(template.node(column.node))} - {""}
        if not template.always(column) or above & keys:
            continue
        if column.language != "en" and (column.node, column.property) not in there:
            yield column


def best(
    sheets: Iterable[Sheet], templates: Iterable[Template]
) -> tuple[Template, Sheet, Headings] | None:
    """Return the template and the sheet whose headings fit best, None where none does.

    What the rows are about counts twice: side information stands in many templates.
    """
    kept, found = list(sheets), list[tuple[int, Template, Sheet, Headings]]()
    for template in templates:
        for sheet in kept:
            if headings := find(sheet, template):
                own, needed = _own(headings, template), len(list(_needed(headings, template)))
                found.append((headings.score + own - 2 * needed, template, sheet, headings))
    if not found:
        return None
    _score, template, sheet, headings = max(found, key=lambda one: one[0])
    return template, sheet, headings


def _own(headings: Headings, template: Template) -> int:
    """Return how many columns are there without which a row is about nothing."""
    columns = headings.columns.values()
    return sum(template.always(column) for column in columns if not column.node)


def not_recognised(
    sheets: Iterable[Sheet], allowed: Sequence[Template], source: str
) -> InputRefused:
    """Return the refusal of a table without headings of a template: what was found instead."""
    rows = (row for sheet in sheets for row in sheet.rows if any(map(text_of, row)))
    found = list(filter(None, map(text_of, next(rows, ()))))
    shown = ", ".join(f"„{shortened(text)}“" for text in found[:SHOWN])
    classes = ", ".join(template.label.de for template in allowed)
    return InputRefused(
        f"In der Tabelle sind keine Überschriften aus einer Vorlage zu erkennen ({classes}). "
        + (f"Gefunden wurde {shown}. " if shown else "Sie ist leer. ")
        + (_proposal(found, allowed) or "Bitte tragen Sie Ihre Angaben in eine Vorlage ein ")
        + "(/templates). No headings of a template were found in the table.",
        source,
        1,
    )


def _proposal(found: Sequence[str], allowed: Sequence[Template]) -> str:
    """Return which template fits own headings best and what they are called there."""
    best = nearest(found, [(template, titles_of(template)) for template in allowed])
    if best is None:
        return ""
    template, meant = best
    pairs = ", ".join(f"„{shortened(own)}“ → „{title}“" for own, title in meant.items())
    return (
        f"Am nächsten kommt die Vorlage „{template.label.de}“. Ihre Spalten heißen dort: {pairs}. "
        "Bitte tragen Sie Ihre Angaben dort ein, oder benennen Sie die Spalten so um "
    )


def _unknown(title: str, near: list[str]) -> Fault:
    return Fault(
        "HeadingUnknown",
        f"Die Spalte „{title}“ ist nicht bekannt und wurde nicht gelesen.",
        f"The column “{title}” is not known and was not read.",
        severity="warning",
        expected_de="Überschrift aus der Vorlage",
        expected_en="Heading of the template",
        repairs=tuple(repair(one) for one in near),
    )


def _twice(title: str) -> Fault:
    return Fault(
        "HeadingTwice",
        f"Die Spalte „{title}“ kommt mehrmals vor; gelesen wurde nur die erste.",
        f"The column “{title}” is there several times; only the first was read.",
        severity="warning",
    )


def _missing(column: Column) -> Fault:
    return Fault(
        "HeadingMissing",
        f"Die Spalte „{column.title.de}“ fehlt; sie ist für jede Zeile nötig.",
        f"The column “{column.title.en}” is missing; each row needs it.",
        expected_de=column.description.de,
        expected_en=column.description.en,
        example=column.title.de,
    )
