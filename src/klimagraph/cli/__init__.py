"""The command line: the same functions as the service, for files and terminals."""

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from klimagraph import __version__
from klimagraph.cli import terminal
from klimagraph.errors import (
    Conflict,
    DataInvalid,
    InputRefused,
    KlimagraphError,
    NotAcceptable,
    NotFound,
    QueryFailed,
    QueryRefused,
    QueryTooLong,
    SettingRefused,
)

WRONG_USES = (NotAcceptable, SettingRefused)
DATA_FAULTS = (
    InputRefused,
    DataInvalid,
    QueryRefused,
    QueryTooLong,
    QueryFailed,
    NotFound,
    Conflict,
)

COMMANDS = {
    "serve": "serving",
    "load": "loading",
    "query": "asking",
    "validate": "validating",
    "template": "template",
    "releases": "history",
    "prepare": "preparing",
    "rollback": "history",
    "rebuild": "history",
    "dump": "history",
    "backup": "backup",
    "restore": "backup",
    "token": "tokens",
    "webhook": "webhooks",
    "submit": "submitting",
    "submissions": "submitting",
    "publish": "submitting",
    "withdraw": "submitting",
    "diff": "comparing",
    "harvest-check": "harvest_check",
    "retire": "retire",
    "takedown": "takedown",
}
"""Commands and the files they stand in; only the file of the one that is called is read."""


class Commands(TyperGroup):
    """The commands; each is read when it is called, so that a short one begins at once."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        file = _read(COMMANDS[cmd_name])
        alone.command(cmd_name)(getattr(file, cmd_name.replace("-", "_")))
        return typer.main.get_command(alone)


def _read(name: str) -> ModuleType:
    """Return a file of commands; what it brings along stays, so nobody need look for waste in it.

    Without that a quarter of a short command goes into looking, most of it when the process ends.
    """
    gc.disable()
    file = import_module(f"klimagraph.cli.{name}")
    gc.freeze()
    gc.enable()
    return file


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"klimagraph {__version__}")
        raise typer.Exit


@app.callback()
def klimagraph(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Say which version this is.", callback=_tell_version),
    ] = False,
) -> None:
    """Serve, load, ask and keep a graph about alliances for climate protection."""


def main() -> None:
    """Run the command line; exit 0 fine, 1 data not valid, 2 wrong use, 3 the system failed."""
    try:
        app()
    except KlimagraphError as error:
        _complain(error)
        fault = terminal.NOT_VALID if isinstance(error, DATA_FAULTS) else terminal.SYSTEM_FAILED
        sys.exit(terminal.WRONG_USE if isinstance(error, WRONG_USES) else fault)


def _complain(error: KlimagraphError) -> None:
    """Print the message on one line, so that editors find the place in it."""
    place = ""
    if isinstance(error, QueryRefused) and error.line:
        place = f"{error.line}:{error.column}: "
    text = f"{error.title}: {place}{error}"
    terminal.people.print(text, style="red", markup=False, highlight=False, soft_wrap=True)
