"""What the documents and the check say about losses is what the real CKAN does."""

import pytest

from harvest import table
from klimagraph.harvest_check.faults import CKAN

pytestmark = pytest.mark.usefixtures("ckan")


def test_the_check_predicts_what_ckan_leaves_out() -> None:
    """Each property that makes no difference to CKAN is said to be lost, and no other."""
    lost = {pair for pair, read in table.measured().items() if not read}
    said = {(loss.kind, loss.name) for loss in table.predicted() if loss.client == CKAN}
    assert said == lost - {("dcat:Catalog", "dcat:dataset")}


def test_the_published_table_is_what_was_measured() -> None:
    """docs/harvesters.md is up to date; `make harvesters` writes it."""
    assert table.written() == table.DOCUMENT.read_text()
