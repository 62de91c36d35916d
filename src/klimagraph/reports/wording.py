"""Words that reports of every form use."""

from klimagraph.places import Place
from klimagraph.validation.findings import SEVERITIES, Finding, Group, Report

LANGUAGES = ("de", "en")
ONE = {
    "de": {"violation": "Fehler", "warning": "Warnung", "info": "Hinweis"},
    "en": {"violation": "error", "warning": "warning", "info": "note"},
}
"""What a finding of a severity is called."""
MANY = {
    "de": {"violation": "Fehler", "warning": "Warnungen", "info": "Hinweise"},
    "en": {"violation": "errors", "warning": "warnings", "info": "notes"},
}
VERDICTS = {"de": ("gültig", "nicht gültig"), "en": ("valid", "not valid")}
STATEMENTS = {"de": ("Aussage", "Aussagen"), "en": ("statement", "statements")}
DETAILS = {
    "de": ("Gefunden", "Erlaubt", "Beispiel", "Vorschlag"),
    "en": ("Found", "Allowed", "Example", "Proposal"),
}
PLACES = {
    "de": ("Blatt {}", "Zelle {}", "Zeile {}", "Spalte {}"),
    "en": ("sheet {}", "cell {}", "line {}", "column {}"),
}
CONTROLS = (*range(9), 11, 12, *range(14, 32), *range(127, 160))
TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN = dict.fromkeys(CONTROLS, "�") | dict.fromkeys(TURNS)
"""Characters that change what is seen on a screen: controls, and marks that turn text around."""


def visible(text: str) -> str:
    """Return a text without characters that a terminal or page would obey."""
    return text.translate(_HIDDEN)


def one_line(text: str) -> str:
    """Return a text in one line, without characters that a terminal would obey."""
    return visible(" ".join(text.split()))


def counted(number: int, severity: str, language: str = "de") -> str:
    """Return so many findings of a severity in words."""
    return f"{number} {(ONE if number == 1 else MANY)[language][severity]}"


def summary(report: Report, language: str = "de") -> str:
    """Return the verdict of a report in a line."""
    counts = ", ".join(counted(report.count(name), name, language) for name in SEVERITIES)
    one, many = STATEMENTS[language]
    statements = f"{report.triples} {one if report.triples == 1 else many}"
    right, wrong = VERDICTS[language]
    verdict = right if report.conforms else wrong
    return f"{one_line(report.source)}: {statements}, {counts}: {verdict}"


def place_text(place: Place | None, language: str = "de") -> str:
    """Return where something stands as people say it: `Blatt Daten, Zelle C5`."""
    if place is None:
        return ""
    sheet, cell, line, column = PLACES[language]
    number = place.line if place.line is not None else place.row
    parts = [sheet.format(place.sheet)] if place.sheet else []
    if place.cell:
        parts.append(cell.format(place.cell))
    elif number is not None:
        parts.append(line.format(number))
        if place.column is not None:
            parts.append(column.format(place.column))
    text = ", ".join(parts)
    return one_line(f"{text} ({place.heading})" if place.heading else text)


def said(finding: Finding, language: str = "de") -> str:
    """Return the message of a finding, in the other language where it has none."""
    german, english = finding.message_de, finding.message_en
    return (german or english) if language == "de" else (english or german)


def heading(group: Group, language: str = "de") -> str:
    """Return what a group is called."""
    german, english = group.title_de, group.title_en
    return (german or english) if language == "de" else (english or german)


def stands(finding: Finding) -> str:
    """Return what is there: as it was written where that is known, else its name."""
    written = finding.place.text if finding.place and finding.value else ""
    value = "" if finding.value == finding.focus else finding.value
    return finding.value_label or value or written


def repairs_text(finding: Finding, language: str = "de") -> str:
    """Return the proposed repairs in a line."""
    texts = (each.text_de if language == "de" else each.text_en for each in finding.repairs)
    return " ".join(texts)


def facts(finding: Finding, language: str = "de") -> list[tuple[str, str]]:
    """Return what there is to say besides the message and the proposals, each with its name."""
    found, allowed, example, _ = DETAILS[language]
    expected = finding.expected_de if language == "de" else finding.expected_en
    message = said(finding, language)
    rows = ((found, stands(finding)), (allowed, expected), (example, finding.example))
    return [(name, text) for name, text in rows if text and text not in message]


def details(finding: Finding, language: str = "de") -> list[tuple[str, str]]:
    """Return what there is to say besides the message, each with its name."""
    proposal = (DETAILS[language][-1], repairs_text(finding, language))
    own = [proposal] if proposal[1] and proposal[1] not in said(finding, language) else []
    return [*facts(finding, language), *own]
