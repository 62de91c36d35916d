"""Where a remote engine takes queries, updates and graphs."""

from dataclasses import dataclass

from klimagraph.errors import SettingRefused
from klimagraph.settings import Settings

CONVENTIONS = {
    "/query": ("/update", "/store"),
    "/sparql": ("/sparql-auth", "/sparql-graph-crud-auth"),
}
"""End of the address for queries, and its counterparts: Oxigraph's and Virtuoso's."""


@dataclass(frozen=True)
class Addresses:
    """The three services of an engine (SPARQL 1.1 Protocol, Graph Store HTTP Protocol)."""

    query: str
    update: str
    graphs: str


def addresses(settings: Settings) -> Addresses:
    """Return the addresses that the settings name or that follow from the one for queries.

    Raises SettingRefused where neither is so.
    """
    query = settings.store_address
    found = next((end for end in CONVENTIONS if query.endswith(end)), None)
    update, graphs = settings.store_update, settings.store_graphs
    if found:
        begin = query.removesuffix(found)
        update = update or begin + CONVENTIONS[found][0]
        graphs = graphs or begin + CONVENTIONS[found][1]
    if not (update and graphs):
        raise SettingRefused(
            f"STORE is {settings.store}, which ends neither in /query nor in /sparql; "
            "say where updates and graphs go with STORE_UPDATE and STORE_GRAPHS"
        )
    return Addresses(query, update, graphs)
