"""What all engines have in common: the releases of a home, the shares of clients, the cache."""

from klimagraph.errors import KlimagraphError
from klimagraph.releases import Release, read
from klimagraph.releases.tombstones import rewriting
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers.cache import Cache
from klimagraph.workers.turns import Shares, client


class Answering:
    """Knows what releases say of themselves, and how much each client may ask at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shares = Shares(settings.client_limit)
        self.cache = Cache(settings.cache * MEBIBYTE)
        self._manifests: dict[str, Release] = {}
        self.state = b"%x" % rewriting(settings.home)
        """Part of what answers are kept under: another one after releases were rewritten."""

    def look_again(self) -> None:
        """Forget what is known of releases where one of them was rewritten."""
        state = b"%x" % rewriting(self.settings.home)
        if state != self.state:
            self.state = state
            self._manifests.clear()
            self.cache.clear()

    def identity(self, release: str) -> str:
        """Return what tells the data of a release from any other data, whatever its name."""
        try:
            return self.manifest(release).digest
        except KlimagraphError:
            return release

    def manifest(self, release: str) -> Release:
        """Return what a release says of itself; raises ReleaseUnknown, StoreDamaged."""
        if release not in self._manifests:
            self._manifests[release] = read(self.settings.home, release)
        return self._manifests[release]

    def places(self) -> int:
        """Return how many more questions the client of this request may ask at once."""
        return self.shares.left(client.get())
