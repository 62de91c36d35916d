"""Read a feed with the gather stage of ckanext-dcat's own harvester, without a database.

Runs in the environment of requirements.lock, never in ours. It takes addresses of feeds and prints
one JSON object a line for each: what would be imported, what would be deleted, what was requested,
which errors were noted. With --pause it says "page" after the first page and waits for a line.
"""

import argparse
import json
import logging
import sys
from types import SimpleNamespace

import requests
from ckanext.dcat.harvesters import rdf
from ckanext.dcat.processors import RDFParser

SHOWN = ("content-type", "content-length", "etag", "last-modified", "vary", "retry-after", "link")


class Seen:
    """What a run did instead of writing it into a database."""

    current = None

    def __init__(self, known):
        self.known = known
        self.objects = {}
        self.errors, self.deleted, self.requests = [], [], []


def harvester(seen):
    """Return the harvester with recorders where it would touch the database."""

    class Stored:
        def __init__(self, guid, job, content="", **_):
            self.id, self.guid, self.content = guid, guid, content

        def save(self):
            seen.objects[self.guid] = json.loads(self.content)

    source = SimpleNamespace(owner_org="klimagraph", url="source")
    rdf.HarvestObject = Stored
    rdf.model = SimpleNamespace(Package=SimpleNamespace(get=lambda _: source))
    made = rdf.DCATRDFHarvester.__new__(rdf.DCATRDFHarvester)
    made._save_gather_error = lambda message, job: seen.errors.append(str(message))
    made._gen_new_name = lambda title, *_: title

    def mark(guids, job):
        seen.deleted = sorted(set(seen.known) - set(guids))
        return seen.deleted

    made._mark_datasets_for_deletion = mark
    return made


def record():
    """Let each request of the harvester be noted; it goes out all the same."""
    original = requests.Session.request

    def request(self, method, url, **rest):
        answer = original(self, method, url, **rest)
        headers = {name: answer.headers[name] for name in SHOWN if name in answer.headers}
        said = {"method": method.upper(), "url": url, "status": answer.status_code}
        Seen.current.requests.append(said | {"headers": headers})
        return answer

    requests.Session.request = request


def pausing(pages):
    """Say "page" when so many pages were parsed and wait until a line comes in."""
    original, counted = RDFParser.parse, []

    def parse(self, data, _format=None):
        original(self, data, _format)
        counted.append(1)
        if len(counted) == pages:
            print("page", flush=True)
            sys.stdin.readline()

    RDFParser.parse = parse


def run(url, known):
    """Run the gather stage once and return what came of it."""
    seen = Seen(known)
    Seen.current = seen
    job = SimpleNamespace(source=SimpleNamespace(url=url, config="", id="source"))
    crash = ""
    try:
        returned = harvester(seen).gather_stage(job)
    except Exception as error:  # whatever a feed does to it is what we want to know
        returned, crash = [], repr(error)
    imported = [guid for guid in returned if guid in seen.objects]
    return {
        "imported": imported,
        "deleted": [guid for guid in returned if guid not in seen.objects],
        "datasets": {guid: seen.objects[guid] for guid in imported},
        "errors": seen.errors,
        "crash": crash,
        "requests": seen.requests,
    }


def main():
    """Run the gather stage for each address."""
    options = argparse.ArgumentParser()
    options.add_argument("urls", nargs="+")
    options.add_argument("--known", default="[]", help="JSON list of what is harvested already")
    options.add_argument("--pause", action="store_true")
    chosen = options.parse_args()
    logging.disable(logging.CRITICAL)
    record()
    if chosen.pause:
        pausing(1)
    for url in chosen.urls:
        print(json.dumps(run(url, json.loads(chosen.known))), flush=True)


if __name__ == "__main__":
    main()
