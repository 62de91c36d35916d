"""The log of the service: one JSON object per line on standard error."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from klimagraph.web.exchange import current

REQUESTS = "klimagraph.web.access_log"


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object, with the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage().strip(),
        }
        if identifier := current().identifier:
            line["request"] = identifier
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line | getattr(record, "facts", {}), ensure_ascii=False)


def begin() -> None:
    """Send everything that is logged from now on to standard error."""
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[output], force=True)
    logging.getLogger(REQUESTS).setLevel(logging.INFO)
