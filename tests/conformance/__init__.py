"""The suites of the W3C for SPARQL 1.0 and 1.1, run against a scratch instance over HTTP.

The archive is looked for in the folder that `KLIMAGRAPH_SUITES` names
(https://github.com/w3c/rdf-tests, folder `sparql`); nothing of it is kept here.

What is left out, each for one reason:
- `entailment`: the service has no entailment regime.
- `service`, `syntax-fed`: the service opens no connections, SERVICE is refused.
- `http-rdf-update`: prose, deprecated by the suite itself in favour of `graph-store-protocol`.
- SPARQL 1.2: a draft; the service promises 1.1.
"""
