"""What the patterns of the shapes mean, in words (https://www.w3.org/TR/shacl/#PatternConstraintComponent)."""

import re

from klimagraph.namespaces import CONCEPTS
from klimagraph.validation.labels import Concept, Labels, Text

STATES = r"(0[1-9]|1[0-6])"
PATTERNS = {
    f"^{STATES}$": Text("zwei Ziffern von 01 bis 16", "two digits from 01 to 16"),
    f"^{STATES}[0-9]{{3}}$": Text(
        "genau 5 Ziffern, beginnend mit 01 bis 16", "exactly 5 digits beginning with 01 to 16"
    ),
    f"^{STATES}[0-9]{{6}}$": Text(
        "genau 8 Ziffern, beginnend mit 01 bis 16", "exactly 8 digits beginning with 01 to 16"
    ),
    f"^{STATES}[0-9]{{7}}$": Text(
        "genau 9 Ziffern, beginnend mit 01 bis 16", "exactly 9 digits beginning with 01 to 16"
    ),
    f"^{STATES}[0-9]{{10}}$": Text(
        "genau 12 Ziffern, beginnend mit 01 bis 16", "exactly 12 digits beginning with 01 to 16"
    ),
    f"^{STATES}[0-9]{{1,2}}$": Text(
        "3 oder 4 Ziffern, beginnend mit 01 bis 16", "3 or 4 digits beginning with 01 to 16"
    ),
    f"^{STATES}[0-9]*$": Text("Ziffern, beginnend mit 01 bis 16", "digits beginning with 01 to 16"),
    f"/id/state/{STATES}$": Text("eines der 16 Länder", "one of the 16 states"),
    "^[0-9]{5}$": Text("genau 5 Ziffern", "exactly 5 digits"),
    "^[0-9]+([.][0-9]{1,2})?$": Text(
        "eine Zahl ab 0 mit höchstens zwei Nachkommastellen wie 48000.50",
        "a number from 0 with at most two decimals such as 48000.50",
    ),
    "^[0-9a-f]{64}$": Text("64 Zeichen von 0 bis 9 und a bis f", "64 characters 0 to 9 and a to f"),
    "^(19[0-9]{2}|20[0-9]{2}|2100)$": Text(
        "ein Jahr von 1900 bis 2100", "a year from 1900 to 2100"
    ),
    "^(199[0-9]|20[0-9]{2}|2100)$": Text("ein Jahr von 1990 bis 2100", "a year from 1990 to 2100"),
    "^P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?)?$": Text(
        "eine Dauer wie P1Y (ein Jahr) oder P14D (14 Tage)",
        "a duration such as P1Y (one year) or P14D (14 days)",
    ),
    "^[0-9A-Z]{4,12}(-[0-9A-Z]+)?$": Text(
        "ein Förderkennzeichen wie 67K12345: Ziffern und Großbuchstaben ohne Leerzeichen",
        "a funding code such as 67K12345: digits and capitals without blanks",
    ),
    "^http://publications.europa.eu/resource/authority/frequency/": Text(
        "ein Eintrag der EU-Liste für Häufigkeiten", "an entry of the EU list of frequencies"
    ),
    r"^\S+(\s+\S+){0,7}$": Text("höchstens acht Wörter", "at most eight words"),
    "^DE[0-9A-G]?[0-9A-Z]{0,2}$": Text("ein NUTS-Code wie DEE09", "a NUTS code such as DEE09"),
}
"""What the patterns of the shapes mean."""
DAY = Text(
    "ein Datum in der Form 2017-06-23, 2017-06 oder 2017",
    "a date in the form 2017-06-23, 2017-06 or 2017",
)
PERIOD = Text(
    "ein Zeitraum wie 2017-06-23/.. (offen), 2024-01-01/ (Ende unbekannt) oder 2016/2018",
    "a period such as 2017-06-23/.. (open), 2024-01-01/ (end unknown) or 2016/2018",
)
SPAN = Text(
    "ein Datum wie 2017-06-23, 2017-06 oder 2017, auch eine Spanne wie [2017-06-23..2017-12-31]",
    "a date such as 2017-06-23, 2017-06 or 2017, or a span such as [2017-06-23..2017-12-31]",
)
BOTH = Text(
    "ein Datum wie 2017-06-23 oder 2017-06 oder ein Zeitraum wie 2017-06-23/2017-06-25",
    "a date such as 2017-06-23 or 2017-06 or a period such as 2017-06-23/2017-06-25",
)
EDTF = "[0-9]{3}X|[0-9]{2}XX|XXXX"
FORMS = {"period": PERIOD, "span": SPAN, "both": BOTH, "day": DAY}
_CONCEPTS = re.compile(rf"\^{re.escape(CONCEPTS)}([a-z0-9-]+)/(?:\((.*)\)\$)?$")


def in_words(pattern: str) -> Text | None:
    """Return what a pattern means, where it is one of ours."""
    if EDTF in pattern:
        return FORMS[form_of_date(pattern)]
    return PATTERNS.get(pattern)


def form_of_date(pattern: str) -> str:
    """Return which form of EDTF a pattern asks for: `period`, `span`, `both` or `day`."""
    if "[.][.])?|([.][.])?/" in pattern:
        return "period"
    if r"\[([0-9]{4}[.][.]" in pattern:
        return "span"
    return "both" if "/(" in pattern else "day"


def concepts_of(pattern: str, labels: Labels) -> tuple[Concept, ...]:
    """Return the concepts that a pattern allows; none where it wants something else."""
    found = _CONCEPTS.match(pattern)
    if not found:
        return ()
    concepts = labels.concepts(f"{CONCEPTS}{found[1]}")
    fits = re.compile(f"(?:{found[2] or '.*'})$")
    return tuple(each for each in concepts if fits.match(each.iri.rpartition("/")[2]))


def scheme_in(pattern: str) -> str:
    """Return the list of concepts that a pattern asks for, else nothing."""
    found = _CONCEPTS.match(pattern)
    return f"{CONCEPTS}{found[1]}" if found else ""
