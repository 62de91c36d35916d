"""What was found in a feed, each thing once."""

from dataclasses import dataclass, field

from klimagraph.harvest_check.dataset_faults import DATASETS, DISTRIBUTIONS
from klimagraph.harvest_check.faults import Fault
from klimagraph.harvest_check.page_faults import PAGES

FAULTS = PAGES | DATASETS | DISTRIBUTIONS


@dataclass(frozen=True)
class Finding:
    """A mistake that a feed has."""

    code: str
    subject: str = ""
    """The page, dataset, distribution or node that has it."""
    value: str = ""

    @property
    def fault(self) -> Fault:
        """Return the row of the table that says what it means."""
        return FAULTS[self.code]

    def text(self, language: str) -> str:
        """Return the message in German or English."""
        message = self.fault.en if language == "en" else self.fault.de
        return message.replace("{}", self.value)


@dataclass
class Findings:
    """What was found so far, in the order in which it was met."""

    items: dict[Finding, None] = field(default_factory=dict)

    def add(self, code: str, subject: str = "", value: str = "") -> Finding:
        """Note a mistake; what was found before stays found once."""
        found = Finding(code, subject, value)
        self.items[found] = None
        return found
