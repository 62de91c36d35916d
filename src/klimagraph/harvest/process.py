"""The process that prepares a snapshot: settings in on the first line, what came of it out."""

import json
import os
import resource
import signal
import sys
from pathlib import Path

from klimagraph.errors import KlimagraphError
from klimagraph.harvest.preparing import prepare
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers.sandbox import forbid_sockets

POLITE = 10
"""By how much others go first (see nice(2))."""


def main() -> None:
    """Prepare the snapshot of the home that the settings name."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_sockets()
    os.nice(POLITE)
    told = json.loads(sys.stdin.readline())
    profiles = told["profiles"]
    folders = {"home": Path(told["home"]), "profiles": Path(profiles) if profiles else None}
    settings = Settings(**{**told, **folders})
    limit = settings.write_memory * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        print(json.dumps({"snapshot": prepare(settings).name}))
    except KlimagraphError as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}))


if __name__ == "__main__":
    main()
