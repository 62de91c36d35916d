"""What stands beside the editor: patterns to begin with, the classes of the model, keys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """A piece of a query that many questions need."""

    title: str
    text: str


EXAMPLE = """PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?allianceName ?memberName ?period
WHERE {
  ?membership a klima:Membership ;
    org:organization/skos:prefLabel ?allianceName ;
    org:member/skos:prefLabel ?memberName .
  FILTER(LANG(?allianceName) = "de" && LANG(?memberName) = "de")
  OPTIONAL { ?membership klima:period ?period }
}
ORDER BY ?allianceName ?memberName
"""

NAME = '?thing skos:prefLabel ?name FILTER(LANG(?name) = "{}")'
MEMBERS = """?membership a klima:Membership ;
  org:organization ?alliance ;
  org:member ?member ."""
DAY = """?membership a klima:Membership ;
  klima:startLatest ?began .
OPTIONAL { ?membership klima:endEarliest ?ended }
FILTER(?began <= "2024-06-01"^^xsd:date && COALESCE(?ended > "2024-06-01"^^xsd:date, true))"""
EVIDENCE = """?claim klima:evidence ?evidence .
?evidence klima:source/dcterms:title ?source ;
  klima:certainty/skos:prefLabel ?certainty FILTER(LANG(?certainty) = "{}")
OPTIONAL {{ ?evidence klima:line ?line }}"""
PLACE = """?authority klima:inState <https://w3id.org/klimagraph/id/state/15> ;
  geo:hasGeometry/geo:asWKT ?geometry ."""

PATTERNS = {
    "de": (
        Pattern("Name eines Dings", NAME.format("de")),
        Pattern("Wer gehört zu welchem Bündnis", MEMBERS),
        Pattern("Was an einem Tag galt", DAY),
        Pattern("Beleg und Sicherheit einer Angabe", EVIDENCE.format("de")),
        Pattern("Grenzen für die Karte", PLACE),
    ),
    "en": (
        Pattern("Name of a thing", NAME.format("en")),
        Pattern("Who belongs to which alliance", MEMBERS),
        Pattern("What held on a day", DAY),
        Pattern("Evidence and certainty of a claim", EVIDENCE.format("en")),
        Pattern("Boundaries for the map", PLACE),
    ),
}

CLASSES = (
    ("Alliance", {"de": "Bündnis", "en": "alliance"}),
    ("Membership", {"de": "Mitgliedschaft", "en": "membership"}),
    ("Municipality", {"de": "Gemeinde", "en": "municipality"}),
    ("District", {"de": "Kreis", "en": "district"}),
    (
        "AssociationOfMunicipalities",
        {"de": "Gemeindeverband", "en": "association of municipalities"},
    ),
    ("State", {"de": "Land", "en": "state"}),
    ("Commitment", {"de": "Selbstverpflichtung", "en": "commitment"}),
    ("Target", {"de": "Ziel", "en": "target"}),
    ("Plan", {"de": "Konzept", "en": "plan"}),
    ("Tenure", {"de": "Stellenbesetzung", "en": "tenure"}),
    ("Grant", {"de": "Zuwendung", "en": "grant"}),
    ("Event", {"de": "Ereignis", "en": "event"}),
    ("Offer", {"de": "Angebot", "en": "offer"}),
    ("Rule", {"de": "Regel", "en": "rule"}),
    ("Count", {"de": "Zählung", "en": "count"}),
    ("Evidence", {"de": "Beleg", "en": "evidence"}),
    ("Source", {"de": "Quelle", "en": "source"}),
    ("KnownGap", {"de": "Bekannte Lücke", "en": "known gap"}),
)

KEYS = {
    "de": (
        ("Strg+Eingabe", "Ausführen"),
        ("Strg+Leertaste", "Vorschläge zeigen"),
        ("F1", "Namen unter der Schreibmarke erklären"),
        ("F8", "Zum nächsten Fehler"),
        ("Strg+F", "Suchen und ersetzen"),
        ("Strg+/", "Zeilen auskommentieren"),
        ("Esc, dann Tab", "Das Feld verlassen; Tab allein rückt ein"),
    ),
    "en": (
        ("Ctrl+Enter", "Run"),
        ("Ctrl+Space", "Show suggestions"),
        ("F1", "Explain the name at the cursor"),
        ("F8", "To the next error"),
        ("Ctrl+F", "Find and replace"),
        ("Ctrl+/", "Comment lines out"),
        ("Esc, then Tab", "Leave the field; Tab alone indents"),
    ),
}
