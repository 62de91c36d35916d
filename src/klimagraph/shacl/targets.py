"""Focus nodes as graph patterns (https://www.w3.org/TR/shacl/#targets)."""

from pyoxigraph import NamedNode

from klimagraph.shacl.shapes import Focus, Path

FOCUS = "?this"
"""The variable for focus nodes, as the specification calls it."""


def one(written: str) -> Focus:
    """Return the pattern for a node that stands there as SPARQL."""
    return lambda variable: f"VALUES {variable} {{ {written} }}"


def of_class(name: NamedNode) -> Focus:
    """Return the pattern for the instances of a class, without those of classes below."""
    return lambda variable: f"{variable} a {name} ."


def subjects_of(name: NamedNode) -> Focus:
    """Return the pattern for everything that has a property, once however often it has it."""
    return lambda variable: f"{{ SELECT DISTINCT {variable} {{ {variable} {name} ?any }} }}"


def objects_of(name: NamedNode) -> Focus:
    """Return the pattern for all values of a property, each once."""
    return lambda variable: f"{{ SELECT DISTINCT {variable} {{ ?any {name} {variable} }} }}"


def values_of(path: Path, focus: Focus) -> Focus:
    """Return the pattern for the values that focus nodes have at a path.

    A variable that is selected under another name is not to be seen inside: each level has its own.
    """

    def pattern(variable: str) -> str:
        above = f"{variable}_"
        inner = f"{focus(above)} {above} {path.text} {variable} ."
        return f"{{ SELECT DISTINCT {variable} {{ {inner} }} }}"

    return pattern
