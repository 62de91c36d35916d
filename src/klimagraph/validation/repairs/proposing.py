"""What would mend a fault: every way is asked, the first proposals are kept."""

from collections.abc import Callable, Iterator
from itertools import islice

from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.repairs.concepts import concepts
from klimagraph.validation.repairs.dates import dates
from klimagraph.validation.repairs.keys import keys
from klimagraph.validation.repairs.links import links
from klimagraph.validation.repairs.numbers import numbers
from klimagraph.validation.repairs.texts import texts

MOST = 3
"""Repairs that are proposed for one fault."""

Propose = Callable[[Fault], Iterator[Repair]]
PROPOSALS: tuple[Propose, ...] = (concepts, dates, keys, numbers, links, texts)


def repairs_of(fault: Fault) -> tuple[Repair, ...]:
    """Return what would mend a fault, the likeliest first."""
    offered = (repair for propose in PROPOSALS for repair in propose(fault))
    found = (repair for repair in offered if repair.value != fault.text or fault.is_text)
    return tuple(islice(dict.fromkeys(found), MOST))
