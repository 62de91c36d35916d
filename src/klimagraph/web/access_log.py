"""The log of requests: one line each, of what helps those who run the service, of nobody."""

import logging
from typing import Any

from klimagraph.settings import Settings
from klimagraph.web.exchange import Exchange

log = logging.getLogger(__name__)

UNFINISHED = ("broken_transfer", "fault")


class AccessLog:
    """Writes down all requests, or those that failed or were slow, or none."""

    def __init__(self, settings: Settings) -> None:
        self.choice, self.slow = settings.log, settings.log_slow
        self.with_queries = settings.log_queries == "on"

    def record(
        self, exchange: Exchange, route: str, method: str, outcome: str, seconds: float
    ) -> None:
        """Write a request down if it belongs into the log."""
        if self.choice == "errors":
            failed = exchange.status >= 500 or outcome in UNFINISHED
            if not failed and (seconds < self.slow or exchange.query is None):
                return
        elif self.choice == "off":
            return
        facts: dict[str, Any] = {
            "request": exchange.identifier,
            "method": method,
            "route": route,
            "status": exchange.status or None,
            "outcome": outcome,
            "ms": round(seconds * 1000, 3),
            "bytes": exchange.size,
        }
        if exchange.query is not None:
            facts |= {"kind": exchange.kind, "cache": exchange.cache, "release": exchange.release}
        if self.with_queries and exchange.query:
            facts["query"] = exchange.query
        log.info("request", extra={"facts": facts})
