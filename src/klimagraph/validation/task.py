"""What is to be validated."""

from dataclasses import dataclass
from pathlib import Path

CORE = "core"


@dataclass(frozen=True)
class Task:
    """A file, and with what it is to be compared."""

    path: Path
    name: str = ""
    """What the submitter calls the file; its own name where this is empty."""
    profile: str = ""
    """Token of the profile whose shapes have to hold; where it is empty, that of the template
    for a table, core for anything else."""
    dataset: str = ""
    """The dataset that the file shall become; its published version is not compared with."""
    kind: str = ""
    """Class whose template a table is, where the table does not say so itself."""
    output: Path | None = None
    """Where the statements that were read are written, as N-Quads."""
    shapes: Path | None = None
    """Shapes to hold it against instead of those of a profile."""
    alone: bool = False
    """Whether what is published is not looked at."""

    @property
    def called(self) -> str:
        """Return what people know the file by."""
        return self.name or str(self.path)
