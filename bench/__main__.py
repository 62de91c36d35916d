"""Measures everything in one run: `python -m bench --help`."""

import shutil
import sys
import tempfile
from pathlib import Path

from bench import document, options, steps
from bench.options import Options
from bench.report import report
from bench.run import Run, prepare, tell

PARTS: dict[tuple[str, ...], str] = {("15",): "speed at 15 million"}
"""Parts of the document by the sizes that were measured, where it is not the first."""


def main() -> None:
    """Measure all sizes and write or print what was found."""
    told = options.read(sys.argv[1:])
    folder = told.folder or Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        runs = [_measure(size, told, folder.resolve()) for size in told.sizes]
    finally:
        if told.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    text = report(runs, told)
    if told.output:
        document.replace(told.output, PARTS.get(told.sizes, "speed"), text)
        tell(f"written into {told.output}")
    else:
        print(text)


def _measure(size: str, told: Options, folder: Path) -> Run:
    shutil.rmtree(folder / size, ignore_errors=True)
    run = prepare(size, told, folder)
    steps.starts(run)
    for group in run.groups:
        steps.group(run, group)
    steps.changes(run)
    shutil.rmtree(folder / size, ignore_errors=True)
    return run


if __name__ == "__main__":
    main()
