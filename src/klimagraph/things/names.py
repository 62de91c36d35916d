"""Names of things in the language of the page, else in German, as parts of questions."""

from collections.abc import Sequence

from klimagraph.namespaces import PREFIXES

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name != "id")
LABELS = "skos:prefLabel|rdfs:label|dcterms:title|foaf:name|vcard:fn"
GERMAN = '"de", ""'
"""What most things are called in; names of people have no language."""
WANTED, GIVEN = "_wanted", "_german"
TEXTS = "dcterms:description|klima:statedAs|klima:statedTitle"
"""What claims are called by their own words."""
INSTEAD = (
    TEXTS,
    f"org:member/({LABELS})",
    "klima:stepKind/skos:prefLabel",
    "klima:source/dcterms:title",
    "klima:indicator/skos:prefLabel",
    "klima:countedKind/skos:prefLabel",
    "klima:committedParty/skos:prefLabel",
)
"""What things without a name are called by; the first that is there."""


def label(subject: str, name: str, language: str, path: str = LABELS) -> str:
    """Return the part of a question that looks for a name; `names` puts it into the answer.

    All of it comes from this program, never from outside.
    """
    german = f"OPTIONAL {{ {subject} {path} {name} FILTER(LANG({name}) IN ({GERMAN})) }}"
    if language == "de":
        return german
    wanted = f"{name}{WANTED}"
    return f"""OPTIONAL {{ {subject} {path} {wanted} FILTER(LANG({wanted}) = "en") }}
  {german.replace(name, name + GIVEN)}"""


def names(language: str, *variables: str) -> str:
    """Return what a question projects for names: that in the language of the page, else German.

    It is chosen here and not where it is looked for: a BIND inside an OPTIONAL costs a hundredfold.
    """
    if language == "de":
        return " ".join(variables)
    return " ".join(f"({_chosen(name)} AS {name})" for name in variables)


def _chosen(*variables: str) -> str:
    every = (f"{name}{form}" for name in variables for form in (WANTED, GIVEN))
    return f"COALESCE({', '.join(every)})"


def linked(subject: str, path: str, value: str, language: str) -> str:
    """Return the part of a question that binds what a thing is linked to, and its name.

    The name is asked for inside: of what is not bound, everything that has a name would be one.
    """
    name = label(value, f"{value}Name", language)
    return f"OPTIONAL {{ {subject} {path} {value} {name} }}"


def called(subject: str, name: str, language: str) -> str:
    """Return the part of a question that binds a name, else the words of a claim."""
    return _first(subject, name, language, (LABELS, TEXTS))


def recognised(subject: str, name: str, language: str) -> str:
    """Return the part of a question that binds a name, else what tells a claim from others.

    It belongs behind few things: what a claim leads to is dear to look for.
    """
    return _first(subject, name, language, (LABELS, *INSTEAD))


def _first(subject: str, name: str, language: str, paths: Sequence[str]) -> str:
    found = [f"{name}_{number}" for number in range(len(paths))]
    parts = [label(subject, each, language, path) for each, path in zip(found, paths, strict=True)]
    chosen = f"COALESCE({', '.join(found)})" if language == "de" else _chosen(*found)
    return "\n  ".join([*parts, f"BIND({chosen} AS {name})"])
