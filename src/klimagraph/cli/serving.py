"""The command that serves."""

import sys
from types import FrameType
from typing import Annotated, Any

import typer
import uvicorn

from klimagraph import __version__, releases
from klimagraph.cli import log
from klimagraph.cli.flags import with_settings
from klimagraph.cli.terminal import bring_along, people, publishing, settings_of
from klimagraph.cli.transport import Protocol
from klimagraph.errors import SettingRefused, StoreUnavailable
from klimagraph.loading import begin
from klimagraph.settings import Settings
from klimagraph.web.app import create

PATIENCE = 5
"""Seconds that running requests may take to end when the service stops."""
IDLE = 60
"""Seconds that a connection stays open without requests; a client that is slow to take in what it
was sent, and has asked for the next page on the same connection, loses both where it is closed."""


class Server(uvicorn.Server):
    """Stops gently at the first signal and at once at the second."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; who asks again does not want to wait.

        The signal is not raised again in the end, as it is elsewhere: being stopped is no failure.
        """
        self.force_exit = self.should_exit
        self.should_exit = True


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
    log.begin()
    server = Server(_configuration(settings))
    server.run()
    if not server.started:
        sys.exit(3)


def _configuration(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create(settings),
        host=settings.host,
        port=settings.port,
        http=Protocol,
        log_config=None,
        access_log=False,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=PATIENCE,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=settings.proxy.replace(" ", ""),
    )


def _prepare(settings: Settings) -> None:
    """See that what is served is there and of the kind that the gate says."""
    current = releases.current(settings.home)
    if current is None:
        return
    if current.scratch != settings.scratch:
        kind = "a scratch instance" if current.scratch else "not a scratch instance"
        raise SettingRefused(f"GATE is {settings.gate}, but {settings.home} is {kind}")
    if not releases.whole(settings.home, current):
        publishing(lambda tell: releases.complete(settings.home, current.name, tell))
    try:
        bring_along(settings)
    except StoreUnavailable as error:  # the service tries again by itself
        people.print(f"{error.title}: {error}", markup=False, highlight=False)
