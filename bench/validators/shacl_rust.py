"""shacl-rust in its index mode."""

from pathlib import Path

from shacl_rust import validate_file  # type: ignore[import-untyped]  # it has no annotations

from bench.validators.files import SHAPES, whole


def run(folder: Path, file: Path) -> int:
    """Return the number of results."""
    report = validate_file(
        str(whole(folder, file)),
        str(folder / SHAPES),
        data_format="nt",
        shapes_format="nt",
        experimental_index=True,
    )
    return len(report["results"])
