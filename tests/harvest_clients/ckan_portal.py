"""A whole CKAN that harvests: gather, fetch, import, delete and its own catalogue.

Runs in the environment of requirements.lock, never in ours. It reads orders from standard input,
one a line, and answers each with a line of JSON: `harvest URL` runs a harvest of that feed to its
end, `catalog` has CKAN write all it has as a catalogue again.
"""

import json
import logging
import os
import sys
import uuid

import ckan.lib.search
import ckan.plugins
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.plugins import toolkit
from ckanext.harvest import model as harvest_model


def portal(configuration):
    """Return the application on a database; nothing is indexed, for there is no Solr."""
    ckan.lib.search._INDICES["package"] = ckan.lib.search.NoopSearchIndex
    return make_app(CKANConfigLoader(configuration).get_config())


def prepare():
    """Make the user who harvests and the organisation whose datasets they become.

    The organisation is written as a row: CKAN's own action would search in Solr.
    """
    toolkit.get_action("get_site_user")({"ignore_auth": True}, {})
    owner = model.Group(name=f"owner-{uuid.uuid4().hex[:8]}", type="organization")
    owner.is_organization = True
    model.Session.add(owner)
    model.Session.commit()
    return owner.id


def source_of(url, owner):
    """Return the source row of a feed; the first call makes it."""
    session = model.Session
    found = session.query(harvest_model.HarvestSource).first()
    if found is None:
        package = model.Package(name=f"source-{uuid.uuid4().hex[:8]}", owner_org=owner)
        package.type = "harvest"
        session.add(package)
        session.flush()
        found = harvest_model.HarvestSource(
            id=package.id, url=url, type="dcat_rdf", title="Klimagraph", config=""
        )
        session.add(found)
    found.url = url
    session.commit()
    return found


def harvest(url, owner):
    """Run one harvest to its end and return what it did."""
    session, source = model.Session, source_of(url, owner)
    job = harvest_model.HarvestJob(source=source, status="Running")
    session.add(job)
    session.commit()
    worker = ckan.plugins.get_plugin("dcat_rdf_harvester")
    before = packages()
    objects = worker.gather_stage(job) or []
    results = []
    for identifier in objects:
        item = session.get(harvest_model.HarvestObject, identifier)
        worker.fetch_stage(item)
        results.append(worker.import_stage(item))
        session.commit()
    after = packages()
    job.status = "Finished"
    session.commit()
    errors = [
        row.message
        for row in session.query(harvest_model.HarvestGatherError).filter_by(harvest_job_id=job.id)
    ]
    failed = [
        row.message
        for row in session.query(harvest_model.HarvestObjectError)
        if row.object and row.object.harvest_job_id == job.id
    ]
    return {
        "objects": len(objects),
        "results": len([each for each in results if each is True]),
        "errors": errors + failed,
        "created": sorted(set(after) - set(before)),
        "deleted": sorted(set(before) - set(after)),
        "kept": sorted(guid for guid in after if before.get(guid) == after[guid]),
        "active": len(after),
    }


def packages():
    """Return the identifiers of the datasets that the portal shows, by the IRIs harvested."""
    model.Session.expire_all()
    rows = model.Session.query(model.Package).filter_by(type="dataset", state="active")
    return {row.extras.get("guid"): row.id for row in rows}


def catalog():
    """Return what CKAN makes of all its datasets: the triples of each, or the error of one."""
    user = toolkit.get_action("get_site_user")({"ignore_auth": True}, {})
    shown, failed = 0, []
    for guid, identifier in packages().items():
        context = {"ignore_auth": True, "user": user["name"]}
        try:
            text = toolkit.get_action("dcat_dataset_show")(
                context, {"id": identifier, "format": "ttl"}
            )
        except Exception as error:  # any is a page that our dataset breaks
            failed.append([guid, repr(error)])
            continue
        shown += guid in text
    return {"shown": shown, "failed": failed}


def main():
    """Answer orders until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the program's own words shall not stand among the answers
    logging.disable(logging.CRITICAL)
    app = portal(sys.argv[1])
    with app._wsgi_app.test_request_context():
        owner = prepare()
        for line in sys.stdin:
            order, _, url = line.strip().partition(" ")
            said = harvest(url, owner) if order == "harvest" else catalog()
            print(json.dumps(said), file=answers, flush=True)


if __name__ == "__main__":
    main()
