"""The command that asks."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from klimagraph.cli.terminal import Home, settings_of
from klimagraph.errors import QueryRefused
from klimagraph.formats import KINDS, Format, Kind, for_kind, named
from klimagraph.rdf import Limits, read_bytes
from klimagraph.remote.choice import chosen
from klimagraph.settings import Settings
from klimagraph.workers import guard
from klimagraph.workers.protocol import Question


def query(
    text: Annotated[str, typer.Argument(help="The query, @FILE, or - for standard input.")],
    output: Annotated[str, typer.Option("--format", help="json, xml, csv, tsv, turtle, …")] = "",
    release: Annotated[str | None, typer.Option(help="Name of an older release.")] = None,
    home: Home = None,
) -> None:
    """Ask a SPARQL query and print the answer."""
    settings = settings_of(home=home, workers=1, memory=1)
    asyncio.run(_query(settings, _text(text), output, release))


def _text(argument: str) -> str:
    if argument.startswith("@"):
        return read_bytes(Path(argument[1:]), Limits()).decode()
    data = sys.stdin.buffer.read() if argument == "-" else os.fsencode(argument)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise QueryRefused(f"the query is not UTF-8: {error}") from None


async def _query(settings: Settings, text: str, output: str, release: str | None) -> None:
    guard.check(text, settings.query_length)
    form = named(output) if output else None
    formats = {str(kind): _format(kind, form) for kind in KINDS if not form or kind in form.kinds}
    pool = chosen(settings)
    await pool.open()
    try:
        question = Question(text, formats)
        async with pool.answer(question, release) as answer:
            sys.stdout.buffer.write(answer.first)
            async for chunk in answer.rest:
                sys.stdout.buffer.write(chunk)
    finally:
        await pool.close()


def _format(kind: Kind, form: Format | None) -> str:
    return (form or for_kind(kind)[0]).name
