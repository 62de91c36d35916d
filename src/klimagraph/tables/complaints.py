"""What is wrong with cells, in words."""

import re
from datetime import date
from decimal import Decimal

from rapidfuzz import process

from klimagraph.folding import folded
from klimagraph.tables.columns import Column, Kind
from klimagraph.tables.examples import example_of
from klimagraph.tables.faults import Fault, repair
from klimagraph.tables.numbers import decimal_text
from klimagraph.terms import is_iri

SPREAD, NEAR = 3, 70
"""How many entries of a list are proposed, and how like they have to be."""
DAY_EXAMPLE = "23.06.2017"
SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})")


def error_value(text: str) -> Fault:
    """Return the fault of a cell in which a formula failed."""
    return Fault(
        "ErrorValue",
        f"In der Zelle steht der Fehlerwert {text}: Eine Formel ging ins Leere, oder die Spalte "
        "war zu schmal. Bitte den Wert eintragen.",
        f"The cell holds the error value {text}: a formula failed, or the column was too "
        "narrow. Please enter the value.",
    )


def absent(text: str, column: Column) -> Fault:
    """Return the fault of a cell that says that nothing is known."""
    if column.required and not column.node:
        return Fault(
            "NotStatedThoughNeeded",
            f"„{text}“ wird wie eine leere Zelle gelesen, in jeder Zeile ist hier aber eine Angabe "
            "nötig.",
            f"“{text}” is read like an empty cell, but each row needs this information.",
            example=example_of(column),
        )
    return Fault(
        "NotStated",
        f"„{text}“ wird wie eine leere Zelle gelesen.",
        f"“{text}” is read like an empty cell.",
        severity="info",
    )


def not_in_list(text: str, column: Column) -> Fault:
    """Return the fault of a value that is not in the list of its column."""
    labels = [one.label.de for one in column.choices]
    near = process.extract(text, labels, processor=folded, limit=SPREAD, score_cutoff=NEAR)
    scheme = f" der Liste „{column.scheme.de}“" if column.scheme.de else " der Liste"
    return Fault(
        "NotInList",
        f"„{text}“ gehört nicht zu den Einträgen{scheme}.",
        f"“{text}” is not an entry of the list{f' “{column.scheme.en}”' if column.scheme else ''}.",
        expected_de="; ".join(labels),
        expected_en="; ".join(one.label.en for one in column.choices),
        example=labels[0],
        repairs=tuple(repair(label) for label, _score, _place in near),
    )


def no_address(text: str) -> Fault:
    """Return the fault of what is no web address."""
    return Fault(
        "AddressWrong",
        f"„{text}“ ist keine vollständige Webadresse.",
        f"“{text}” is not a full web address.",
        expected_de="Adresse, die mit https:// beginnt",
        expected_en="Address that begins with https://",
        example="https://www.example.org/beschluss.pdf",
        repairs=(repair(f"https://{text}"),) if "." in text and is_iri(f"https://{text}") else (),
    )


def not_a(de: str, en: str, text: str, example: str) -> Fault:
    """Return the fault of what is not of the kind that a column asks for."""
    return Fault(
        "NotA" + en.title().replace(" ", ""),
        f"„{text}“ ist keine {de}.",
        f"“{text}” is not a {en}.",
        expected_de=de,
        expected_en=en,
        example=example,
    )


def read_as(text: str, value: Decimal) -> Fault:
    """Return the note of how a number was read that can be read in two ways."""
    return Fault(
        "NumberAmbiguous",
        f"„{text}“ ist als {decimal_text(value)} gelesen, mit Punkt für Tausend und Komma für "
        "Zehntel.",
        f"“{text}” was read as {decimal_text(value)}, with a point for thousands and a comma "
        "for tenths.",
        severity="info",
    )


def serial(text: str, day: date) -> Fault:
    """Return the fault of the number of a day."""
    german = day.strftime("%d.%m.%Y")
    return Fault(
        "DateWithoutFormat",
        f"{text} ist die Zahl, unter der eine Tabellenkalkulation den {german} speichert. Bitte "
        "die Zelle als Datum oder Text formatieren.",
        f"{text} is the number under which a spreadsheet keeps {day.isoformat()}. Please format "
        "the cell as a date or as text.",
        expected_de="Tag, Monat oder Jahr",
        expected_en="Day, month or year",
        example=DAY_EXAMPLE,
        repairs=(repair(german),),
    )


END_WITHOUT_START = Fault(
    "EndWithoutStart",
    "Hier steht „offen“, aber kein Beginn. Ist der Beginn unbekannt, lassen Sie auch das Ende "
    "leer; in „Belegt für“ kann stehen, wann es galt.",
    "The end is open, but there is no beginning. Where that is unknown, leave the end empty too; "
    "“Attested on” can say when it held.",
    expected_de="Beginn und „offen“, ein Datum, oder leer",
    expected_en="A beginning and “open”, a date, or nothing",
    example=f"Beginn {DAY_EXAMPLE}, Ende offen",
)
"""The fault of a period that goes on, of which nobody says since when."""


def no_date(text: str, column: Column) -> Fault:
    """Return the fault of what is no date, or names a day that does not exist."""
    whole = column.kind is Kind.PERIOD
    two = SHORT_YEAR.fullmatch(text)
    return Fault(
        "DateWrong",
        f"„{text}“ ist kein Datum, das es gibt oder das sich lesen lässt.",
        f"“{text}” is not a date that exists or can be read.",
        expected_de="Zeitraum wie 2016 bis 2018" if whole else "Tag, Monat oder Jahr",
        expected_en="Period such as 2016/2018" if whole else "Day, month or year",
        example="23.06.2017 bis 31.12.2018" if whole else DAY_EXAMPLE,
        repairs=(repair(f"{two[1]}.{two[2]}.20{two[3]}"),) if two else (),
    )
