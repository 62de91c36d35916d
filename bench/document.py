"""The document with the results: measured parts are replaced, what people wrote stays."""

import re
from pathlib import Path


def replace(path: Path, part: str, text: str) -> None:
    """Put a text between the marks of a measured part; a document without them gets them."""
    begin, end = f"<!-- measured: {part} -->", f"<!-- end of measured: {part} -->"
    block = f"{begin}\n\n{text.strip()}\n\n{end}"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if pattern.search(before):
        after = pattern.sub(lambda _: block, before, count=1)
    else:
        after = f"{before.rstrip()}\n\n{block}\n"
    path.write_text(after, encoding="utf-8")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
