"""The command for webhooks."""

import secrets
from typing import Annotated

import typer

from klimagraph import ledger
from klimagraph.cli.terminal import Home, people, print_rows, settings_of
from klimagraph.datasets import check_slug
from klimagraph.errors import NotFound
from klimagraph.ledger import webhooks
from klimagraph.settings import Settings
from klimagraph.submissions.notifying import check_address


def webhook(
    words: Annotated[list[str], typer.Argument(help="add URL, list, or remove NUMBER.")],
    dataset: Annotated[str, typer.Option(help="The dataset to tell about; none: all.")] = "",
    home: Home = None,
) -> None:
    """Have an address told when datasets are published, withdrawn or rolled back."""
    settings = settings_of(home=home)
    match words:
        case ["add", url]:
            _add(settings, check_address(url), check_slug(dataset) if dataset else "")
        case ["list"]:
            _list(settings)
        case ["remove", number] if number.isascii() and number.isdigit():
            _remove(settings, int(number))
        case _:
            raise typer.BadParameter("add URL, list, or remove NUMBER", param_hint="WORDS")


def _add(settings: Settings, url: str, dataset: str) -> None:
    secret = secrets.token_urlsafe(32)
    with ledger.changing(settings.home) as connection:
        number = webhooks.add(connection, url, dataset, secret)
    people.print(f"webhook {number}; messages are signed with this secret", highlight=False)
    print(secret)


def _list(settings: Settings) -> None:
    with ledger.reading(settings.home) as connection:
        rows = [
            (str(hook.id), hook.url, hook.dataset or "all", hook.created)
            for hook in webhooks.all_webhooks(connection)
        ]
    print_rows(("number", "url", "dataset", "created"), rows)


def _remove(settings: Settings, number: int) -> None:
    with ledger.changing(settings.home) as connection:
        if not webhooks.remove(connection, number):
            raise NotFound(f"there is no webhook {number}")
    people.print(f"webhook {number} is removed", highlight=False)
