"""The command line: the same functions as the service, for files and terminals."""

import sys

import typer

from klimagraph.cli import asking, backup, history, loading, serving, terminal
from klimagraph.errors import (
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
DATA_FAULTS = (InputRefused, DataInvalid, QueryRefused, QueryTooLong, QueryFailed, NotFound)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (
    serving.serve,
    loading.load,
    asking.query,
    asking.validate,
    history.releases,
    history.rollback,
    history.rebuild,
    history.dump,
    backup.backup,
    backup.restore,
):
    app.command()(command)


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
