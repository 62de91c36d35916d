"""The command that serves."""

from typing import Annotated

import typer
import uvicorn

from klimagraph import __version__, releases
from klimagraph.cli.terminal import Home, people, publishing, settings_of
from klimagraph.errors import SettingRefused
from klimagraph.loading import begin
from klimagraph.web.app import create


def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which others reach it.")
    ] = None,
    empty: Annotated[bool, typer.Option(help="Begin without any data.")] = False,
    gate: Annotated[
        str | None, typer.Option(help="`off` for a scratch instance: write anything.")
    ] = None,
) -> None:
    """Serve the graph; the first start loads the data that come with the program."""
    settings = settings_of(home=home, host=host, port=port, public_url=public_url, gate=gate)
    if releases.current(settings.home) is None:
        publishing(lambda tell: begin(settings, empty, tell))
    current = releases.current(settings.home)
    if current and current.scratch != settings.scratch:
        kind = "a scratch instance" if current.scratch else "no scratch instance"
        raise SettingRefused(f"GATE is {settings.gate}, but {settings.home} is {kind}")
    if current and not releases.store_of(settings.home, current.name).exists():
        publishing(lambda tell: releases.rebuild(settings.home, current.name, tell))
    people.print(f"Klimagraph {__version__}: {settings.address}", highlight=False)
    uvicorn.run(
        create(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
