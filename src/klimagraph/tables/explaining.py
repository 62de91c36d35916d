"""What a template tells of its columns: what goes in, whether it must, what is allowed."""

from collections.abc import Iterator

from klimagraph.tables.columns import Column, Kind, Template
from klimagraph.tables.examples import MARK, example_of
from klimagraph.tables.references import expected

ALLOWED = {
    Kind.KEY: "kurzer Text",
    Kind.DATE: "Tag, Monat oder Jahr: 23.06.2017, 06/2017, März 2017, 2017, „ca. 2017“",
    Kind.PERIOD: "Zeitraum: 2016 bis 2018, seit 2017, 2017-06-23/..",
    Kind.START: "Tag, Monat oder Jahr: 23.06.2017, 06/2017, März 2017, 2017",
    Kind.END: "wie beim Beginn; „offen“, wenn es andauert; leer, wenn es unbekannt ist",
    Kind.TEXT: "Text",
    Kind.STRING: "Text",
    Kind.NUMBER: "Zahl: 1.234,5",
    Kind.INTEGER: "ganze Zahl",
    Kind.YEAR: "Jahr mit vier Ziffern",
    Kind.BOOLEAN: "ja oder nein",
    Kind.DURATION: "Dauer: 5 Jahre oder P5Y",
    Kind.ADDRESS: "Webadresse, die mit https:// beginnt",
    Kind.PROPERTY: "Name einer Eigenschaft wie klima:period",
}
MANY = {
    Kind.REFERENCE: "mehrere mit Semikolon",
    Kind.CONCEPT: "mehrere mit Semikolon",
    Kind.ADDRESS: "mehrere mit Leerzeichen",
    Kind.TEXT: "mehrere mit |",
    Kind.STRING: "mehrere mit |",
    Kind.PROPERTY: "mehrere mit Semikolon",
}
YES, NO = "ja", "nein"
LONGEST = 900


def allowed(column: Column) -> str:
    """Return what may stand in a column."""
    if column.choices:
        text = "Eintrag der Liste: " + ", ".join(one.label.de for one in column.choices)
    elif column.kind is Kind.REFERENCE:
        text = expected(column)[0]
    else:
        text = ALLOWED[column.kind]
    more = MANY.get(column.kind if not column.choices else Kind.CONCEPT, "")
    text = f"{text}; {more}" if column.many and more else text
    if column.default:
        text += f"; leer heißt „{column.default}“"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def need(template: Template, column: Column) -> str:
    """Return whether a column has to be filled in."""
    if template.always(column):
        return YES
    if column.required:
        node = template.node(column.node)
        return f"ja, wenn „{node.label.de}“ angegeben wird"
    return NO


def explanation(template: Template, column: Column) -> str:
    """Return what the head of a column says of it."""
    lines = [column.description.de, f"Nötig: {need(template, column)}."]
    lines += [f"Erlaubt: {allowed(column)}."]
    if column.title.en:
        lines += [f"English: {column.title.en}."]
    return "\n".join(line for line in lines if line)


def hints(template: Template) -> Iterator[tuple[str, str]]:
    """Yield the lines that stand over the explanations of the columns."""
    yield "Vorlage", f"{template.label.de} ({template.label.en})"
    yield "Was das ist", template.description.de
    yield "Eine Zeile", "ist eine Angabe mit ihrem Beleg."
    yield "Beispiel", f"Die Zeile mit „{MARK}“ zeigt, wie es gemeint ist; sie wird nicht gelesen."
    yield (
        "Pflicht",
        "Spalten mit * sind in jeder Zeile nötig, alle anderen nur, wenn Sie sie kennen.",
    )
    yield (
        "Mehrere Belege",
        "Schreiben Sie eine weitere Zeile mit derselben Kennung, in der nur der Beleg steht.",
    )
    yield "Reihenfolge", "Spalten dürfen Sie umstellen oder weglassen, wenn sie nicht nötig sind."
    yield "Formeln", "werden nicht gelesen: Bitte Werte einfügen."


def rows(template: Template, columns: list[Column]) -> Iterator[tuple[str, ...]]:
    """Yield the explanations of columns: title, what, needed, allowed, example, in English."""
    for column in columns:
        yield (
            column.title.de,
            column.description.de,
            need(template, column),
            allowed(column),
            example_of(column),
            f"{column.title.en}: {column.description.en}".strip(": "),
        )
