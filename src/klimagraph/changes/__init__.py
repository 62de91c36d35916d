"""The change log: what became of each thing from release to release (docs/adr/0018)."""

from klimagraph.changes.activity import Activity, folder_of, thing_of
from klimagraph.changes.file import DATABASE
from klimagraph.changes.forgetting import forget
from klimagraph.changes.history import SIZE, History, Month, Page, history
from klimagraph.changes.reading import all_states, latest, live
from klimagraph.changes.recording import record

__all__ = [
    "DATABASE",
    "SIZE",
    "Activity",
    "History",
    "Month",
    "Page",
    "all_states",
    "folder_of",
    "forget",
    "history",
    "latest",
    "live",
    "record",
    "thing_of",
]
