"""The process of one comparison: its contents may be large, and it ends with them."""

from pathlib import Path
from typing import Any

from klimagraph.validation.workplace import work
from klimagraph.versions.comparing import difference, pair, plain


def answer(options: dict[str, Any]) -> dict[str, Any]:
    """Compare the versions that a task names; raises what `pair` raises, StoreDamaged."""
    task, home = options["task"], Path(options["home"])
    return plain(difference(home, pair(home, task["slug"], task["before"], task["after"])))


if __name__ == "__main__":
    work(answer)
