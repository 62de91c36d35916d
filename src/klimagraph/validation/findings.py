"""What a validation found, as values (https://www.w3.org/TR/shacl/#validation-report)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from klimagraph.places import Excerpt, Place

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True)
class Repair:
    """What would mend a finding: said to people, and the value to write where there is one."""

    text_de: str
    text_en: str
    value: str = ""
    """What has to stand at the place of the finding instead of what stands there."""


@dataclass(frozen=True)
class Finding:
    """One result of a shape (SHACL, section 3.6.2), with messages in both languages."""

    severity: str
    focus: str
    path: str
    value: str
    message_de: str
    message_en: str
    shape: str
    component: str
    focus_label: str = ""
    path_label_de: str = ""
    path_label_en: str = ""
    value_label: str = ""
    expected_de: str = ""
    expected_en: str = ""
    example: str = ""
    repairs: tuple[Repair, ...] = ()
    place: Place | None = None
    identifier: str = ""
    """The same in every run in which the same is wrong with the same thing."""
    value_term: str = ""
    """The value as N-Triples writes it; empty where there is none or it is not known."""


@dataclass(frozen=True)
class Group:
    """Findings that have one cause; `findings` are the first of them, `count` counts all."""

    identifier: str
    severity: str
    title_de: str
    title_en: str
    count: int
    findings: tuple[Finding, ...]
    repair_de: str = ""
    repair_en: str = ""
    """How all of them are mended."""


@dataclass(frozen=True)
class Report:
    """The findings in a file, worst first, by cause."""

    source: str
    triples: int
    groups: tuple[Group, ...]
    profile: str = "core"
    release: str = ""
    """Name of the release whose statements the shapes saw too."""
    digest: str = ""
    """SHA-256 of the file."""
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict)
    """What stands around the places of the first findings, by their identifiers."""

    @property
    def conforms(self) -> bool:
        """Tell whether nothing worse than a warning was found."""
        return self.count("violation") == 0

    @property
    def findings(self) -> Iterator[Finding]:
        """Yield the findings that the groups hold."""
        return (finding for group in self.groups for finding in group.findings)

    def count(self, severity: str) -> int:
        """Return how many findings have a severity, the folded ones included."""
        return sum(group.count for group in self.groups if group.severity == severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings worst first, then by focus node, path and value."""
    return sorted(findings, key=lambda item: (SEVERITIES.index(item.severity), _key(item)))


def _key(item: Finding) -> tuple[str, ...]:
    return (item.focus, item.path, item.value, item.shape, item.component)
