"""Datasets that a catalogue lists, as many as wanted."""

from klimagraph.namespaces import DATASETS, PREFIXES, TERMS, THINGS
from klimagraph.releases import Content

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"


def described(slug: str, names: tuple[str, ...] = ("x",)) -> Content:
    """Return a dataset with a description and one gap per name."""
    iri, terms = f"{DATASETS}{slug}", PREFIXES["dcterms"]
    said = [
        f'<{terms}description> "Ein Datensatz der Tests, {slug}."@de',
        f"<{terms}license> <{LICENCE}>",
        f"<{terms}publisher> <{THINGS}organisation/klimagraph>",
        f'<{terms}title> "Datensatz {slug}"@de',
        f"<{PREFIXES['rdf']}type> <{PREFIXES['dcat']}Dataset>",
    ]
    lines = [f"<{iri}> {item} <{iri}> .\n" for item in said]
    kind = f"<{PREFIXES['rdf']}type> <{TERMS}Gap>"
    lines += [f"<{THINGS}gap/{slug}-{name}> {kind} <{iri}> .\n" for name in names]
    return Content("".join(sorted(lines)).encode(), f"test {' '.join(names)}")


def many(number: int) -> dict[str, Content | None]:
    """Return so many datasets by name."""
    return {slug: described(slug) for slug in (f"d{index:03}" for index in range(number))}
