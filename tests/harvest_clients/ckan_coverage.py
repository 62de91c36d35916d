"""Find out which properties of a dataset ckanext-dcat reads: leave each out and compare.

Runs in the environment of requirements.lock, never in ours. It takes a Turtle file and prints a
JSON list of the properties of the catalogue, the dataset and its distribution that are read.
"""

import json
import logging
import sys

from ckanext.dcat.processors import RDFParser
from rdflib import RDF, Graph, Namespace

DCAT = Namespace("http://www.w3.org/ns/dcat#")
CLASSES = ("Catalog", "Dataset", "Distribution")
PROFILES = ["euro_dcat_ap_3"]


def read(graph):
    """Return what a portal would import of a graph; the order of extras means nothing."""
    parser = RDFParser(profiles=PROFILES)
    parser.g += graph
    found = []
    for dataset in parser.datasets():
        extras = {each["key"]: each["value"] for each in dataset.pop("extras")}
        found.append(json.dumps([dataset, extras], sort_keys=True, default=str))
    return found


def main():
    """Print the classes and properties that make a difference."""
    logging.disable(logging.CRITICAL)
    graph = Graph().parse(sys.argv[1], format="turtle")
    whole, told = read(graph), []
    for name in CLASSES:
        for node in graph.subjects(RDF.type, DCAT[name]):
            for predicate in sorted(set(graph.predicates(node)) - {RDF.type}):
                less = Graph()
                for triple in graph:
                    if triple[:2] != (node, predicate):
                        less.add(triple)
                told.append([str(DCAT[name]), str(predicate), read(less) != whole])
    print(json.dumps(told))


if __name__ == "__main__":
    main()
