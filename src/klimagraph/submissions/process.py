"""The process that compares and publishes: a command per line in, an answer per line out."""

import json
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from klimagraph import ledger
from klimagraph.errors import KlimagraphError, NotFound
from klimagraph.ledger import Holder
from klimagraph.ledger import submissions as entries
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.submissions.judging import judge
from klimagraph.submissions.publishing import publish, withdraw
from klimagraph.submissions.rolling_back import roll_back
from klimagraph.workers.sandbox import forbid_sockets
from klimagraph.writing.replies import arguments_of

Command = dict[str, Any]


def answer(settings: Settings, command: Command) -> Command:
    """Do what a command says and return what came of it."""
    try:
        return {"done": COMMANDS[command["do"]](settings, command)}
    except KlimagraphError as error:
        return {"error": type(error).__name__, "arguments": arguments_of(error)}


def _judge(settings: Settings, command: Command) -> Command:
    with ledger.reading(settings.home) as connection:
        one = entries.find(connection, command["id"])
    if one is None:
        raise NotFound(f"there is no submission {command['id']}")
    return asdict(judge(settings, one, command["checked"]))


def _publish(settings: Settings, command: Command) -> Command:
    return asdict(publish(settings, command["id"], Holder(**command["holder"])))


def _withdraw(settings: Settings, command: Command) -> Command:
    return asdict(withdraw(settings, command["id"], Holder(**command["holder"])))


def _roll_back(settings: Settings, command: Command) -> Command:
    holder = Holder(**command["holder"])
    return {"release": roll_back(settings, command["name"], command["served"], holder).name}


COMMANDS: dict[str, Callable[[Settings, Command], Command]] = {
    "judge": _judge,
    "publish": _publish,
    "withdraw": _withdraw,
    "roll back": _roll_back,
}


def main() -> None:
    """Serve the settings that the first line of standard input holds as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_sockets()
    values = json.loads(sys.stdin.readline())
    settings = Settings(**{**values, "home": Path(values["home"])})
    limit = settings.write_memory * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        print(json.dumps(answer(settings, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
