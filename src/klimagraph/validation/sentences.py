"""What is wrong, in a sentence for each component (https://www.w3.org/TR/shacl/#core-components)."""

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode

from klimagraph.shacl.shapes import Constraint
from klimagraph.terms import is_iri
from klimagraph.validation.expectations import allowed_kind, amount, kind
from klimagraph.validation.faults import Fault
from klimagraph.validation.labels import Text, scheme_of, shortened
from klimagraph.validation.patterns import scheme_in

VALUE = "{}"
"""Stands for the value at fault, which is put in last: it may hold anything."""
LONGEST = 2_000
"""Characters of a message, which may hold values of any length."""
LISTED = 5
"""Values that a sentence names."""
_ADDRESS = re.compile(r"https?://[^\s<>\"„“”;,]*[^\s<>\"„“”;,.:!?)]")


def message(fault: Fault) -> Text:
    """Return what is said about a fault.

    The message of the shape where it speaks of one constraint, else a sentence of its own.
    """
    result = fault.result
    own = Text(result.message("de"), result.message("en"))
    several = len(result.shape.constraints) > 1
    if (several or not own.de) and fault.constraint:
        tell = SENTENCES.get(fault.constraint.parameter)
        said = tell(fault, fault.constraint) if tell else None
        if said:
            return said
    return Text(_with_names(fault, own.de or own.en, "de"), _with_names(fault, own.en, "en"))


def _with_names(fault: Fault, text: str, language: str) -> str:
    """Return a message in which things have their names instead of their addresses."""
    if len(text) > LONGEST:
        return f"{text[:LONGEST]}…"
    if isinstance(fault.value, BlankNode):
        text = text.replace(fault.value.value, _in(language, fault.labels.of(fault.value)))

    def named(found: "re.Match[str]") -> str:
        if not is_iri(found[0]):
            return found[0]
        label = _in(language, fault.labels.of(NamedNode(found[0])))
        return f"„{label}“" if language == "de" else f"“{label}”"

    return _ADDRESS.sub(named, text)


def _in(language: str, text: Text) -> str:
    return text.de if language == "de" else text.en


def quoted(fault: Fault) -> Text:
    """Return the value at fault between quotation marks."""
    if fault.value is None:
        return Text("", "")
    label = fault.labels.of(fault.value)
    return Text(f"„{label.de}“", f"“{label.en}”")


def _about(fault: Fault, german: str, english: str) -> Text:
    """Return a sentence that says which property it is about."""
    name, value = fault.name, quoted(fault)
    said = Text(german.replace(VALUE, value.de, 1), english.replace(VALUE, value.en, 1))
    return Text(f"{name.de}: {said.de}", f"{name.en}: {said.en}") if name.de else said


def _missing(fault: Fault, constraint: Constraint) -> Text:
    found = len(fault.values)
    if found == 0:
        return Text(f"Die Angabe „{fault.name.de}“ fehlt.", f"“{fault.name.en}” is missing.")
    least = amount(constraint.number)
    has = amount(found)
    return _about(
        fault,
        f"nur {has.de}, mindestens {least.de} sind nötig.",
        f"only {has.en}, at least {least.en} are needed.",
    )


def _too_many(fault: Fault, constraint: Constraint) -> Text:
    most, found = amount(constraint.number), amount(len(fault.values))
    names = [fault.labels.of(each) for each in fault.values[:LISTED]]
    more = ", …" if len(fault.values) > LISTED else ""
    german = ", ".join(f"„{each.de}“" for each in names) + more
    english = ", ".join(f"“{each.en}”" for each in names) + more
    return Text(
        f"{fault.name.de}: {found.de} ({german}), höchstens {most.de} ist erlaubt.",
        f"{fault.name.en}: {found.en} ({english}), at most {most.en} is allowed.",
    )


def _wrong_kind(fault: Fault, constraint: Constraint) -> Text:
    pattern = fault.parameter("pattern")
    if fault.is_text and pattern and (scheme := scheme_in(pattern.terms[0].value)):  # type: ignore[union-attr]  # patterns are literals
        return _not_listed(fault, scheme)
    wanted = allowed_kind(constraint) or kind(fault) or Text("etwas anderes", "something else")
    stands = _what_stands(fault)
    return _about(
        fault,
        f"{VALUE} {stands.de}; erwartet wird {wanted.de}.",
        f"{VALUE} {stands.en}; expected is {wanted.en}.",
    )


def _what_stands(fault: Fault) -> Text:
    if isinstance(fault.value, Literal):
        return Text("steht als Text da", "is written as text")
    if isinstance(fault.value, NamedNode):
        return Text("steht als Verweis da", "is written as a link")
    return Text("hat keine eigene Adresse", "has no address of its own")


def _form(fault: Fault, constraint: Constraint) -> Text:
    scheme = scheme_in(str(getattr(constraint.terms[0], "value", "")))
    if scheme and fault.is_text:
        name = fault.labels.of(NamedNode(scheme))
        return _about(
            fault,
            f"{VALUE} ist kein Eintrag der Liste „{name.de}“.",
            f"{VALUE} is no entry of the list “{name.en}”.",
        )
    if scheme:
        return _not_listed(fault, scheme)
    return _about(
        fault, f"{VALUE} hat nicht die nötige Form.", f"{VALUE} does not have the form needed."
    )


