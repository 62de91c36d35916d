"""Columns of a template that people may mean by headings of their own; only ever proposed."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from klimagraph.folding import folded
from klimagraph.tables.columns import Column, Kind, Template

NEAR = 70
LEAST = 2
"""Headings that have to be like those of a template for it to be proposed."""
WHO = frozenset(
    {"ags", "gemeinde", "gemeindename", "gemeindeschlussel", "kommune", "kreis", "landkreis"}
    | {"amt", "ort", "stadt", "schlussel", "name der gemeinde", "name der kommune"}
)
"""What people put over the body that a row is about."""
BY_KIND = {
    Kind.START: frozenset(
        {"beitritt", "beitritt am", "beitrittsdatum", "beigetreten am", "eintritt", "eintritt am"}
        | {"mitglied seit", "beginn am", "laufzeit von", "datum"}
    ),
    Kind.END: frozenset({"austritt", "austritt am", "austrittsdatum", "ende am", "laufzeit bis"}),
}
"""What people put over the sides of a period, where it says more than `titles_of` may read."""
SOURCE_TITLE = "Quelle: Titel"
SOURCE = frozenset({"quelle", "beleg", "nachweis", "fundstelle"})


def suggested(title: str, template: Template, titles: Iterable[str]) -> str:
    """Return the heading that a title may mean, folded as in `titles`; empty where none is."""
    word = folded(title)
    meant = _meant(word, template)
    if meant is not None:
        return folded(meant.title.de)
    near = process.extractOne(word, list(titles), scorer=fuzz.ratio, score_cutoff=NEAR)
    return near[0] if near else ""


def nearest(
    found: Sequence[str], templates: Sequence[tuple[Template, dict[str, Column]]]
) -> tuple[Template, dict[str, str]] | None:
    """Return the template that own headings fit best, with what each of them means there."""
    fitting = [(template, _all_meant(found, template, titles)) for template, titles in templates]
    best = max(fitting, key=lambda one: len(set(one[1].values())), default=None)
    return best if best and len(set(best[1].values())) >= LEAST else None


def _all_meant(
    found: Sequence[str], template: Template, titles: dict[str, Column]
) -> dict[str, str]:
    meant = {}
    for text in found:
        if key := suggested(text, template, titles):
            meant[text] = titles[key].title.de
    return meant


def _meant(word: str, template: Template) -> Column | None:
    own = [column for column in template.columns if not column.node and not column.spare]
    if word in WHO:
        things = [column for column in own if column.kind is Kind.REFERENCE]
        return next((one for one in things if one.required), things[0] if things else None)
    if word in SOURCE:
        titled = (one for one in template.columns if one.title.de == SOURCE_TITLE)
        return next(titled, None)
    sides = (one for one in own if word in BY_KIND.get(one.kind, ()))
    return next(sides, None)
