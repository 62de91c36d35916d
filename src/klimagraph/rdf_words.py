"""What parsers of RDF say, in German and in English."""

import re

SAID = (
    (r"Unexpected end( of file)?", "Die Datei endet zu früh; es fehlt etwas"),
    (r"unclosed token|no element found", "Die Datei endet zu früh; es fehlt etwas"),
    (r"(error while parsing IRI .*: )?Invalid IRI.*", "Die Adresse (IRI) ist nicht richtig "
     "geschrieben; Leerzeichen und manche Zeichen sind darin nicht erlaubt"),
    (r"No scheme found in an absolute IRI", "Die Adresse (IRI) ist nicht vollständig; "
     "sie beginnt zum Beispiel mit https://"),
    (r"The prefix (?P<name>\S*) has not been declared",
     "Die Abkürzung {name} ist nicht erklärt; dafür fehlt eine Zeile mit @prefix"),
    (r"unbound prefix", "Eine Abkürzung ist nicht erklärt; dafür fehlt eine Angabe xmlns"),
    (r"(The PREFIX keyword|The PREFIX declaration) should be .*|.* beginning of a prefix name",
     "Nach PREFIX oder @prefix stehen eine Abkürzung wie ex: und ihre Adresse in <…>"),
    (r"A dot is expected at the end of .*|Quads must be followed by a dot",
     "Am Ende der Aussage fehlt ein Punkt"),
    (r"A '\}' or a '\.' is expected .*", "Am Ende des Graphen fehlt eine Klammer oder ein Punkt"),
    (r"Line jumps are not allowed in string literals.*",
     "Ein Text in einfachen Anführungszeichen geht nicht über mehrere Zeilen"),
    (r"The subject of a triple must be .*|(?P<name>.+) is not a valid subject.*",
     "Vor der Eigenschaft wird ein Ding erwartet: eine Adresse in <…>, eine Abkürzung oder []"),
    (r"The predicate of a triple must be .*|(?P<name>.+) is not a valid predicate",
     "Hier wird eine Eigenschaft erwartet: eine Adresse in <…> oder eine Abkürzung"),
    (r"The object of a triple must be .*|(?P<name>.+) is not a valid RDF (object|value)",
     "Hier wird ein Wert erwartet: eine Adresse in <…>, eine Abkürzung oder ein Text in \"…\""),
    (r"A language code should .*|The given language .*",
     "Die Sprachangabe ist nicht richtig; sie steht hinter @, etwa @de"),
    (r"Unexpected escape character .*|The escape sequence .*",
     "Hinter \\ steht ein Zeichen, das dort nicht erlaubt ist"),
    (r"not well-formed \(invalid token\)|syntax error|XML declaration not well-formed|"
     r"junk after document element", "Das XML ist hier nicht richtig geschrieben"),
    (r"mismatched tag", "Das XML schließt hier ein anderes Element, als offen ist"),
    (r"duplicate attribute", "Ein Element hat eine Angabe zweimal"),
    (r"Object (values|keys) must .*|Array .* must .*|The JSON already contains .*|"
     r".* is not allowed in JSON strings|Unexpected char: .*",
     "Das JSON ist hier nicht richtig geschrieben"),
    (r"(Invalid|Unexpected) character .*", "Dieses Zeichen ist hier nicht erlaubt"),
    (r"Unexpected (text event|node).*", "An dieser Stelle darf im RDF/XML kein Text stehen"),
    (r"a DOCTYPE is not allowed", "Eine Angabe DOCTYPE ist nicht erlaubt"),
    (r"a remote @context is not fetched.*",
     "Ein @context aus dem Netz wird nicht geholt; schreiben Sie ihn in die Datei"),
    (r"byte (?P<name>\S+) is not UTF-8.*",
     "Das Byte {name} ist kein UTF-8; speichern Sie die Datei als UTF-8"),
    (r"the file is UTF-16.*", "Die Datei ist UTF-16; speichern Sie sie als UTF-8"),
    (r"the file is empty", "Die Datei ist leer"),
    (r"the file holds .* blank .*", "Die Datei enthält nur Leerzeichen und keine Aussage"),
    (r"this is a zip archive.*",
     "Das ist ein Archiv oder eine Arbeitsmappe und kein Text mit RDF"),
    (r"the gzip file is broken.*", "Die gepackte Datei (gzip) ist beschädigt"),
)  # fmt: skip
"""Expressions for what is said in English, and the same in German."""
KNOWN = tuple((re.compile(pattern, re.DOTALL), german) for pattern, german in SAID)


def in_both(message: str) -> str:
    """Return a message of a parser with German before it, where it is known."""
    for pattern, german in KNOWN:
        if found := pattern.fullmatch(message):
            name = found.groupdict().get("name") or ""
            return f"{german.replace('{name}', name)} / {message}"
    return message
