"""What groups of findings are called: the cause, and how all of them are mended."""

from klimagraph.shacl.shapes import Shape
from klimagraph.validation.findings import Finding
from klimagraph.validation.labels import Text, preferred
from klimagraph.validation.patterns import scheme_in

CAUSES = {
    "MinCount": Text("fehlt", "is missing"),
    "MaxCount": Text("zu viele Angaben", "too many values"),
    "NodeKind": Text("falsche Art von Angabe", "wrong kind of value"),
    "Datatype": Text("falsche Art von Wert", "wrong kind of value"),
    "Pattern": Text("falsche Form", "wrong form"),
    "In": Text("Wert nicht auf der Liste", "value not on the list"),
    "Class": Text("Verweis auf etwas anderes", "link to something else"),
    "UniqueLang": Text("zwei Texte in einer Sprache", "two texts in one language"),
    "LanguageIn": Text("falsche Sprache", "wrong language"),
    "MinInclusive": Text("Wert zu klein", "value too small"),
    "MinExclusive": Text("Wert zu klein", "value too small"),
    "MaxInclusive": Text("Wert zu groß", "value too large"),
    "MaxExclusive": Text("Wert zu groß", "value too large"),
    "MinLength": Text("zu kurz", "too short"),
    "MaxLength": Text("zu lang", "too long"),
    "Closed": Text("nicht erlaubte Angabe", "information not allowed"),
    "DeclaredTerm": Text("unbekannter Begriff des Vokabulars", "unknown term of the vocabulary"),
    "DeclaredConcept": Text("unbekannter Eintrag einer Begriffsliste", "unknown concept"),
    "KnownThing": Text("Verweis auf etwas Unbekanntes", "link to something unknown"),
}
"""By component: what is wrong, in a few words."""
TABLE = "#Table"
TABLE_CAUSES = {
    "NameAmbiguous": Text("Name bedeutet Mehreres", "name means several things"),
    "NameUnknown": Text("Name nicht bekannt", "name not known"),
    "KeyUnknown": Text("Schlüssel nicht bekannt", "key not known"),
    "KeyWithoutZero": Text("führende Null fehlt", "leading zero is missing"),
    "NotInList": Text("nicht auf der Auswahlliste", "not on the list"),
    "DateWrong": Text("Datum nicht lesbar", "date cannot be read"),
    "AddressWrong": Text("keine vollständige Adresse", "no full address"),
    "EndWithoutStart": Text("„offen“ ohne Beginn", "open end without a beginning"),
    "NotStated": Text("wie eine leere Zelle gelesen", "read like an empty cell"),
    "NotStatedThoughNeeded": Text("nötig, aber nicht angegeben", "needed but not stated"),
    "HeadingUnknown": Text(
        "Spalten, die nicht bekannt sind und nicht gelesen wurden",
        "Columns that are not known and were not read",
    ),
    "HeadingMissing": Text("Spalten, die fehlen", "Columns that are missing"),
    "RowTwice": Text("Zeilen, die doppelt dastehen", "Rows that are there twice"),
    "SheetNotRead": Text("Blätter, die nicht gelesen wurden", "Sheets that were not read"),
}
"""By kind of fault of a cell, which tables find themselves."""
LIST = Text("nicht aus der Begriffsliste", "not from the list of concepts")
KINDS = {
    "IRI": Text("Text statt Verweis", "text instead of a link"),
    "Literal": Text("Verweis statt Text", "link instead of text"),
}
"""By kind of node that is wanted: what stands there instead."""
REPAIRS = {
    "MinCount": Text(
        "Tragen Sie die Angabe überall nach, wo sie fehlt.",
        "Add the information where it is missing.",
    ),
    "MaxCount": Text(
        "Behalten Sie jeweils die richtige Angabe und entfernen Sie die übrigen.",
        "Keep the right value in each case and remove the others.",
    ),
    "UniqueLang": Text("Behalten Sie je Sprache einen Text.", "Keep one text in each language."),
    "Closed": Text("Entfernen Sie diese Angabe.", "Remove this information."),
    "KnownThing": Text(
        "Prüfen Sie die Kennungen, oder reichen Sie das Fehlende mit ein.",
        "Check the identifiers, or submit what is missing as well.",
    ),
}
"""By component: how all findings of a group are mended, where it is not what is expected."""


def title(finding: Finding, shape: Shape | None, name: Text) -> Text:
    """Return what a group is called: property and fault, or the name of the rule."""
    component = finding.component.removesuffix("ConstraintComponent")
    kind = component.rpartition(TABLE)[2] if TABLE in component else ""
    cause = TABLE_CAUSES.get(kind) or _told_by(shape, component) or CAUSES.get(component)
    if cause and name.de:
        return Text(f"{name.de}: {cause.de}", f"{name.en}: {cause.en}")
    if cause:
        return cause
    rule = preferred(shape.names) if shape else None
    return rule or Text(finding.message_de or finding.message_en, finding.message_en)


def _told_by(shape: Shape | None, component: str) -> Text | None:
    """Return what is wrong where the shape tells it better than the component."""
    parameter = component[:1].lower() + component[1:]
    constraints = shape.constraints if shape else ()
    found = next((each for each in constraints if each.parameter == parameter), None)
    value = str(getattr(found.terms[0], "value", "")) if found and found.terms else ""
    if component == "Pattern" and scheme_in(value):
        return LIST
    return KINDS.get(value.rpartition("#")[2]) if component == "NodeKind" else None


def mending(finding: Finding) -> Text:
    """Return how all findings of a group are mended: like one of them."""
    component = finding.component.removesuffix("ConstraintComponent")
    if component in REPAIRS:
        return REPAIRS[component]
    if finding.expected_de:
        return Text(
            f"Richtig ist überall: {finding.expected_de.rstrip('.')}.",
            f"Right everywhere is: {finding.expected_en.rstrip('.')}.",
        )
    return Text("", "")
