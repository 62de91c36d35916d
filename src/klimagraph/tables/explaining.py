"""What a template tells of its columns: what goes in, whether it must, what is allowed."""

from collections.abc import Iterator

from klimagraph.tables.columns import Column, Kind, Template, Words
from klimagraph.tables.examples import MARK, example_of
from klimagraph.tables.references import expected

ALLOWED = {
    Kind.KEY: Words("kurzer Text", "a short text"),
    Kind.DATE: Words(
        "Tag, Monat oder Jahr: 23.06.2017, 06/2017, März 2017, 2017, „ca. 2017“",
        "day, month or year: 23.06.2017, 06/2017, March 2017, 2017, “about 2017”",
    ),
    Kind.PERIOD: Words(
        "Zeitraum: 2016 bis 2018, seit 2017, 2017-06-23/..",
        "period: 2016 to 2018, since 2017, 2017-06-23/..",
    ),
    Kind.START: Words(
        "Tag, Monat oder Jahr: 23.06.2017, 06/2017, März 2017, 2017",
        "day, month or year: 23.06.2017, 06/2017, March 2017, 2017",
    ),
    Kind.END: Words(
        "wie beim Beginn; „offen“, wenn es andauert; leer, wenn es unbekannt ist",
        "as for the beginning; “open” where it goes on; empty where it is not known",
    ),
    Kind.TEXT: Words("Text", "text"),
    Kind.STRING: Words("Text", "text"),
    Kind.NUMBER: Words("Zahl: 1.234,5", "number: 1.234,5"),
    Kind.INTEGER: Words("ganze Zahl", "whole number"),
    Kind.YEAR: Words("Jahr mit vier Ziffern", "year of four digits"),
    Kind.BOOLEAN: Words("ja oder nein", "yes or no"),
    Kind.DURATION: Words("Dauer: 5 Jahre oder P5Y", "duration: 5 years or P5Y"),
    Kind.ADDRESS: Words(
        "Webadresse, die mit https:// beginnt", "web address that begins with https://"
    ),
    Kind.PROPERTY: Words(
        "Name einer Eigenschaft wie klima:period", "name of a property such as klima:period"
    ),
}
SEMICOLON = Words("mehrere mit Semikolon", "several with semicolons")
BAR = Words("mehrere mit |", "several with |")
MANY = {
    Kind.REFERENCE: SEMICOLON,
    Kind.CONCEPT: SEMICOLON,
    Kind.ADDRESS: Words("mehrere mit Leerzeichen", "several with spaces"),
    Kind.TEXT: BAR,
    Kind.STRING: BAR,
    Kind.PROPERTY: SEMICOLON,
}
YES, NO = "ja", "nein"
LONGEST = 900


def allowed(column: Column) -> Words:
    """Return what may stand in a column."""
    if column.choices:
        labels = [one.label for one in column.choices]
        german, english = (", ".join(texts) for texts in zip(*map(_both, labels), strict=True))
        said = Words(f"Eintrag der Liste: {german}", f"entry of the list: {english}")
    elif column.kind is Kind.REFERENCE:
        said = Words(*expected(column))
    else:
        said = ALLOWED[column.kind]
    more = MANY.get(column.kind if not column.choices else Kind.CONCEPT) if column.many else None
    if more:
        said = Words(f"{said.de}; {more.de}", f"{said.en}; {more.en}")
    if column.default:
        empty = f"; leer heißt „{column.default}“", f"; empty means “{column.default}”"
        said = Words(said.de + empty[0], said.en + empty[1])
    return Words(_short(said.de), _short(said.en))


def _both(words: Words) -> tuple[str, str]:
    return words.de, words.en or words.de


def _short(text: str) -> str:
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
    lines += [f"Erlaubt: {allowed(column).de}."]
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
            allowed(column).de,
            example_of(column),
            f"{column.title.en}: {column.description.en}".strip(": "),
        )
