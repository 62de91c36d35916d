"""What lists and the feed tell of a release: people and passages that may name them left out."""

from pyoxigraph import Store

from klimagraph import changes, people


def listed(store: Store) -> set[str]:
    """Return what a release says of things, as lines of N-Triples (ADR 0018)."""
    said = ((str(quad.subject)[1:-1], quad) for quad in store.quads_for_pattern(None, None, None))
    lines = {
        f"{quad.triple} .".encode()
        for subject, quad in said
        if changes.thing_of(subject) and not people.is_person(subject)
    }
    return {line.decode() for line in people.without_passages(lines, people.withheld(store))}
