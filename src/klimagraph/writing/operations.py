"""Carries out what is to be written, on a scratch instance or on the published graph."""

from klimagraph.settings import Settings
from klimagraph.writing import published, scratch
from klimagraph.writing.kinds import Operation, Put, Update, Written


def carry_out(settings: Settings, operation: Operation) -> Written:
    """Do an operation.

    Raises QueryRefused, QueryFailed, InputRefused, DataInvalid, NotFound, StoreBusy,
    StorageFailed; what was published before stays.
    """
    if isinstance(operation, Update):
        return _update(settings, operation)
    if settings.scratch:
        return scratch.change_graph(settings.home, operation)
    if isinstance(operation, Put):
        return published.put(settings, operation)
    return published.delete(settings, operation)


def _update(settings: Settings, operation: Update) -> Written:
    if settings.scratch:
        return scratch.update(settings.home, operation)
    return published.update(settings, operation)
