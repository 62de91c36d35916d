"""One flag for each setting, so that flags and variables never differ."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

import typer

from klimagraph.settings import Settings

HELP = {
    "home": "Folder of the data.",
    "host": "Address to listen on.",
    "port": "Port to listen on.",
    "public_url": "Address under which others reach it.",
    "store": "`oxigraph`, or `sparql:` and the address of a remote store for queries.",
    "store_update": "Where the remote store takes updates.",
    "store_graphs": "Where the remote store takes graphs.",
    "store_user": "User who may write in the remote store.",
    "store_password": "Password of that user.",
    "query_timeout": "Seconds that a query may take.",
    "query_memory": "Memory that a query may take, in MiB.",
    "query_length": "Longest query, in bytes.",
    "workers": "Queries at once; 0 is twice the number of cores.",
    "waiting": "Queries that may wait.",
    "memory": "Memory for copies of the release, in MiB; 0 is half of the machine's.",
    "gate": "`off` for a scratch instance, in which anything may be written.",
    "harvest": "`off` to prepare nothing for harvesters but by `klimagraph prepare`.",
    "log": "Requests that the log tells of: off, errors or all.",
    "log_slow": "Seconds from which on a query counts as slow.",
    "log_queries": "`on` to have the text of queries in the log.",
    "proxy": "Addresses of proxies that are believed, with commas between.",
    "admin_token": "Token with which everything may be written.",
}
"""What the flags mean; the others are limits that their names explain."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a flag for each setting; it takes them as keywords, None where not given."""
    own = [
        item
        for item in inspect.signature(command).parameters.values()
        if item.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    flags = [_flag(field.name, field.type) for field in fields(Settings)]
    command.__signature__ = inspect.Signature([*own, *flags])  # type: ignore[attr-defined]
    command.__annotations__ |= {flag.name: flag.annotation for flag in flags}
    return command


def _flag(name: str, kind: Any) -> inspect.Parameter:
    text = HELP.get(name, f"Setting KLIMAGRAPH_{name.upper()}.")
    annotation = Annotated[kind | None, typer.Option(help=text, show_default=False)]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
    )
