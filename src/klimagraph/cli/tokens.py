"""The command for tokens."""

from typing import Annotated

import typer

from klimagraph import ledger
from klimagraph.cli.terminal import Home, people, print_rows, settings_of
from klimagraph.datasets import check_slug
from klimagraph.errors import NotFound
from klimagraph.ledger import ROLES, tokens
from klimagraph.ledger.events import Concerns, note
from klimagraph.ledger.tokens import OPERATOR, SUBMITTER
from klimagraph.settings import Settings

LONGEST_LABEL = 200


def token(
    words: Annotated[list[str], typer.Argument(help="create, list, or revoke NUMBER.")],
    role: Annotated[str, typer.Option(help="submitter, curator or admin.")] = "",
    dataset: Annotated[str, typer.Option(help="The dataset that a submitter speaks in.")] = "",
    label: Annotated[str, typer.Option(help="Whom it is for, such as an office.")] = "",
    home: Home = None,
) -> None:
    """Make a token (printed once, kept as a hash only), list tokens, or revoke one."""
    settings = settings_of(home=home)
    match words:
        case ["create"]:
            _create(settings, role, dataset, label)
        case ["list"]:
            _list(settings)
        case ["revoke", number] if number.isascii() and number.isdigit():
            _revoke(settings, int(number))
        case _:
            raise typer.BadParameter("create, list, or revoke NUMBER", param_hint="WORDS")


def _create(settings: Settings, role: str, dataset: str, label: str) -> None:
    if role not in ROLES:
        raise typer.BadParameter(f"one of {', '.join(ROLES)}", param_hint="--role")
    if (role == SUBMITTER) != bool(dataset):
        raise typer.BadParameter(
            "a submitter has one dataset, the other roles have all of them", param_hint="--dataset"
        )
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise typer.BadParameter(f"say whom it is for, in 1 to {LONGEST_LABEL} characters",
                                 param_hint="--label")  # fmt: skip
    if dataset:
        check_slug(dataset)
    with ledger.changing(settings.home) as connection:
        number, text = tokens.create(connection, role, dataset, label.strip())
        note(connection, OPERATOR, "token-created", Concerns(dataset=dataset), token=number,
             role=role)  # fmt: skip
    people.print(f"token {number}; it is shown this once", highlight=False)
    print(text)


def _revoke(settings: Settings, number: int) -> None:
    with ledger.changing(settings.home) as connection:
        if not tokens.revoke(connection, number):
            raise NotFound(f"there is no token {number} that is not revoked")
        note(connection, OPERATOR, "token-revoked", Concerns(), token=number)
    people.print(f"token {number} is revoked", highlight=False)


def _list(settings: Settings) -> None:
    headings = ("number", "role", "dataset", "label", "created", "last used", "revoked")
    with ledger.reading(settings.home) as connection:
        rows = [
            (str(one.id), one.role, one.dataset, one.label, one.created, one.used, one.revoked)
            for one in tokens.all_tokens(connection)
        ]
    print_rows(headings, rows)
