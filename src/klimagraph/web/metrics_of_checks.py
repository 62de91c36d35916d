"""Metrics of what is checked, and of what webhooks are still to be told."""

from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from klimagraph import ledger
from klimagraph.errors import KlimagraphError
from klimagraph.ledger.webhooks import count_waiting
from klimagraph.web.validate import Turns


class ChecksOf(Collector):
    """Tells how many files are checked and wait, and how many messages wait for webhooks."""

    def __init__(self, turns: Turns, home: Path) -> None:
        self._turns, self._home = turns, home

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; that of the webhooks is left out where the ledger cannot be read."""
        running, waiting = self._turns.running, self._turns.waiting
        yield GaugeMetricFamily("klimagraph_checks_running", "Files that are checked.", running)
        yield GaugeMetricFamily("klimagraph_checks_waiting", "Files that wait for it.", waiting)
        if not ledger.is_there(self._home):
            return
        try:
            with ledger.reading(self._home) as connection:
                messages = count_waiting(connection)
        except KlimagraphError:
            return
        text = "Messages that webhooks have not taken yet."
        yield GaugeMetricFamily("klimagraph_webhook_messages_waiting", text, messages)
