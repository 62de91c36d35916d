"""Findings in tables, said to those who fill in cells (docs/adr/0016)."""

from dataclasses import dataclass, replace

from klimagraph.places import Wanted
from klimagraph.tables.columns import Column, Kind
from klimagraph.tables.examples import example_of
from klimagraph.tables.explaining import allowed
from klimagraph.tables.source import TableSource
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import Explains, Key, Traced
from klimagraph.validation.labels import Text

AS_IN_SHAPES = (Kind.TEXT, Kind.STRING)
"""Columns of which shapes say more than that a text goes in."""
BOUNDS = ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive")
"""What a constraint says that the column does not: how large a value may be."""
ELSEWHERE = Text(
    "Das steht nicht in Ihrer Datei, sondern in dem, was der Datensatz schon veröffentlicht hat "
    "und was neben Ihrer Tabelle bestehen bleibt.",
    "This is not in your file, but in what the dataset has published already and what stays beside "
    "your table.",
)


@dataclass(frozen=True)
class Tabular:
    """Explains findings in a table: allowed is what its cells take, not how RDF writes it."""

    inner: Explains
    source: TableSource

    def key(self, traced: Traced) -> Key:
        """Return focus, path and value by names that are the same in every run."""
        return self.inner.key(traced)

    def explained(self, traced: Traced) -> Finding:
        """Return the finding with what a clerk may write, or that it is not in the file."""
        finding = self.inner.explained(traced)
        if traced.wanted is None:
            return finding
        if self.source.locate([Wanted(traced.wanted.subject)]) == [None]:
            return _elsewhere(finding)
        column = self.source.column_for(traced.wanted) if traced.result else None
        if column is None or finding.component.startswith(BOUNDS):
            return finding
        own = column.property == finding.path
        return finding if own and column.kind in AS_IN_SHAPES else self._said(finding, column, own)

    def title(self, traced: Traced) -> Text:
        """Return what a group of such findings is called."""
        return self.inner.title(traced)

    def mending(self, finding: Finding) -> Text:
        """Return how all findings of a group are mended."""
        return self.inner.mending(finding)

    def _said(self, finding: Finding, column: Column, own: bool) -> Finding:
        """Say what goes into a column, and into which where the finding is not at a cell of it."""
        said = allowed(column)
        german, english = said.de, said.en
        if not (own and self.source.has_column(column)):
            german = f"in einer Spalte „{column.title.de}“: {german}"
            english = f"in a column “{column.title.en}”: {english}"
        return replace(
            finding,
            expected_de=german,
            expected_en=english,
            example=example_of(column) or finding.example,
        )


def _elsewhere(finding: Finding) -> Finding:
    return replace(
        finding,
        message_de=f"{finding.message_de} {ELSEWHERE.de}".strip(),
        message_en=f"{finding.message_en} {ELSEWHERE.en}".strip(),
    )
