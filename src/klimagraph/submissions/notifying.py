"""Telling webhooks what happened: signed, and again where nobody answers."""

import hashlib
import hmac
import json
import logging
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from klimagraph import ledger
from klimagraph.errors import InputRefused
from klimagraph.ledger import webhooks
from klimagraph.ledger.webhooks import Message
from klimagraph.namespaces import DATASETS
from klimagraph.settings import LOOPBACK

log = logging.getLogger(__name__)

SIGNATURE, DELIVERY = "Klimagraph-Signature", "Klimagraph-Delivery"
PATIENCE = 10.0
"""Seconds that an address may take to answer."""
FIRST, LONGEST, ATTEMPTS = 10.0, 6 * 3600.0, 15
"""Seconds until the second attempt, between the last ones, and how many there are."""


def check_address(url: str) -> str:
    """Return the address of a webhook; raises InputRefused where none can be told safely."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        safe = False
    if not safe or not parts.hostname or parts.username or parts.fragment:
        raise InputRefused(
            f"{url!r} cannot be told: use https://HOST/PATH, or http on this machine"
        )
    return url


def notify(home: Path, address: str) -> None:
    """Tell every webhook what it was not told yet, one after the other."""
    if not ledger.is_there(home):
        return
    with ledger.reading(home) as connection:
        messages = webhooks.due(connection, time.time())
    if not messages:
        return
    with httpx.Client(follow_redirects=False, timeout=PATIENCE, trust_env=False) as client:
        for message in messages:
            delivered = _delivered(client, message, address)
            with ledger.changing(home) as connection:
                if delivered or message.attempts + 1 >= ATTEMPTS:
                    webhooks.settle(connection, message)
                else:
                    webhooks.put_off(connection, message, time.time() + _pause(message))


def signature(secret: str, body: bytes) -> str:
    """Return what proves that a message is from whoever has the secret (RFC 2104)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _delivered(client: httpx.Client, message: Message, address: str) -> bool:
    body = _body(message, address)
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(message.webhook.secret, body),
        DELIVERY: f"{message.webhook.id}-{message.event.number}",
    }
    try:
        answer = client.post(message.webhook.url, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("webhook %s was not told: %s", message.webhook.id, type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("webhook %s answered %s", message.webhook.id, answer.status_code)
    return answer.is_success


def _body(message: Message, address: str) -> bytes:
    event = message.event
    data = {
        "number": event.number,
        "at": event.at,
        "event": event.what,
        "dataset": event.dataset,
        "iri": f"{DATASETS}{event.dataset}",
        "release": event.details.get("release", ""),
        "feed": f"{address}/dataset/{event.dataset}/events.atom",
    }
    return json.dumps(data).encode()


def _pause(message: Message) -> float:
    """Return the seconds until the next attempt: twice as many each time."""
    return float(min(FIRST * 2**message.attempts, LONGEST))
