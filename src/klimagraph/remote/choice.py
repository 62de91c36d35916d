"""Which engine answers: our own workers, or the one that the settings name."""

from klimagraph.remote.pool import RemotePool
from klimagraph.settings import Settings
from klimagraph.workers.engine import Engine
from klimagraph.workers.pool import Pool


def chosen(settings: Settings) -> Engine:
    """Return the engine of the settings, not open yet; raises SettingRefused."""
    return RemotePool(settings) if settings.remote else Pool(settings)
