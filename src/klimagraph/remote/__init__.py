"""A store elsewhere: an engine that speaks SPARQL 1.1 answers in the place of our own workers."""
