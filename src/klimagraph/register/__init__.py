"""Reference data of authorities: from the official register to tables, from tables to triples."""
