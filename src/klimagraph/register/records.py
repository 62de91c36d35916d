"""The fixed columns of a GV100AD record and the checks of one record alone.

https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html
"""

from dataclasses import dataclass
from datetime import date

from klimagraph.errors import InputRefused
from klimagraph.register.levels import (
    ASSOCIATION_KINDS,
    DISTRICT_KINDS,
    GOVERNMENT_REGION_KIND,
    MUNICIPALITY_KINDS,
    REGION_KIND,
    STATE_KIND,
    Level,
)

LENGTH = 220
_NAME_SIGNS = frozenset(" '\u2019(),-./:")
_FOREIGN_LETTERS = frozenset("ŸƒŒœªºµ")


@dataclass(frozen=True)
class Span:
    """The columns of a field, counted from 1, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Layout:
    """What the columns of one type of record hold."""

    level: Level
    key: tuple[Span, ...]
    empty: Span | None
    kinds: tuple[str, ...] = ()
    fixed_kind: str = ""


NAME = Span(23, 72)
SEAT = Span(73, 122)
KIND = Span(123, 124)
HECTARES = Span(129, 139)
POPULATION = Span(140, 150)
MALE_POPULATION = Span(151, 161)
POSTAL_CODE = Span(166, 170)
POSTAL_CODE_SHARED = Span(171, 175)

_STATE = Layout(Level.STATE, (Span(11, 12),), Span(13, 22), fixed_kind=STATE_KIND)
_GOVERNMENT = Layout(Level.REGION, (Span(11, 13),), Span(14, 22), fixed_kind=GOVERNMENT_REGION_KIND)
_REGION = Layout(Level.REGION, (Span(11, 14),), Span(15, 22), fixed_kind=REGION_KIND)
_DISTRICT = Layout(Level.DISTRICT, (Span(11, 15),), Span(16, 22), DISTRICT_KINDS)
_ASSOCIATION = Layout(
    Level.ASSOCIATION, (Span(11, 15), Span(19, 22)), Span(16, 18), ASSOCIATION_KINDS
)
_MUNICIPALITY = Layout(
    Level.MUNICIPALITY, (Span(11, 15), Span(19, 22), Span(16, 18)), None, MUNICIPALITY_KINDS
)
LAYOUTS = {
    "10": _STATE,
    "20": _GOVERNMENT,
    "30": _REGION,
    "40": _DISTRICT,
    "50": _ASSOCIATION,
    "60": _MUNICIPALITY,
}


@dataclass(frozen=True)
class Record:
    """One line of a register file with the place it came from."""

    source: str
    line: int
    text: str

    @property
    def layout(self) -> Layout:
        """Return the columns of this type of record."""
        return LAYOUTS[self.text[:2]]

    @property
    def key(self) -> str:
        """Return the key: for a municipality its twelve digits."""
        return "".join(self.raw(span) for span in self.layout.key)

    @property
    def kind(self) -> str:
        """Return the code of the kind of authority."""
        return self.layout.fixed_kind or self.raw(KIND)

    def raw(self, span: Span) -> str:
        """Return a field as it stands."""
        return self.text[span.first - 1 : span.last]

    def value(self, span: Span) -> str:
        """Return a field without the spaces around it."""
        return self.raw(span).strip()

    def refused(self, message: str, column: int | None = None) -> InputRefused:
        """Return the refusal that names this record's place."""
        return InputRefused(message, source=self.source, line=self.line, column=column)


def check_record(record: Record) -> None:
    """Refuse a record whose own columns break the record description."""
    _check_shape(record)
    _check_date(record)
    _check_key(record)
    _check_name(record)
    _check_kind(record)
    if record.layout.level is Level.MUNICIPALITY:
        _check_figures(record)


def record_date(record: Record) -> date:
    """Return the date of the territory that the record describes."""
    return date.fromisoformat(record.text[2:10])


def _check_shape(record: Record) -> None:
    if record.text[:2] not in LAYOUTS:
        message = f"Satzart „{record.text[:2]}“ gibt es nicht; erlaubt sind {', '.join(LAYOUTS)}."
        raise record.refused(message, 1)
    if len(record.text) != LENGTH:
        message = f"Der Satz hat {len(record.text)} Zeichen; erlaubt sind genau {LENGTH}."
        raise record.refused(message, min(len(record.text), LENGTH) + 1)


def _check_date(record: Record) -> None:
    try:
        if not _is_digits(record.text[2:10]):
            raise ValueError
        record_date(record)
    except ValueError as error:
        message = f"Gebietsstand „{record.text[2:10]}“ ist kein Tag; erlaubt ist JJJJMMTT."
        raise record.refused(message, 3) from error


def _check_key(record: Record) -> None:
    for span in record.layout.key:
        if not _is_digits(record.raw(span)):
            message = f"Schlüsselteil „{record.raw(span)}“: erlaubt sind nur Ziffern."
            raise record.refused(message, span.first)
    empty = record.layout.empty
    if empty and record.value(empty):
        message = f"Bei Satzart {record.text[:2]} bleiben die Spalten {empty.first} bis "
        raise record.refused(f"{message}{empty.last} leer.", empty.first)


def _check_name(record: Record) -> None:
    if not record.value(NAME):
        raise record.refused("Der Name fehlt; erlaubt sind 1 bis 50 Zeichen.", NAME.first)
    for offset, sign in enumerate(record.text[NAME.first - 1 : SEAT.last]):
        if not _is_name_sign(sign):
            message = f"Zeichen „{sign}“ steht in keinem Namen; ist die Zeichenkodierung falsch?"
            raise record.refused(message, NAME.first + offset)


def _check_kind(record: Record) -> None:
    kinds = record.layout.kinds
    if kinds and record.raw(KIND) not in kinds:
        message = f"Textkennzeichen „{record.raw(KIND)}“ gibt es bei Satzart {record.text[:2]} "
        raise record.refused(f"{message}nicht; erlaubt sind {', '.join(kinds)}.", KIND.first)


def _check_figures(record: Record) -> None:
    for span, name in (
        (HECTARES, "Fläche"),
        (POPULATION, "Bevölkerung"),
        (MALE_POPULATION, "männliche Bevölkerung"),
    ):
        if not _is_digits(record.raw(span)):
            message = f"{name} „{record.raw(span)}“: erlaubt sind 11 Ziffern."
            raise record.refused(message, span.first)
    if int(record.raw(MALE_POPULATION)) > int(record.raw(POPULATION)):
        message = "Die männliche Bevölkerung ist größer als die ganze."
        raise record.refused(message, MALE_POPULATION.first)
    postal_code = record.value(POSTAL_CODE)
    if postal_code and not (len(postal_code) == 5 and _is_digits(postal_code)):
        message = f"Postleitzahl „{postal_code}“: erlaubt sind fünf Ziffern oder nichts."
        raise record.refused(message, POSTAL_CODE.first)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_name_sign(sign: str) -> bool:
    if sign in _NAME_SIGNS or (sign.isascii() and sign.isalnum()):
        return True
    return sign.isalpha() and sign not in _FOREIGN_LETTERS
