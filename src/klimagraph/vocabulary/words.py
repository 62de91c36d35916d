"""What all questions to the vocabulary share: prefixes, and texts in both languages."""

from dataclasses import dataclass

from klimagraph.asking import Row
from klimagraph.namespaces import BASE, PREFIXES

ONTOLOGY = f"{BASE}ns"
LITERALS = {"de": '"de"', "en": '"en"'}
PREAMBLE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name != "id")


@dataclass(frozen=True)
class Text:
    """A text in German and in English; empty where there is none."""

    de: str
    en: str

    def said(self, language: str) -> str:
        """Return the text in a language, in the other one where there is none."""
        return (self.en or self.de) if language == "en" else (self.de or self.en)


def spoken(query: str, language: str) -> str:
    """Return a question whose names, marked by `LANGUAGE`, are to be in one of our languages."""
    return query.replace('"LANGUAGE"', LITERALS[language])


def text(row: Row, name: str) -> Text:
    """Return the text whose German is the value of a variable; its English has the ending En."""
    return Text(row.get(name, ""), row.get(f"{name}En", ""))


def both(subject: str, property: str, name: str) -> str:
    """Return the pattern that binds a text in both languages, see `text`."""
    return "\n".join(
        f'OPTIONAL {{ {subject} {property} ?{one} FILTER(LANG(?{one}) = "{language}") }}'
        for one, language in ((name, "de"), (f"{name}En", "en"))
    )
