"""How a dataset is cited, for reference managers (https://docs.citationstyles.org)."""

import json
from dataclasses import dataclass

from klimagraph.catalog.landing import Page
from klimagraph.citations import ESCAPED


@dataclass(frozen=True)
class Citation:
    """The same in the forms that are asked for."""

    text: str
    bibtex: str
    csl: str


def citation(page: Page, address: str, english: bool = False) -> Citation:
    """Return how a dataset is cited that stands at an address."""
    title = page.title_en if english and page.title_en else page.title
    release = "Release" if english else "Version"
    year = page.modified[:4]
    text = (
        f"{page.publisher} ({year}): {title}. {release} {page.release}. {page.licence}. {address}"
    )
    return Citation(text, _bibtex(page, title, address), _csl(page, title, address))


def _bibtex(page: Page, title: str, address: str) -> str:
    return (
        f"@misc{{klimagraph-{page.slug}-{page.release},\n"
        f"  title = {{{{{_plain(title)}}}}},\n"
        f"  author = {{{{{_plain(page.publisher)}}}}},\n"
        f"  year = {{{page.modified[:4]}}},\n"
        f"  version = {{{page.release}}},\n"
        f"  note = {{{_plain(page.licence)}}},\n"
        f"  url = {{{address}}}\n}}\n"
    )


def _csl(page: Page, title: str, address: str) -> str:
    entry = {
        "id": f"klimagraph-{page.slug}-{page.release}",
        "type": "dataset",
        "title": title,
        "author": [{"literal": page.publisher}],
        "issued": {"date-parts": [[int(part) for part in page.modified[:10].split("-")]]},
        "version": page.release,
        "license": page.licence_url,
        "URL": address,
    }
    return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(ESCAPED)
