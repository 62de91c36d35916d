"""Whether a value would satisfy the shape that another one broke."""

import re

from pyoxigraph import Literal

from klimagraph.validation.faults import Fault


def fits(fault: Fault, text: str) -> bool:
    """Tell whether a text matches the patterns of the shape of a fault."""
    shapes = [fault.result.shape, *([fault.beside] if fault.beside else [])]
    constraints = [each for shape in shapes for each in shape.constraints]
    patterns = [each for each in constraints if each.parameter == "pattern"]
    return all(
        re.search(each.terms[0].value, text) is not None
        for each in patterns
        if isinstance(each.terms[0], Literal)
    )
