"""Files of a release for people and programs that take everything at once."""
