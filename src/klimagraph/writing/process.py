"""The process that writes: one operation per line of standard input, one answer per line."""

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from klimagraph.errors import KlimagraphError
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers.sandbox import forbid_sockets
from klimagraph.writing.kinds import Delete, Put, Update
from klimagraph.writing.operations import carry_out
from klimagraph.writing.replies import arguments_of

OPERATIONS = {kind.__name__: kind for kind in (Update, Put, Delete)}


def answer(settings: Settings, line: str) -> dict[str, Any]:
    """Do what a line says and return what came of it."""
    command = json.loads(line)
    kind = OPERATIONS[command.pop("operation")]
    values = {name: _hashable(value) for name, value in command.items()}
    try:
        return {"written": carry_out(settings, kind(**values)).__dict__}
    except KlimagraphError as error:
        return {"error": type(error).__name__, "arguments": arguments_of(error)}


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def main() -> None:
    """Serve the settings that the first line of standard input holds as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_sockets()
    values = json.loads(sys.stdin.readline())
    settings = Settings(**{**values, "home": Path(values["home"])})
    limit = settings.write_memory * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        print(json.dumps(answer(settings, line)), flush=True)


if __name__ == "__main__":
    main()
