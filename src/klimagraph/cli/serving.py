"""The command that serves."""

from typing import Annotated, Any

import typer
import uvicorn

from klimagraph import __version__, releases
from klimagraph.cli.flags import with_settings
from klimagraph.cli.terminal import people, publishing, settings_of
from klimagraph.errors import SettingRefused
from klimagraph.loading import begin
from klimagraph.settings import Settings
from klimagraph.web.app import create


@with_settings
def serve(
    empty: Annotated[bool, typer.Option("--empty", help="Begin without any data.")] = False,
    **flags: Any,
) -> None:
    """Serve the graph; the first start loads the data that come with the program."""
    settings = settings_of(**flags)
    if releases.current(settings.home) is None:
        publishing(lambda tell: begin(settings, empty, tell))
    _prepare(settings)
    people.print(f"Klimagraph {__version__}: {settings.address}", highlight=False)
    uvicorn.run(
        create(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


def _prepare(settings: Settings) -> None:
    """See that what is served is there and of the kind that the gate says."""
    current = releases.current(settings.home)
    if current is None:
        return
    if current.scratch != settings.scratch:
        kind = "a scratch instance" if current.scratch else "not a scratch instance"
        raise SettingRefused(f"GATE is {settings.gate}, but {settings.home} is {kind}")
    if not releases.store_of(settings.home, current.name).exists():
        publishing(lambda tell: releases.rebuild(settings.home, current.name, tell))
