"""Numbers as computers read them, from those that people write in German."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from klimagraph.namespaces import PREFIXES
from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.repairs.fitting import fits

XSD = PREFIXES["xsd"]
WHOLE, BROKEN = re.compile(r"-?[0-9]+"), re.compile(r"-?[0-9]+(\.[0-9]+)?")
DATATYPES = {f"{XSD}integer": WHOLE, f"{XSD}decimal": BROKEN, f"{XSD}double": BROKEN}
LONGEST = 40
_UNITS = re.compile(r"(?:€|eur|euro|%|prozent|km²|km2)\.?|[\s\u00a0\u202f']", re.IGNORECASE)
_GERMAN = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")


def numbers(fault: Fault) -> Iterator[Repair]:
    """Yield a number without units and with a point where a comma stands."""
    text = fault.text.strip()
    if not text or len(text) > LONGEST or "://" in text:
        return
    bare = _UNITS.sub("", text)
    if not _GERMAN.fullmatch(bare):
        return
    value = bare.replace(".", "").replace(",", ".")
    if value != fault.text and (written := _wanted(fault, value)):
        yield Repair(f"Als Zahl: {value}", f"As a number: {value}", written)


def _wanted(fault: Fault, value: str) -> str:
    """Return how a number is written that the shape wants, nothing where it wants none."""
    datatype = fault.parameter("datatype")
    name = datatype.terms[0] if datatype else None
    if isinstance(name, NamedNode) and name.value in DATATYPES:
        right = DATATYPES[name.value].fullmatch(value)
        return str(Literal(value, datatype=name)) if right else ""
    pattern = fault.parameter("pattern")
    if pattern is None or not (fits(fault, value) and fits(fault, "1.5")):
        return ""
    return str(Literal(value, datatype=NamedNode(f"{XSD}decimal"))) if "." in value else value