def _not_listed(fault: Fault, scheme: str) -> Text:
    """Return what is wrong with a value that is no concept of a list."""
    name = fault.labels.of(NamedNode(scheme))
    if fault.is_text:
        return _about(
            fault,
            f"{VALUE} steht als Text da; erwartet wird ein Begriff der Liste „{name.de}“.",
            f"{VALUE} is written as text; expected is a concept of the list “{name.en}”.",
        )
    other = scheme_of(fault.text)
    if other == scheme or fault.text not in fault.labels.all_concepts:
        return _about(
            fault,
            f"{VALUE} steht nicht auf der Liste „{name.de}“ oder ist hier nicht erlaubt.",
            f"{VALUE} is not on the list “{name.en}” or not allowed here.",
        )
    wrong = fault.labels.of(NamedNode(other))
    return _about(
        fault,
        f"{VALUE} gehört zur Liste „{wrong.de}“, nötig ist ein Begriff der Liste „{name.de}“.",
        f"{VALUE} is of the list “{wrong.en}”; a concept of the list “{name.en}” is needed.",
    )


def _datatype(fault: Fault, constraint: Constraint) -> Text:
    wanted = kind(fault) or fault.labels.of(constraint.terms[0])
    if not fault.is_text:
        return _wrong_kind(fault, constraint)
    if fault.parameter("pattern") is None and fault.result.path:
        declared = getattr(fault.value, "datatype", None)
        if declared != constraint.terms[0]:
            name = fault.labels.of(declared) if declared else Text("", "")
            return _about(
                fault,
                f"{VALUE} ist als {name.de} angegeben; erwartet wird {wanted.de}.",
                f"{VALUE} is given as {name.en}; expected is {wanted.en}.",
            )
    return _about(fault, f"{VALUE} ist nicht: {wanted.de}.", f"{VALUE} is not {wanted.en}.")


def _two_in_a_language(fault: Fault, _constraint: Constraint) -> Text:
    return _about(
        fault,
        "zwei Texte in derselben Sprache; je Sprache ist nur einer erlaubt.",
        "two texts in one language; only one is allowed in each.",
    )


def _limit(german: str, english: str) -> "Sentence":
    """Return the sentence for values on the wrong side of a limit."""

    def sentence(fault: Fault, constraint: Constraint) -> Text:
        limit = shortened(str(getattr(constraint.terms[0], "value", "")))
        return _about(fault, f"{VALUE} {german} {limit}.", f"{VALUE} {english} {limit}.")

    return sentence


def _other_property(german: str, english: str) -> "Sentence":
    """Return the sentence for values that do not agree with another property."""

    def sentence(fault: Fault, constraint: Constraint) -> Text:
        other = fault.labels.of(constraint.terms[0])
        return _about(fault, f"{VALUE} {german} „{other.de}“.", f"{VALUE} {english} “{other.en}”.")

    return sentence


def _not_a(fault: Fault, constraint: Constraint) -> Text:
    name = fault.labels.of(constraint.terms[0])
    return _about(
        fault,
        f"{VALUE} ist nicht als „{name.de}“ beschrieben.",
        f"{VALUE} is not described as “{name.en}”.",
    )


def _closed(fault: Fault, _constraint: Constraint) -> Text:
    return Text(
        f"Die Angabe „{fault.name.de}“ ist hier nicht erlaubt.",
        f"The information “{fault.name.en}” is not allowed here.",
    )


def _lacking(fault: Fault, constraint: Constraint) -> Text:
    wanted = fault.labels.of(constraint.terms[0])
    return _about(fault, f"„{wanted.de}“ fehlt.", f"“{wanted.en}” is missing.")


def _not_allowed(fault: Fault, _constraint: Constraint) -> Text:
    wanted = kind(fault) or Text("ein anderer Wert", "another value")
    return _about(
        fault,
        f"{VALUE} ist nicht erlaubt; erwartet wird {wanted.de}.",
        f"{VALUE} is not allowed; expected is {wanted.en}.",
    )


Sentence = Callable[[Fault, Constraint], Text]
SENTENCES: dict[str, Sentence] = {
    "minCount": _missing,
    "maxCount": _too_many,
    "nodeKind": _wrong_kind,
    "datatype": _datatype,
    "class": _not_a,
    "pattern": _form,
    "in": _not_allowed,
    "languageIn": _not_allowed,
    "uniqueLang": _two_in_a_language,
    "minInclusive": _limit("ist zu klein; erlaubt ist ab", "is too small; allowed is from"),
    "maxInclusive": _limit("ist zu groß; erlaubt ist bis", "is too large; allowed is up to"),
    "minExclusive": _limit("muss größer sein als", "has to be greater than"),
    "maxExclusive": _limit("muss kleiner sein als", "has to be less than"),
    "minLength": _limit("ist zu kurz; Zeichen mindestens:", "is too short; characters at least:"),
    "maxLength": _limit("ist zu lang; Zeichen höchstens:", "is too long; characters at most:"),
    "lessThan": _other_property("muss kleiner sein als", "has to be less than"),
    "lessThanOrEquals": _other_property("darf nicht größer sein als", "must not exceed"),
    "equals": _other_property("muss gleich sein mit", "has to equal"),
    "disjoint": _other_property("darf nicht gleich sein mit", "must not equal"),
    "closed": _closed,
    "hasValue": _lacking,
}
"""By parameter: the sentence for a value or a focus node that breaks it."""
