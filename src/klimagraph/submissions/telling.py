"""Differences in words: "3 Mitgliedschaften neu, 1 Ziel geändert: Zieljahr 2045 → 2040"."""

from collections.abc import Iterator

from klimagraph.submissions.differences import Change, Changed, Counted, Difference
from klimagraph.submissions.wording import Text, english_plural, plural

FEW = 3
"""Things that changed whose changes stand in the summary itself."""
NOTHING = Text("nichts anders als veröffentlicht", "nothing differs from what is published")
VERBS = {
    "new": Text("neu", "added"),
    "gone": Text("entfällt", "removed"),
    "changed": Text("geändert", "changed"),
}
GONE_MANY = "entfallen"
MANY_WITHOUT_CLASS = Text("Dinge ohne Klasse", "things without a class")


def summary(difference: Difference) -> Text:
    """Return a difference in one line in each language."""
    return Text(_summary(difference, "de") or NOTHING.de, _summary(difference, "en") or NOTHING.en)


def lines(difference: Difference, language: str) -> Iterator[str]:
    """Yield the summary and then every thing that changed, one line for each."""
    yield getattr(summary(difference), language)
    for item in difference.changes:
        kind, name = (getattr(text, language) for text in (item.kind_label, item.thing.label))
        yield f"- {kind} {name}: {_of(item, language)}"


def told(change: Change, language: str) -> str:
    """Return what happened to a property."""
    label = getattr(change.label, language)
    before, after = (
        ", ".join(getattr(text, language) for text in texts)
        for texts in (change.before, change.after)
    )
    if before and after:
        return f"{label} {before} → {after}"
    verb = getattr(VERBS["new" if after else "gone"], language)
    return f"{label} {verb}: {after or before}"


def _summary(difference: Difference, language: str) -> str:
    parts = [_counted(item, "new", language) for item in difference.new]
    parts += [_counted(item, "gone", language) for item in difference.gone]
    for item in difference.changed:
        text = _counted(item, "changed", language)
        mine = [one for one in difference.changes if one.kind == item.kind]
        if item.count <= FEW and len(mine) == item.count:
            text += ": " + "; ".join(_named(one, language, item.count) for one in mine)
        parts.append(text)
    return ", ".join(parts)


def _named(item: Changed, language: str, count: int) -> str:
    """Return the changes of a thing, with its name where there are several."""
    name = getattr(item.thing.label, language)
    return f"{name}: {_of(item, language)}" if count > 1 else _of(item, language)


def _of(item: Changed, language: str) -> str:
    return ", ".join(told(change, language) for change in item.changes)


def _counted(item: Counted, verb: str, language: str) -> str:
    word = getattr(VERBS[verb], language)
    label = item.label if item.count == 1 else _many(item)
    if language == "en":
        return f"{item.count:,} {label.en.lower()} {word}"
    if verb == "gone" and item.count > 1:
        word = GONE_MANY
    return f"{item.count:,}".replace(",", ".") + f" {label.de} {word}"


def _many(item: Counted) -> Text:
    """Return what several things of a class are called."""
    if not item.kind:
        return MANY_WITHOUT_CLASS
    return Text(plural(item.label.de), english_plural(item.label.en))
