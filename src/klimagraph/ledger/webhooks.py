"""Webhooks: addresses that are told what happens to datasets, and what they were not told yet."""

import sqlite3
from dataclasses import dataclass

from klimagraph.ledger.events import Event, event_of
from klimagraph.releases.staging import now


@dataclass(frozen=True)
class Webhook:
    """An address, the dataset it is told about (none: all), and what proves that it is us."""

    id: int
    url: str
    dataset: str
    secret: str
    """Kept as it is: messages are signed with it."""
    created: str


@dataclass(frozen=True)
class Message:
    """An event that an address was not told yet."""

    webhook: Webhook
    event: Event
    attempts: int


def add(connection: sqlite3.Connection, url: str, dataset: str, secret: str) -> int:
    """Enter a webhook and return its number; it is told what happens from now on."""
    made = connection.execute(
        "INSERT INTO webhook (url, dataset, secret, created) VALUES (?, ?, ?, ?)",
        (url, dataset, secret, now()),
    )
    assert made.lastrowid is not None  # noqa: S101  # a row was inserted
    return made.lastrowid


def all_webhooks(connection: sqlite3.Connection) -> list[Webhook]:
    """Return all webhooks, oldest first."""
    rows = connection.execute("SELECT * FROM webhook ORDER BY id")
    return [Webhook(**dict(row)) for row in rows]


def remove(connection: sqlite3.Connection, number: int) -> bool:
    """Remove a webhook with what it was not told yet; tell whether there was one."""
    return connection.execute("DELETE FROM webhook WHERE id = ?", (number,)).rowcount == 1


def count_waiting(connection: sqlite3.Connection) -> int:
    """Return how many messages have not been taken yet."""
    return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def due(connection: sqlite3.Connection, moment: float) -> list[Message]:
    """Return what is to be told by a moment, in the order in which it happened."""
    known = {hook.id: hook for hook in all_webhooks(connection)}
    rows = connection.execute(
        "SELECT event.*, outbox.webhook, outbox.attempts FROM outbox"
        " JOIN event ON event.number = outbox.event WHERE outbox.due <= ?"
        " ORDER BY event.number, outbox.webhook",
        (moment,),
    )
    return [Message(known[row["webhook"]], event_of(row), row["attempts"]) for row in rows]


def settle(connection: sqlite3.Connection, message: Message) -> None:
    """Enter that a message was delivered, or given up."""
    connection.execute(
        "DELETE FROM outbox WHERE webhook = ? AND event = ?",
        (message.webhook.id, message.event.number),
    )


def put_off(connection: sqlite3.Connection, message: Message, moment: float) -> None:
    """Enter that a message could not be delivered, and when to try again."""
    connection.execute(
        "UPDATE outbox SET attempts = attempts + 1, due = ? WHERE webhook = ? AND event = ?",
        (moment, message.webhook.id, message.event.number),
    )
