"""What is wrong with a cell, before and after it is known where the cell stands."""

from dataclasses import dataclass

from klimagraph.namespaces import SHAPES
from klimagraph.places import Place
from klimagraph.tables.columns import Column
from klimagraph.validation.findings import Finding, Repair

LONGEST = 200
"""Characters of a text that a place repeats."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with the content of a cell; `code` names the kind of fault."""

    code: str
    de: str
    en: str
    severity: str = "violation"
    expected_de: str = ""
    expected_en: str = ""
    example: str = ""
    repairs: tuple[Repair, ...] = ()


def finding(fault: Fault, place: Place, focus: str = "", column: Column | None = None) -> Finding:
    """Return a fault as reports show it."""
    title = column.title if column else None
    return Finding(
        fault.severity,
        focus,
        column.property if column else "",
        place.text,
        fault.de,
        fault.en,
        column.shape if column else "",
        f"{SHAPES}Table{fault.code}",
        path_label_de=title.de if title else "",
        path_label_en=title.en if title else "",
        expected_de=fault.expected_de,
        expected_en=fault.expected_en,
        example=fault.example,
        repairs=fault.repairs,
        place=place,
    )


def repair(value: str, label: str = "") -> Repair:
    """Return the repair that writes another value into the cell."""
    shown = f"{value} ({label})" if label else value
    return Repair(f"Meinten Sie {shown}?", f"Did you mean {shown}?", value)


def shortened(text: str) -> str:
    """Return a text as a place repeats it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
