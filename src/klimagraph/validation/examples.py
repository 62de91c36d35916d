"""A real value that would be right."""

from klimagraph.namespaces import PREFIXES
from klimagraph.validation.expectations import allowed_concepts
from klimagraph.validation.faults import Fault
from klimagraph.validation.patterns import EDTF, form_of_date
from klimagraph.validation.repairs.fitting import fits
from klimagraph.validation.repairs.links import wants_link

XSD = PREFIXES["xsd"]
DATES = {
    "day": "2017-06-23",
    "period": "2017-06-23/..",
    "span": "2017-06-23",
    "both": "2017-06-23",
}
DATATYPES = {
    "date": "2017-06-23", "gYear": "2017", "gYearMonth": "2017-06", "integer": "42",
    "decimal": "12.5", "double": "12.5", "boolean": "true", "yearMonthDuration": "P1Y",
    "dateTime": "2017-06-23T14:30:00",
}  # fmt: skip


def example(fault: Fault) -> str:
    """Return a value that the shape of a fault allows: from the vocabulary where it shows one."""
    if fault.result.shape.path is None and fault.value is not None:
        return ""
    if concepts := allowed_concepts(fault):
        return f"{concepts[0].label.de} ({concepts[0].iri})"
    if wants_link(fault):
        return _instance(fault)
    if typed := _typed(fault):
        return typed
    shown = fault.labels.example(fault.predicate) if fault.predicate else ""
    return shown if shown and fits(fault, shown) else _dated(fault)


def _instance(fault: Fault) -> str:
    classes = fault.labels.range_of(fault.predicate) if fault.predicate else ()
    found = (fault.labels.instance(each) for each in classes)
    return next((each for each in found if each and fits(fault, each)), "")


def _typed(fault: Fault) -> str:
    datatype = fault.parameter("datatype")
    name = getattr(datatype.terms[0], "value", "") if datatype else ""
    return DATATYPES.get(name.removeprefix(XSD), "")


def _dated(fault: Fault) -> str:
    pattern = fault.parameter("pattern")
    text = getattr(pattern.terms[0], "value", "") if pattern else ""
    return DATES[form_of_date(text)] if EDTF in text else ""
