"""What a validation found (https://www.w3.org/TR/shacl/#results-validation-result)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from klimagraph.shacl.shapes import Path, Shape, Term

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Result:
    """One fault: where it is, which shape it breaks, and what people are told about it."""

    focus: Term
    path: Path | None
    value: Term | None
    shape: Shape
    component: str
    messages: tuple[Literal, ...]

    @property
    def severity(self) -> str:
        """Return the severity in small letters; one that is not of SHACL is a violation."""
        name = self.shape.severity.value.rsplit("#")[-1].lower()
        return name if name in ("warning", "info") else "violation"

    def message(self, language: str) -> str:
        """Return the message in a language; one without language counts as English."""
        found = (m.value for m in self.messages if (m.language or "en") == language)
        return next(found, "")


def component_of(parameter: str) -> str:
    """Return the local name of the constraint component that a parameter belongs to."""
    name = "SPARQL" if parameter == "sparql" else parameter[0].upper() + parameter[1:]
    return f"{name}ConstraintComponent"


def filled(messages: tuple[Literal, ...], bound: Mapping[str, Term]) -> tuple[Literal, ...]:
    """Return messages with the values of a solution in the place of `{?name}` and `{$name}`."""
    return tuple(_filled(message, bound) for message in messages)


def text_of(term: Term) -> str:
    """Return a term as people read it."""
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else str(term)


def _filled(message: Literal, bound: Mapping[str, Term]) -> Literal:
    if "{" not in message.value:
        return message
    text = _PLACEHOLDER.sub(
        lambda found: text_of(bound[found[1]]) if found[1] in bound else found[0], message.value
    )
    return Literal(text, language=message.language)
