"""The harvest snapshot: everything that is harvested of a release, built once and checked."""
